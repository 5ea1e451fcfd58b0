/** What headings say of columns that hold no energy of their own. */
import { expect, test } from 'vitest';
import { columnsOfText, hourlyTable } from '../../../../helpers/recognise.ts';

test('stands at both ends of a session are the energy beside them, and tell how the file writes numbers', async () => {
  const columns = await columnsOfText(
    [
      'Start;Ende;Energie [kWh];Zaehlerstand Anfang [kWh];Zaehlerstand Ende [kWh]',
      '14.04.2026 13:10;14.04.2026 16:30;17,235;171,851;189,086',
      '14.04.2026 16:31;15.04.2026 09:38;59,576;189,086;248,662',
      '01.08.2026 20:00;02.08.2026 08:00;15,784;840,34;856,124',
    ].join('\n'),
  );
  expect(Object.values(columns).filter(({ role }) => role === 'energy' || role === 'register')).toMatchObject([
    { name: 'Energie [kWh]', role: 'energy', flow: 'consumption' },
  ]);
});

test('errors and limits of an Italian inverter are no energies, and what it counts is production', async () => {
  const columns = await columnsOfText(
    [
      'Orario;Energia di oggi [kWh];Tens. Fotov. 1 [V];Errore;Limite di potenza [W]',
      ...Array.from({ length: 12 }, (_, at) => `2026-06-01 ${at + 6}:00:00;${at * 3}.5;410;0;16000`),
    ].join('\n'),
  );
  expect(columns).toMatchObject({
    'Energia di oggi [kWh]': { role: 'register', flow: 'production' },
    Errore: { role: 'ignored' },
    'Limite di potenza [W]': { role: 'ignored' },
  });
});

test('the energy of a session, above the rows of its intervals, is the same energy, and so are its times', async () => {
  const hour = (at: number) => `2026-04-18 ${at + 8}:`;
  const columns = await columnsOfText(
    [
      'Start Time,End Time,Power Start Time,Power End Time,Energy Consumed (AC kWh),Energy (kWh)',
      '2026-04-18 08:00,2026-04-18 16:00,2026-04-18 08:00,,,3.6',
      ...Array.from({ length: 8 }, (_, at) => `,,${hour(at)}00,${hour(at)}${59 - at},${(at + 1) / 10},`),
    ].join('\n'),
  );
  expect(columns).toMatchObject({
    'Power Start Time': { role: 'timestamp' },
    'Power End Time': { role: 'end' },
    'Energy Consumed (AC kWh)': { role: 'energy', flow: 'consumption' },
    'Energy (kWh)': { role: 'ignored', why: 'the sum of several rows of "Energy Consumed (AC kWh)"' },
  });
});

test('gas and water in volumes are no electricity, whatever stands before their unit', async () => {
  const columns = await columnsOfText(
    hourlyTable({
      'Energía activa (kWh)': (hour) => 0.2 + (hour % 5) / 10,
      'Gás natural (m3)': (hour) => 0.1 + (hour % 3) / 10,
      'Agua caliente (l)': (hour) => 4 + (hour % 7),
    }),
  );
  expect(columns).toMatchObject({ 'Gás natural (m3)': { role: 'gas' }, 'Agua caliente (l)': { role: 'ignored' } });
});

test('pulses beside the energy that they make are left out, and asked about where nothing else is there', async () => {
  const pulses = (hour: number) => 90 + ((hour * 7) % 40);
  const columns = await columnsOfText(
    hourlyTable({ 'Pulses 1': pulses, 'Impulse 2': pulses, 'Hour kWh': (hour) => pulses(hour) / 20 }),
  );
  expect(columns).toMatchObject({
    'Pulses 1': { role: 'ignored', why: 'pulses of a meter, whose energy stands beside them' },
    'Impulse 2': { role: 'ignored' },
    'Hour kWh': { role: 'energy', flow: 'consumption' },
  });
  await expect(columnsOfText(hourlyTable({ Pulses: pulses }))).rejects.toThrow('in which unit');
});
