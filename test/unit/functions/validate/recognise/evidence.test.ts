/** What the numbers of a column say by themselves. */
import { describe, expect, it } from 'vitest';
import {
  type Counting,
  countingOf,
  type Evidence,
  evidenceOf,
  isAConstantCode,
  numbersRowsOrSeconds,
  staysInABand,
} from '../../../../../functions/validate/recognise/evidence.ts';
import type { RowOrder } from '../../../../../functions/validate/recognise/row-order.ts';
import type { Sample } from '../../../../../functions/validate/recognise/sample.ts';

/** Evidence of a column, its rows in time order. */
function evidence(cells: readonly (number | string)[]): Evidence {
  const rows = cells.map((cell) => [String(cell)]);
  const sample: Pick<Sample, 'rows'> = { rows };
  const order: Pick<RowOrder, 'series'> = { series: [[...rows.keys()]] };
  return evidenceOf(0, sample as Sample, order as RowOrder, { decimal: '.', thousands: '' });
}

const counting = (cells: readonly (number | string)[]): Counting => countingOf(evidence(cells));

/** Stands that go up by `step` and pass `modulus` behind `before` of them. */
function rollsOver(modulus: number, step: number, before: number, behind: number): number[] {
  return Array.from({ length: before + behind }, (_, at) => {
    const stand = modulus - before * step + at * step;
    return Number((stand >= modulus ? stand - modulus : stand).toFixed(3));
  });
}

describe('stands of a register', () => {
  it.each([
    ['10^5 kWh', 1e5, 0.45],
    ['10^6 Wh', 1e6, 30],
    ['2^16 of a tenth of a kWh', 2 ** 16 / 10, 0.7],
    ['2^23 of a tenth of a Wh', 2 ** 23 / 10, 30],
    ['2^24 Wh', 2 ** 24, 30],
    ['2^32 Wh', 2 ** 32, 300],
  ])('are known where the register passes %s, few stands or many before it', (_, modulus, step) => {
    for (const [before, behind] of [
      [30, 41],
      [41, 30],
      [12, 60],
      [60, 12],
    ] as const)
      expect([before, behind, counting(rollsOver(modulus, step, before, behind))]).toEqual([before, behind, 'stands']);
  });

  it('are known where 21 of them were read', () => {
    expect(counting(Array.from({ length: 21 }, (_, day) => 13_400 + 9.5 * day + (day % 4)))).toBe('stands');
  });

  it('are known of a counter that starts again at midnight', () => {
    const day = Array.from({ length: 24 }, (_, hour) => Number((0.3 * hour).toFixed(3)));
    expect(counting([...day, ...day, ...day])).toBe('restarts');
  });

  it('are no energies that go up and down', () => {
    const day = Array.from({ length: 24 }, (_, hour) => Math.max(0, 6 - Math.abs(12 - hour)));
    expect(counting([...day, ...day, ...day])).toBe('varies');
    expect(counting(Array.from({ length: 48 }, (_, at) => 0.2 + ((at * 7) % 11) / 10))).toBe('varies');
  });

  it('are no energies that rise twice within a short file', () => {
    expect(counting([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])).toBe('varies');
  });

  it('cannot be told from few values', () => {
    expect(counting([1, 2, 3])).toBe('unknown');
  });
});

describe('values', () => {
  it('are counted, with their sign, size and decimals', () => {
    const found = evidence(['-1.50', '0', '', '2.25', 'none', '7']);
    expect(found).toMatchObject({ count: 4, negative: 1, zero: 1, min: -1.5, max: 7, decimals: 2, whole: false });
    expect([...found.values].map((value) => (Number.isNaN(value) ? null : value))).toEqual([
      -1.5,
      0,
      null,
      2.25,
      null,
      7,
    ]);
  });

  it('that number the rows or count seconds are known', () => {
    expect(numbersRowsOrSeconds(evidence(Array.from({ length: 20 }, (_, at) => at + 1)))).toBe(true);
    expect(numbersRowsOrSeconds(evidence(Array.from({ length: 20 }, (_, at) => 1_790_000_000 + 900 * at)))).toBe(true);
    expect(numbersRowsOrSeconds(evidence(Array.from({ length: 20 }, (_, at) => 500 + 30 * at)))).toBe(false);
  });

  it('that stay the same are a code where they are whole and large, or nothing', () => {
    expect(isAConstantCode(evidence([1_450_600, 1_450_600]))).toBe(true);
    expect(isAConstantCode(evidence([0, 0, 0]))).toBe(true);
    expect(isAConstantCode(evidence([0.5, 0.5]))).toBe(false);
  });

  it('that stay in a band far from zero are those of a temperature or a voltage', () => {
    expect(staysInABand(evidence([229, 230, 231, 230, 228, 232, 230, 229]))).toBe(true);
    expect(staysInABand(evidence([0, 230, 231, 230, 228, 232, 230, 229]))).toBe(false);
  });
});
