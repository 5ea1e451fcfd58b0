/** Columns whose names hide what they are, in a balance of the site that holds in every row. */
import { expect, it } from 'vitest';
import { columnsOfText, hourlyTable } from '../../../../helpers/recognise.ts';

const made = (hour: number) => Math.max(0, 3000 - Math.abs(12 - (hour % 24)) * 600);
const used = (hour: number) => 300 + ((hour * 37) % 29) * 11;
const filling = (hour: number) => (made(hour) > 0 ? Math.min(made(hour), 200 + (hour % 7) * 50) : 0);
const emptying = (hour: number) => (made(hour) === 0 && hour % 48 > 18 ? used(hour) : 0);
const exchanged = (hour: number) => used(hour) + filling(hour) - emptying(hour) - made(hour);
const DAYS = 8 * 24;
const flowsOf = async (columns: Parameters<typeof hourlyTable>[0]) =>
  Object.fromEntries(
    Object.entries(await columnsOfText(hourlyTable(columns, DAYS))).map(([name, { flow, sign }]) => [
      name,
      sign ? `${flow} ${sign}` : flow,
    ]),
  );

it('are read as the sum tells, with their signs', async () => {
  const columns = {
    'XQ 7 Load Power (W)': used,
    'XQ 7 Grid Power (W)': exchanged,
    'Roof PV Power (W)': made,
    'Battery Power (W)': (hour: number) => filling(hour) - emptying(hour),
  };
  expect(await flowsOf(columns)).toMatchObject({
    'XQ 7 Load Power (W)': 'consumption',
    'XQ 7 Grid Power (W)': 'net',
    'Battery Power (W)': 'battery reversed',
  });
});

it('are read so where a word that nobody knows stands on one side alone', async () => {
  const columns = {
    'Solar kWh': made,
    'Villa Zorg usage kWh': used,
    'Qyx kWh': (hour: number) => Math.max(0, used(hour) - made(hour)),
    'Sent to the grid kWh': (hour: number) => Math.max(0, made(hour) - used(hour)),
    'Self-consumption kWh': (hour: number) => Math.min(made(hour), used(hour)),
  };
  expect(await flowsOf(columns)).toMatchObject({ 'Villa Zorg usage kWh': 'consumption', 'Qyx kWh': 'import' });
});

it('are no use of the site where they are what a meter counts in less what it counts out', async () => {
  const columns = {
    'To grid kWh': (hour: number) => made(hour) / 3 + 5 + (hour % 3),
    'From grid kWh': used,
    'Qyx kWh': (hour: number) => used(hour) - (made(hour) / 3 + 5 + (hour % 3)),
  };
  expect(Object.values(await flowsOf(columns))).not.toContain('consumption');
});

it('are what is used at once where the sum of the production says so', async () => {
  const [own, drawn] = [
    (hour: number) => Math.min(made(hour), used(hour)),
    (hour: number) => Math.max(0, used(hour) - made(hour)),
  ];
  const columns = {
    'Consommation propre [Wh]': own,
    'Énergie prélevée sur le réseau [Wh]': drawn,
    'Énergie injectée dans le réseau [Wh]': (hour: number) => made(hour) - own(hour),
    'Consommation totale [Wh]': used,
    'Production totale [Wh]': made,
  };
  expect((await flowsOf(columns))['Consommation propre [Wh]']).not.toBe('import');
});

it('stay parts where rooms add up to a whole', async () => {
  const columns = {
    'Annex kWh': used,
    'Workshop kWh': (hour: number) => used(hour) / 4 + (hour % 5) * 8,
    'Bakery kWh': (hour: number) => used(hour) - used(hour) / 4 - (hour % 5) * 8,
  };
  expect(Object.values(await flowsOf(columns))).toEqual([undefined, 'consumption', 'submeter', 'submeter']);
});
