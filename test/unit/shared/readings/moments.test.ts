import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withDatabase } from '../../../../shared/database/duckdb.ts';
import {
  COMBINED_SUMS,
  MEAN,
  momentSums,
  sampleDeviation,
  squareDecimals,
} from '../../../../shared/readings/moments.ts';
import { nano } from '../../../helpers/readings.ts';

const database = { memoryMb: 512, threads: 2, folder: join(tmpdir(), 'energy-moments') };

/** Mean and deviation through the SQL, in groups that are combined, as the steps do. */
async function moments(values: readonly string[]): Promise<{ mean: number; std: number | null }> {
  const largest = Math.max(...values.map((value) => Math.abs(Number(value))));
  const survey = { rows: values.length, largest, measures: ['consumption'] } as const;
  const rows = values.map((value, index) => `(${index % 3}, CAST('${value}' AS DECIMAL(18,9)))`).join(', ');
  const [row] = await withDatabase(database, (db) =>
    db.rows(`SELECT ${MEAN} AS mean, ${sampleDeviation(survey)} AS std FROM (
      SELECT ${COMBINED_SUMS} FROM (
        SELECT part, ${momentSums(survey, 'kwh')} FROM (VALUES ${rows}) t(part, kwh) GROUP BY part))`),
  );
  return { mean: Number(row?.mean), std: row?.std === null ? null : Number(row?.std) };
}

/** The variance in whole numbers: (n sum(x^2) - sum(x)^2) / (n (n - 1)). */
function exactDeviation(values: readonly string[]): number {
  const n = BigInt(values.length);
  const units = values.map(nano);
  const sum = units.reduce((a, b) => a + b, 0n);
  const squares = units.reduce((a, b) => a + b * b, 0n);
  return Math.sqrt(Number(n * squares - sum * sum) / Number(n * (n - 1n))) / 1e9;
}

test('mean and sample standard deviation of a textbook series', async () => {
  const { mean, std } = await moments(['2', '4', '4', '4', '5', '5', '7', '9']);
  expect(mean).toBe(5);
  expect(std).toBeCloseTo(Math.sqrt(32 / 7), 12);
});

test('one reading has no standard deviation', async () => {
  expect(await moments(['3.5'])).toEqual({ mean: 3.5, std: null });
});

test('a constant series has exactly none, even where the mean is no short decimal', async () => {
  expect((await moments(Array(7).fill('0.1'))).std).toBe(0);
  expect((await moments(Array(3).fill('4500000.123456789'))).std).toBe(0);
  expect((await moments(Array(3).fill('999999999.999999999'))).std).toBeCloseTo(0, 15);
});

test('a spread of one nano-kWh upon millions of kWh is not cancelled', async () => {
  expect((await moments(['5000000.000000001', '5000000.000000002', '5000000.000000003'])).std).toBeCloseTo(1e-9, 15);
});

test.each([
  ['below one kWh', 0n],
  ['up to a million kWh', 10n ** 6n],
])('the deviation is the exact one for any readings %s', async (_, largest) => {
  const kwh = fc
    .tuple(fc.bigInt({ min: -largest, max: largest }), fc.bigInt({ min: 0n, max: 999_999_999n }))
    .map(([whole, fraction]) => `${whole}.${fraction.toString().padStart(9, '0')}`);
  await fc.assert(
    fc.asyncProperty(fc.array(kwh, { minLength: 2, maxLength: 30 }), async (values) => {
      const { std } = await moments(values);
      const exact = exactDeviation(values);
      expect(Math.abs((std ?? Number.NaN) - exact)).toBeLessThanOrEqual(1e-12 * Math.max(exact, 1e-3));
    }),
    { numRuns: 60 },
  );
});

test('squares keep all nine decimals up to millions of readings of a power station, and fewer beyond', () => {
  expect(squareDecimals({ rows: 10_000_000, largest: 0.05 })).toBe(9);
  expect(squareDecimals({ rows: 200_000, largest: 5_000_000 })).toBe(9);
  expect(squareDecimals({ rows: 100_000_000, largest: 1e9 })).toBe(5);
  for (const rows of [1, 1e3, 1e6, 1e9]) {
    for (const largest of [0, 1e-9, 1, 1e6, 1e9]) {
      const decimals = squareDecimals({ rows, largest });
      expect(Math.log10(Math.max(1, 3 * rows * largest * largest)) + 2 * decimals).toBeLessThan(38);
    }
  }
});

test('readings whose squares need fewer decimals are still summed without overflow', async () => {
  const values = Array.from({ length: 40 }, (_, index) => `${900_000_000 + index}.5`);
  const survey = { rows: 100_000_000, largest: 1e9 };
  expect(squareDecimals(survey)).toBeLessThan(9);
  const rows = values.map((value) => `(CAST('${value}' AS DECIMAL(18,9)))`).join(', ');
  const wide = { ...survey, measures: ['consumption'] } as const;
  const [row] = await withDatabase(database, (db) =>
    db.rows(
      `SELECT ${sampleDeviation(wide)} AS std FROM (SELECT ${momentSums(wide, 'kwh')} FROM (VALUES ${rows}) t(kwh))`,
    ),
  );
  expect(row?.std).toBeCloseTo(exactDeviation(values), 6);
});
