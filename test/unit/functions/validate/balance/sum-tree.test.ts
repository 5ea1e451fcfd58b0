/** Which series are sums of which others. */
import { expect, it } from 'vitest';
import { sumsAmong } from '../../../../../functions/validate/balance/sum-tree.ts';
import { wiggle } from '../../../../helpers/profiles.ts';

const ROWS = 40;
const load = (which: number, rows = ROWS) =>
  Float64Array.from({ length: rows }, (_, row) => Math.round(1000 * (1 + wiggle(100 * which + row))) / 1000);
const sum = (...parts: readonly Float64Array[]) =>
  Float64Array.from(parts[0] ?? [], (_, row) => parts.reduce((all, part) => all + (part[row] ?? 0), 0));

it('finds sums of sums, each part behind the least of them', () => {
  const [a, b, c] = [load(1), load(2), load(3)];
  const { wholeOf, again } = sumsAmong([sum(a, b, c), a, b, sum(a, b), c]);
  expect(Object.fromEntries(wholeOf)).toEqual({ 1: 3, 2: 3, 3: 0, 4: 0 });
  expect(again.size).toBe(0);
});

it('finds another grouping of the same parts, which is none of a sum above', () => {
  const [a, b, c, d] = [load(1), load(2), load(3), load(4)];
  const { wholeOf, again } = sumsAmong([a, b, c, d, sum(a, b), sum(c, d), sum(a, c), sum(b, d)]);
  expect(wholeOf.size).toBe(4);
  expect(again.size).toBe(2);
});

it('takes a sum by meters that differ by a part of a percent, in enough rows', () => {
  const [a, b] = [load(1), load(2)];
  const measured = sum(a, b).map((value, row) => value * (1 + 0.005 * wiggle(row)));
  expect(sumsAmong([a, b, measured]).wholeOf.size).toBe(2);
  expect(sumsAmong([a, b, measured].map((values) => values.slice(0, 10))).wholeOf.size).toBe(0);
});

it('finds none among flat loads, other loads, and in too few rows', () => {
  const flat = (kwh: number) => Float64Array.from({ length: ROWS }, (_, row) => kwh + 0.001 * (row % 2));
  expect(sumsAmong([flat(1), flat(2), flat(3)]).wholeOf.size).toBe(0);
  expect(sumsAmong([load(1), load(2), load(3)]).wholeOf.size).toBe(0);
  const [a, b] = [load(1, 4), load(2, 4)];
  expect(sumsAmong([a, b, sum(a, b)]).wholeOf.size).toBe(0);
});
