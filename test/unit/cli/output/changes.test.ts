import { expect, test } from 'vitest';
import { changeRows } from '../../../../cli/output/changes.ts';

const month = (site: string, eur: number, bases: readonly string[]) => {
  const figures = { used: 10, produced: null, costs: { EUR: eur }, bases: { used: bases, produced: [] } };
  return { site, month: '2026-10', before: figures, after: figures };
};

test('the sum of amounts is that of the amounts that stand above it', () => {
  // Three halves of a cent are 0.02 EUR, and each of them stands there as 0.01.
  const { rows } = changeRows([
    month('a', 0.005, ['house']),
    month('b', 0.005, ['house']),
    month('c', 0.005, ['house']),
  ]);
  expect(rows.map((cells) => cells.slice(-2))).toEqual([
    ['0.01 EUR', '0.01 EUR'],
    ['0.01 EUR', '0.01 EUR'],
    ['0.01 EUR', '0.01 EUR'],
    ['0.03 EUR', '0.03 EUR'],
  ]);
});

test('what is taken from the grid is not called used', () => {
  const { rows } = changeRows([month('a', 1, ['house']), month('b', 1, ['grid'])]);
  expect(rows.map((cells) => cells[2])).toEqual(['10 kWh', '10 kWh from grid', '20 kWh, partly from grid']);
});
