import { expect, test } from 'vitest';
import { student95 } from '../../../../shared/baseline/student.ts';

test("the 95 % quantile of Student's distribution, as tables have it", () => {
  expect(student95(10)).toBeCloseTo(1.8125, 3);
  expect(student95(30)).toBeCloseTo(1.6973, 4);
  expect(student95(120)).toBeCloseTo(1.6577, 4);
  expect(student95(1e9)).toBeCloseTo(1.6449, 4);
});
