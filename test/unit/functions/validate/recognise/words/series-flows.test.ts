/** What names of series say together. */
import { expect, it } from 'vitest';
import { flowsOfSeries } from '../../../../../../functions/validate/recognise/words/series-flows.ts';

const flows = (...names: readonly string[]) =>
  flowsOfSeries(
    names.map((name) => ({ name, direction: null, column: 'consumption' })),
    ['Time', 'Name', 'kWh'],
  ).map(({ flow }) => flow);

it.each([
  [
    ['Koelkast', 'Sluipverbruik', 'Totaal verbruik'],
    ['submeter', 'submeter', 'consumption'],
  ],
  // Registers of one meter that draws and feeds in.
  [
    ['UN Uncontrolled', 'CN Controlled', 'Solar export'],
    ['import', 'import', 'export'],
  ],
  [
    ['General Usage', 'Controlled Load'],
    ['consumption', 'consumption'],
  ],
  [
    ['Peak', 'Off peak'],
    ['consumption', 'consumption'],
  ],
])('%j', (names, expected) => expect(flows(...names)).toEqual(expected));

it('takes names beside columns of parts for those of whole meters', () => {
  const series = ['EAN-A', 'EAN-B'].flatMap((name) => [
    { name, direction: null, column: 'submeter' as const },
    { name, direction: null, column: 'consumption' as const },
  ]);
  expect(flowsOfSeries(series, ['Time', 'Lighting kWh', 'Total kWh', 'Meter']).map(({ flow }) => flow)).toEqual([
    ...['submeter', 'consumption'],
    ...['submeter', 'consumption'],
  ]);
});

it('takes a register of a tariff beside an import and an export for one of the import', () => {
  const directions = ['Anytime Import', 'Controlled Load', 'Solar Export'];
  const series = directions.map((direction) => ({ name: '', direction, column: 'consumption' as const }));
  expect(flowsOfSeries(series, ['Register', 'Time', 'kWh']).map(({ flow }) => flow)).toEqual([
    'import',
    'import',
    'export',
  ]);
});
