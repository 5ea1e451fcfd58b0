import { expect, test } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

test.each([
  ['with a decimal sign', ['"1,10,716.5"', '"92,416.5"', '"12,06,739.0"', '325.3'], 1_410_197.3],
  ['and are whole', ['"1,10,716"', '"92,416"', '"12,06,739"', '"1,00,000"'], 1_509_871],
])('groups of two digits before the last one are thousands of thousands %s', async (_, cells, sum) => {
  const text = `Date,Generation (kWh)\n${cells.map((cell, at) => `2026-10-0${at + 1},${cell}`).join('\n')}\n`;
  const { layout, rejected } = await ingest(text);
  expect(rejected).toEqual([]);
  expect(layout?.balance?.totals.production_kwh).toBeCloseTo(sum, 6);
});
