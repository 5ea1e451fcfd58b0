import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  median,
  SortedWindow,
  sortedSample,
} from '../../../../../functions/detect-anomalies/events/order-statistics.ts';

const values = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 3, maxLength: 40 });

/** The textbook way. */
function plainMedian(all: readonly number[]): number {
  const sorted = [...all].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

test('a window that slides knows the median of the others, also among equals', () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 2, max: 20 }), (all, length) => {
      const size = Math.min(length, all.length);
      const window = new SortedWindow(size);
      for (const value of all.slice(0, size)) window.add(value);
      for (let first = 0; ; first += 1) {
        const inside = all.slice(first, first + size);
        for (const [place, value] of inside.entries())
          expect(window.medianWithout(value)).toBe(plainMedian(inside.filter((_, index) => index !== place)));
        const [old, next] = [all[first], all[first + size]];
        if (old === undefined || next === undefined) return;
        window.replace(old, next);
      }
    }),
  );
});

describe('the median', () => {
  test('of nothing, or of nothing that is known, is not a number', () => {
    expect(median(new Float64Array())).toBeNaN();
    expect(median(Float64Array.of(Number.NaN, Number.NaN))).toBeNaN();
    expect(median(Float64Array.of(Number.NaN, 3))).toBe(3);
  });

  test('of many values is that of some of them, evenly taken', () => {
    const many = Float64Array.from({ length: 100_000 }, (_, index) => (index * 7919) % 100_000);
    expect(sortedSample(many).length).toBeLessThan(1030);
    expect(Math.abs(median(many) - 50_000)).toBeLessThan(3000);
  });
});
