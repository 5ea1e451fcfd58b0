import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { detectAnomalies } from '../../../../functions/detect-anomalies/detect-anomalies.ts';
import { duckdbType, TABLES } from '../../../../shared/tables/schema.ts';
import { runs } from '../../../helpers/properties.ts';
import { hourly, readingsArbitrary, shuffled } from '../../../helpers/readings.ts';
import { memoryCatalog, upload } from '../../../helpers/record.ts';
import { type Bench, stepBench, type TestReading } from '../../../helpers/step-bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await stepBench();
});
afterEach(() => bench.close());

async function detect(readings: readonly TestReading[], on = bench) {
  const output = await detectAnomalies(await on.readings(readings), on.context);
  return { output, rows: await on.rows(output.tables[0]) };
}

/** Ten ones and a last reading: mean and deviation follow by hand. */
const tenOnesAnd = (last: number) => hourly([...Array(10).fill(1), last]);

test('a reading beyond two standard deviations is HIGH, with its bound', async () => {
  const { rows, output } = await detect(tenOnesAnd(12));
  // mean 22 / 11 = 2, squares of deviations 10 + 100 = 110, over 10: deviation sqrt(11)
  const std = Math.sqrt(11);
  expect(output.count).toBe(1);
  expect(rows).toEqual([
    {
      site_id: 'home',
      appliance: 'total',
      measure: 'consumption',
      timestamp: '2026-10-01 10:00:00',
      utc: '2026-10-01 10:00:00',
      kwh: '12.000000000',
      kind: 'Z_SCORE',
      direction: 'HIGH',
      severity: 'MEDIUM',
      z_score: 10 / std,
      threshold: 2 + 2 * std,
      mean_kwh: 2,
      std_kwh: std,
    },
  ]);
});

test('a reading far below is LOW', async () => {
  const { rows } = await detect(hourly([...Array(20).fill(10), 1]));
  expect(rows).toMatchObject([{ kwh: '1.000000000', kind: 'Z_SCORE', direction: 'LOW' }]);
  expect(Number(rows[0]?.z_score)).toBeLessThan(-4);
  expect(Number(rows[0]?.threshold)).toBeGreaterThan(1);
});

test('a reading on the bound is ordinary', async () => {
  const exact = await stepBench({ ENERGY_ANOMALY_SIGMA: '1' });
  try {
    // Mean 2, deviation exactly 1, bounds exactly 1 and 3.
    expect((await detect(hourly([1, 2, 3]), exact)).rows).toEqual([]);
  } finally {
    await exact.close();
  }
});

describe('a negative reading', () => {
  test('is always one, at least HIGH, with zero as the bound crossed', async () => {
    const { rows } = await detect(hourly([1, 2, -0.5, 1, 2]));
    expect(rows).toMatchObject([
      { kwh: '-0.500000000', kind: 'NEGATIVE', direction: 'LOW', severity: 'HIGH', threshold: 0 },
    ]);
    expect(rows[0]?.z_score).toBeCloseTo((-0.5 - 1.1) / Math.sqrt(4.2 / 4), 12);
  });

  test('that is far out as well appears once, as NEGATIVE with its z-score', async () => {
    const { rows } = await detect(hourly([...Array(60).fill(1), -50]));
    expect(rows).toMatchObject([{ kind: 'NEGATIVE', severity: 'CRITICAL', threshold: 0 }]);
    expect(Number(rows[0]?.z_score)).toBeLessThan(-6);
  });

  test('of a constant series has no z-score', async () => {
    const { rows } = await detect(hourly([-1, -1, -1]));
    expect(rows).toHaveLength(3);
    for (const row of rows)
      expect(row).toMatchObject({ kind: 'NEGATIVE', z_score: null, std_kwh: 0, severity: 'HIGH' });
  });

  test('alone in its series has neither z-score nor deviation', async () => {
    const { rows } = await detect(hourly([-1]));
    expect(rows).toMatchObject([{ kind: 'NEGATIVE', z_score: null, std_kwh: null, mean_kwh: -1 }]);
  });
});

test.each([
  ['one reading', [5]],
  ['two readings', [1, 900]],
  ['a constant', Array(50).fill('0.1')],
  ['zeros', Array(50).fill(0)],
])('%s: nothing is out of the ordinary', async (_, values) => {
  const { rows, output } = await detect(hourly(values));
  expect(rows).toEqual([]);
  expect(output).toMatchObject({
    count: 0,
    tables: [
      { table: 'anomaly_data', rows: 0 },
      { table: 'anomaly_event_data', rows: 0 },
    ],
  });
});

test('two readings are not judged by one another, however low the bound is set', async () => {
  const strict = await stepBench({ ENERGY_ANOMALY_SIGMA: '0.5' });
  try {
    expect((await detect(hourly([1, 900]), strict)).rows).toEqual([]);
    expect((await detect(hourly([1, 2, 900]), strict)).rows).toHaveLength(3);
  } finally {
    await strict.close();
  }
});

