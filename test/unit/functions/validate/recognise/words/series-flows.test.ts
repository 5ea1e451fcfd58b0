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
