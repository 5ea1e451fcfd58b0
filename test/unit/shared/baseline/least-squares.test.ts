import { expect, test } from 'vitest';
import { leastSquares } from '../../../../shared/baseline/least-squares.ts';

const of = (...values: number[]) => new Float64Array(values);

test('a line through four points, by hand', () => {
  // Mean (2.5, 5); Σxy about it 9, Σx² about it 5: slope 1.8, intercept 0.5.
  const fit = leastSquares([of(1, 1, 1, 1), of(1, 2, 3, 4)], of(2, 5, 5, 8));
  const rounded = (values: Iterable<number> = []) => [...values].map((each) => Number(each.toFixed(12)));
  expect(rounded(fit?.coefficients)).toEqual([0.5, 1.8]);
  expect(rounded(fit?.residuals)).toEqual([-0.3, 0.9, -0.9, 0.3]);
  expect(fit?.sse).toBeCloseTo(1.8, 12);
  // √(0.9 / 5)
  expect(fit?.standardErrors[1]).toBeCloseTo(Math.sqrt(0.18), 12);
});

test('columns that are multiples of each other have no fit, and neither have too few rows', () => {
  expect(leastSquares([of(1, 2, 3), of(2, 4, 6)], of(1, 2, 3))).toBeNull();
  expect(leastSquares([of(1, 1), of(2, 3)], of(1, 2))).toBeNull();
});
