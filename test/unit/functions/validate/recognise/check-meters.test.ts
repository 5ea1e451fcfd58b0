/** Two meters of one energy. */
import { expect, it } from 'vitest';
import { columnsOfText, hourlyTable, questionOfText } from '../../../../helpers/recognise.ts';

const used = (hour: number) => 300 + ((hour * 37) % 29) * 11;
const again = (hour: number) => Math.round(used(hour) * (0.99 + ((hour * 7) % 5) / 250));
const flowsOf = async (columns: Parameters<typeof hourlyTable>[0]) =>
  Object.fromEntries(Object.entries(await columnsOfText(hourlyTable(columns))).map(([name, { flow }]) => [name, flow]));

it.each([
  ['Main meter (Wh)', 'Check meter (Wh)'],
  ['Zähler (Wh)', 'Kontrollzähler (Wh)'],
  ['Logger primary (Wh)', 'Logger secondary (Wh)'],
  ['Principal (Wh)', 'Vérification (Wh)'],
  ['Import main (Wh)', 'Import check (Wh)'],
])('count once: %s and %s', async (main, check) => {
  const flows = await flowsOf({ [main]: used, [check]: again, 'Export (Wh)': (hour: number) => hour % 3 });
  expect(flows[main]).toBeDefined();
  expect(flows[check]).toBeUndefined();
});

it('are asked about where no name says it', async () => {
  const { details } = await questionOfText(hourlyTable({ 'Alpha (Wh)': used, 'Beta (Wh)': again }));
  expect(details.setting).toMatchObject({ columns: { 'Beta (Wh)': { role: 'ignored' } } });
});

it('are two where their numbers are apart, whatever they are called', async () => {
  const other = (hour: number) => 20 + ((hour * 13) % 41);
  expect(await flowsOf({ 'House (Wh)': used, 'Backup heater (Wh)': other })).toMatchObject({
    'Backup heater (Wh)': 'submeter',
  });
});
