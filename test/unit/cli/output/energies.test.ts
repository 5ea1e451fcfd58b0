import { expect, test } from 'vitest';
import { producedText, usedText } from '../../../../cli/output/energies.ts';

test.each([
  [['house'], '12 kWh', '12 kWh'],
  [['grid'], '12 kWh from grid', '12 kWh into grid'],
  [['house', 'grid'], '12 kWh, partly from grid', '12 kWh, partly into grid'],
  [[], '12 kWh', '12 kWh'],
])('at the bases %j', (bases, used, produced) => {
  expect([usedText(12, bases), producedText(12, bases)]).toEqual([used, produced]);
  expect([usedText(null, bases), producedText(null, bases)]).toEqual(['–', '–']);
});
