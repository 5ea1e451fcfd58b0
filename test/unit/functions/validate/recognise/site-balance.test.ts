/** Columns whose names hide what they are, in a balance of the site that holds in every row. */
import { expect, it } from 'vitest';
import { columnsOfText, hourlyTable, questionOfText } from '../../../../helpers/recognise.ts';

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

it('stay what they are where rooms add up to a whole', async () => {
  const columns = {
    'Annex kWh': used,
    'Workshop kWh': (hour: number) => used(hour) / 4 + (hour % 5) * 8,
    'Bakery kWh': (hour: number) => used(hour) - used(hour) / 4 - (hour % 5) * 8,
  };
  const asked = await questionOfText(hourlyTable(columns, DAYS)).catch(() => undefined);
  const flows = asked === undefined ? await flowsOf(columns) : {};
  expect(Object.values(flows)).not.toContain('import');
  expect(Object.values(flows)).not.toContain('production');
});
