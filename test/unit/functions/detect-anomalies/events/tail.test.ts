import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tailQuantile } from '../../../../../functions/detect-anomalies/events/tail.ts';

const spread = (quantile: (p: number) => number) =>
  Float64Array.from({ length: 2000 }, (_, rank) => quantile((rank + 0.5) / 2000));

test('the tail goes on as it begins: an exponential one by its logarithm, one that ends not beyond its end', () => {
  expect(
    tailQuantile(
      spread((p) => -Math.log(1 - p)),
      1e-4,
    ),
  ).toBeCloseTo(Math.log(1e4), 0);
  const ending = tailQuantile(
    spread((p) => 1 - (1 - p) ** 0.2),
    1e-4,
  );
  expect(ending).toBeGreaterThan(0.8);
  expect(ending).toBeLessThan(1);
});

test('three wild values in a hundred do not move it, and it is a number or nothing', () => {
  const values = spread((p) => -Math.log(1 - p));
  const wild = values.map((value, rank) => (rank >= 1940 ? 1e6 : value));
  expect(tailQuantile(wild, 1e-4)).toBe(tailQuantile(values, 1e-4));
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1 }), (numbers) => {
      const sorted = Float64Array.from(numbers).sort();
      expect(tailQuantile(sorted, 1e-4) || 0).not.toBe(Number.POSITIVE_INFINITY);
    }),
    { numRuns: 50 },
  );
});