test('severity follows the z-score, and the critical ones are counted', async () => {
  // 400 ordinary readings around 10 and one at each severity, far enough apart to stay in their classes.
  const ordinary = Array.from({ length: 400 }, (_, index) => 9 + (index % 3));
  const { rows } = await detect(hourly([...ordinary, 12.4, 13.3, 14.5, 17.5]));
  expect(rows.map(({ kwh, severity }) => [Number(kwh), severity])).toEqual([
    [12.4, 'LOW'],
    [13.3, 'MEDIUM'],
    [14.5, 'HIGH'],
    [17.5, 'CRITICAL'],
  ]);
  expect(bench.context.observed.counted).toEqual([{ name: 'AnomaliesCritical', value: 1 }]);
});

test('the bounds and the severities can be set', async () => {
  const strict = await stepBench({
    ENERGY_ANOMALY_SIGMA: '1.5',
    ENERGY_SEVERITY_MEDIUM: '1.6',
    ENERGY_SEVERITY_HIGH: '3',
    ENERGY_SEVERITY_CRITICAL: '3.01',
  });
  try {
    const { rows } = await detect(tenOnesAnd(12), strict);
    // |z| = 10 / sqrt(11) = 3.015
    expect(rows).toMatchObject([{ severity: 'CRITICAL', threshold: 2 + 1.5 * Math.sqrt(11) }]);
  } finally {
    await strict.close();
  }
});

test('each site, appliance and measure is judged by its own readings', async () => {
  const readings = [
    ...hourly(Array(12).fill(1), { appliance: 'AC' }),
    ...hourly(Array(12).fill(100), { appliance: 'Heater' }),
    ...hourly(Array(12).fill(null), { appliance: 'AC', site_id: 'roof' }).map((row, index) => ({
      ...row,
      generated_kwh: index === 5 ? 900 : 3,
    })),
  ];
  const { rows } = await detect(readings);
  expect(rows).toMatchObject([{ site_id: 'roof', measure: 'generation', kwh: '900.000000000', direction: 'HIGH' }]);
});

test('the file has exactly the declared columns, also when it is empty', async () => {
  for (const readings of [hourly([1, 2]), hourly([-1])]) {
    const { output } = await detect(readings);
    const declared = TABLES.anomaly_data.columns.map(({ name, type }) => [name, duckdbType(type)]);
    const written = (await bench.columns(output.tables[0])).map((column) => [column.column_name, column.column_type]);
    expect(written).toEqual(declared);
  }
});

test('any order of the readings gives the same rows, and none is without reason', async () => {
  await fc.assert(
    fc.asyncProperty(readingsArbitrary, fc.integer(), async (readings, seed) => {
      const { rows, output } = await detect(readings);
      expect((await detect(shuffled(readings, seed))).rows).toEqual(rows);
      expect(output.count).toBe(rows.length);
      for (const row of rows) {
        const value = Number(row.kwh);
        expect(row.kind).toBe(value < 0 ? 'NEGATIVE' : 'Z_SCORE');
        if (row.kind === 'Z_SCORE') expect(Math.abs(Number(row.z_score))).toBeGreaterThanOrEqual(2 - 1e-9);
        expect(row.direction === 'HIGH' ? value > Number(row.threshold) : value < Number(row.threshold)).toBe(true);
      }
      const negatives = readings.flatMap(({ kwh, generated_kwh }) => [kwh, generated_kwh]).filter((v) => Number(v) < 0);
      expect(rows.filter(({ kind }) => kind === 'NEGATIVE')).toHaveLength(negatives.length);
    }),
    runs(25),
  );
});

describe('an upload of less than a day', () => {
  /** So many hours of the home before 3 October, published by an upload of this name. */
  async function known(hours: number, dataset = 'earlier'): Promise<void> {
    const readings = Array.from({ length: hours }, (_, index) => {
      const from = (2 * 24 - hours + index) * 60;
      return { thing: 'home total use', from, to: from + 60, kwh: index % 2 === 0 ? 1 : 1.2 };
    });
    await upload({ dataset, run: 'r', uploaded: 1, readings }, { ...bench.context, catalog: memoryCatalog() });
  }
  const next = (kwh: number, interval_minutes = 60) => [{ timestamp: '2026-10-03 00:00:00', kwh, interval_minutes }];

  test('is held against what its site read before', async () => {
    await known(48);
    const { rows } = await detect(next(4));
    expect(rows).toMatchObject([{ kind: 'Z_SCORE', direction: 'HIGH', severity: 'CRITICAL' }]);
    // 24 of each and the reading itself.
    expect(rows[0]?.mean_kwh).toBeCloseTo((24 * 2.2 + 4) / 49, 12);
    expect((await detect(next(1.2))).rows).toEqual([]);
    // Another meter's interval is another energy.
    expect((await detect(next(4, 15))).rows).toEqual([]);
  });

  test('is not where that is less than a day, or its own earlier version', async () => {
    await known(23);
    expect((await detect(next(4))).rows).toEqual([]);
    const own = (await bench.readings(next(4))).dataset;
    await known(48, own);
    expect((await detect(next(4))).rows).toEqual([]);
  });
});
