import fc from 'fast-check';
import { expect, test } from 'vitest';
import { median, medianOfSorted, quantileOfSorted } from '../../../shared/order-statistics.ts';

test('quantiles are interpolated as type 7', () => {
  // R: quantile(c(1, 2, 4, 8), c(0.1, 0.5, 0.9)) is 1.3, 3.0, 6.8.
  expect([0.1, 0.5, 0.9].map((q) => quantileOfSorted([1, 2, 4, 8], q))).toEqual([
    expect.closeTo(1.3, 12),
    3,
    expect.closeTo(6.8, 12),
  ]);
});

test('the median is the mean of the two in the middle, or the one', () => {
  expect(median([8, 1, 4, 2])).toBe(3);
  expect(median([10, 9, 1])).toBe(9);
  expect(medianOfSorted(Float64Array.of(1, 2, 9, 0, 0), 3)).toBe(2);
});

test('of nothing there is none', () => {
  expect([median([]), medianOfSorted([1], 0), quantileOfSorted([], 0.5)]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
});

test('the median is the middle quantile, and the order of the values does not matter', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1 }), (values) => {
      const sorted = values.toSorted((a, b) => a - b);
      expect(median(values)).toBeCloseTo(quantileOfSorted(sorted, 0.5), 12);
      expect(median(values)).toBe(median(values.toReversed()));
    }),
  );
});
