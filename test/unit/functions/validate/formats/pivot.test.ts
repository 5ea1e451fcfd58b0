import { describe, expect, test } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const two = (number: number) => String(number).padStart(2, '0');

async function read(text: string, zone = 'UTC') {
  const { rows } = await ingest(text, { metadata: { 'time-zone': zone } });
  return rows.map(({ timestamp, utc, kwh }) => `${timestamp} ${String(utc).slice(11, 16)} ${Number(kwh)}`);
}

describe('minutes of an hour as columns', () => {
  const tens = (hour: string, kw: number) =>
    `26/10/2025;${hour};${[0, 6, 12, 18, 24, 30].map((add) => kw + add).join(';')};99`;

  test('are read as they follow one another, also in the hour that comes twice', async () => {
    const day = [...HOURS.slice(0, 3), ...HOURS.slice(2)].map((hour) => tens(`${two(hour)}h`, 6));
    const rows = await read(
      `Puissance active (kW)\n\nDate;Heure;00-10;10-20;20-30;30-40;40-50;50-60;Moyenne\n${day.join('\n')}\n`,
      'Europe/Paris',
    );
    expect(rows).toHaveLength(150);
    expect(rows.slice(17, 20)).toEqual([
      '2025-10-26 02:50:00 00:50 6',
      '2025-10-26 02:00:00 01:00 1',
      '2025-10-26 02:10:00 01:10 2',
    ]);
  });

  test('belong to hours that are numbered by their ends, and are themselves', async () => {
    const day = HOURS.map((hour) => `2026-10-01,${hour + 1},1,2,3,4.5`);
    const rows = await read(`kWh\nDate,Hour,:15,:30,:45,:60\n${day.join('\n')}\n`);
    expect(rows).toHaveLength(96);
    expect(rows[0]).toBe('2026-10-01 00:00:00 00:00 1');
    expect(rows[95]).toBe('2026-10-01 23:45:00 23:45 4.5');
  });
});

test('months as columns beside what each row is of', async () => {
  const months = Array.from({ length: 12 }, (_, at) => at + 1);
  const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const row = (name: string, unit: string, of: (month: number) => number) =>
    [name, unit, ...months.map(of), months.reduce((sum, month) => sum + of(month), 0)].join(',');
  const { layout, rows } = await ingest(
    [
      `Utility,Unit,${names.map((name) => `${name} 2025`).join(',')},Total 2025`,
      row('Electricity', 'kWh', (month) => 900 + ((month * 37) % 100)),
      row('Natural gas', 'kWh', (month) => 4000 - 100 * month),
      row('Water', 'm3', (month) => 30 + month),
      '',
    ].join('\n'),
    { metadata: { layout: '{"columns":{"Utility":{"role":"appliance"}}}' } },
  );
  expect(layout?.balance?.totals.use_kwh).toBe(months.reduce((sum, month) => sum + 900 + ((month * 37) % 100), 0));
  expect(rows.map(({ timestamp }) => timestamp)).toContain('2025-12-01 00:00:00');
});
