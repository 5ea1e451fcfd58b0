import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { forecast } from '../../../../functions/forecast/forecast.ts';
import { duckdbType, TABLES } from '../../../../shared/schema.ts';
import { hourly, shuffled, wallClock } from '../../../helpers/readings.ts';
import { type Bench, stepBench, type TestReading } from '../../../helpers/step-bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await stepBench();
});
afterEach(() => bench.close());

const DAY = 86_400_000;

async function run(readings: readonly TestReading[], on = bench) {
  const output = await forecast(await on.readings(readings), on.context);
  return { output, rows: await on.rows(output.tables[0]) };
}

/** Two readings of 12 hours a day from 2026-10-01, a Thursday, on. */
function daily(totals: readonly (number | null)[], series: Partial<TestReading> = {}): TestReading[] {
  return totals.flatMap((total, day) =>
    [0, DAY / 2].map((half) => ({
      timestamp: wallClock(day * DAY + half),
      interval_minutes: 720,
      kwh: total === null ? null : total / 2,
      ...series,
    })),
  );
}

/** Saturdays and Sundays are higher; a little noise that does not repeat weekly. */
const weekly = (days: number, scale = 1) =>
  Array.from({ length: days }, (_, day) => scale * (20 + ((day + 3) % 7 > 4 ? 10 : 0) + ((day * 7919) % 11) / 10));

test('the seven days after the last local date, by Prophet, with the weekly pattern', async () => {
  const { output, rows } = await run(daily(weekly(28)));
  expect(output).toMatchObject({ status: 'OK', tables: [{ table: 'forecast_data', rows: 7 }] });
  expect(rows.map(({ ds }) => ds)).toEqual([
    '2026-10-29',
    '2026-10-30',
    '2026-10-31',
    '2026-11-01',
    '2026-11-02',
    '2026-11-03',
    '2026-11-04',
  ]);
  expect(new Set(rows.map(({ model }) => model))).toEqual(new Set(['prophet']));
  const byDate = new Map(rows.map(({ ds, yhat }) => [ds, Number(yhat)]));
  for (const weekend of ['2026-10-31', '2026-11-01']) expect(byDate.get(weekend)).toBeGreaterThan(28);
  for (const weekday of ['2026-10-30', '2026-11-03']) expect(byDate.get(weekday)).toBeLessThan(24);
});

test('two runs give the same numbers, whatever the order of the readings', async () => {
  const readings = daily(weekly(30));
  const first = await run(readings);
  expect((await run(shuffled(readings, 7))).rows).toEqual(first.rows);
});

describe('days that are not complete are left out', () => {
  test('where the file begins and ends in the middle of a day', async () => {
    const whole = hourly(Array.from({ length: 24 * 21 }, (_, hour) => (Math.floor(hour / 24) % 7) + 1));
    const cut = whole.slice(17, -15);
    const { rows } = await run(cut);
    // The last local date is still the one the file ends in.
    expect(rows[0]?.ds).toBe('2026-10-22');
    // 19 complete days of 24 to 168 kWh; the 7 hours of the first day and the 9 of the last would have pulled down.
    for (const { yhat } of rows) expect(Number(yhat)).toBeGreaterThan(20);
  });

  test('and a day without readings is no zero', async () => {
    const totals = weekly(28).map((total, day) => (day === 10 || day === 11 ? null : total));
    const { rows } = await run(daily(totals));
    for (const { yhat_lower: lower } of rows) expect(Number(lower)).toBeGreaterThan(15);
  });

  test('but a day of 23 hours is complete', async () => {
    const readings = hourly(Array(24 * 14).fill(1)).filter(({ timestamp }) => timestamp !== '2026-10-04 02:00:00');
    expect((await run(readings)).output.status).toBe('OK');
  });
});

describe('too little data', () => {
  test('is a result with an empty table and a reason', async () => {
    const { output, rows } = await run(daily(weekly(13)));
    expect(output).toMatchObject({
      status: 'INSUFFICIENT_DATA',
      reason: 'A forecast needs 14 complete days; the longest series has 13.',
      tables: [{ table: 'forecast_data', rows: 0 }],
    });
    expect(rows).toEqual([]);
    const declared = TABLES.forecast_data.columns.map(({ name, type }) => [name, duckdbType(type)]);
    const written = (await bench.columns(output.tables[0])).map((column) => [column.column_name, column.column_type]);
    expect(written).toEqual(declared);
  });

  test('14 complete days are enough', async () => {
    expect((await run(daily(weekly(14)))).output.status).toBe('OK');
  });

  test('of one site does not keep the others from a forecast', async () => {
    const readings = [...daily(weekly(20), { site_id: 'long' }), ...daily(weekly(5), { site_id: 'short' })];
    const { output, rows } = await run(readings);
    expect(output.status).toBe('OK');
    expect(new Set(rows.map(({ site_id }) => site_id))).toEqual(new Set(['long']));
  });

  test('monthly bills are no daily totals', async () => {
    const bills = Array.from({ length: 20 }, (_, month) => ({
      timestamp: wallClock(month * 30 * DAY),
      interval_minutes: 30 * 24 * 60,
      kwh: 300,
    }));
    expect((await run(bills)).output.status).toBe('INSUFFICIENT_DATA');
  });
});

test('each site and measure has its own forecast, summed over its appliances', async () => {
  const readings = [
    ...daily(weekly(21, 1), { site_id: 'a', appliance: 'AC' }),
    ...daily(weekly(21, 3), { site_id: 'a', appliance: 'Heater' }),
    ...daily(weekly(21, 0), { site_id: 'b' }).map((row, index) => ({ ...row, generated_kwh: 100 + (index % 5) })),
  ];
  const { rows } = await run(readings);
  const series = [...new Set(rows.map(({ site_id, measure }) => `${site_id} ${measure}`))];
  expect(series).toEqual(['a consumption', 'b consumption', 'b generation']);
  const mean = (wanted: string) => {
    const values = rows.filter((row) => `${row.site_id} ${row.measure}` === wanted).map(({ yhat }) => Number(yhat));
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  expect(mean('a consumption')).toBeGreaterThan(4 * 20);
  expect(mean('a consumption')).toBeLessThan(4 * 31);
  expect(mean('b consumption')).toBe(0);
  expect(mean('b generation')).toBeGreaterThan(195);
  expect(mean('b generation')).toBeLessThan(215);
});

test('a constant goes on as it is', async () => {
  const { rows } = await run(daily(Array(20).fill(8)));
  for (const row of rows) expect(row).toMatchObject({ yhat: 8, yhat_lower: 8, yhat_upper: 8, model: 'moving-average' });
});

test('the number of days can be set', async () => {
  const longer = await stepBench({ ENERGY_FORECAST_DAYS: '90' });
  try {
    const { rows } = await run(daily(weekly(28)), longer);
    expect(rows).toHaveLength(90);
    const width = (row: (typeof rows)[number] | undefined) => Number(row?.yhat_upper) - Number(row?.yhat_lower);
    expect(width(rows[89])).toBeGreaterThan(width(rows[0]));
  } finally {
    await longer.close();
  }
});

test('0 <= lower <= yhat <= upper for any series that was never negative', async () => {
  const total = fc.oneof(
    fc.constant(0),
    fc.double({ min: 0, max: 1e6, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(total, { minLength: 14, maxLength: 40 }), async (totals) => {
      const { rows } = await run(daily(totals.map((value) => Math.round(value * 1e6) / 1e6)));
      expect(rows).toHaveLength(7);
      for (const row of rows) {
        const [lower, yhat, upper] = [Number(row.yhat_lower), Number(row.yhat), Number(row.yhat_upper)];
        expect(Number.isFinite(yhat)).toBe(true);
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(yhat).toBeGreaterThanOrEqual(lower);
        expect(upper).toBeGreaterThanOrEqual(yhat);
      }
    }),
    { numRuns: 20 },
  );
});

test('the moving average takes over where Prophet cannot fit, and the log says so', async () => {
  // Thirteen zeros and a last spike: the optimizer does not converge.
  const { output, rows } = await run(daily([...Array(13).fill(0), 5]));
  expect(output.status).toBe('OK');
  expect(new Set(rows.map(({ model }) => model))).toEqual(new Set(['moving-average']));
  expect(rows.map(({ yhat }) => yhat)).toEqual([0, 0, 0, 0, 0, 0, 2.5]);
  expect(bench.context.observed.logged).toContainEqual({
    level: 'warn',
    message: 'forecast:fell-back',
    fields: { series: 1, first: expect.stringContaining('Optimization') },
  });
});

test('the modules are found below FORECAST_MODULES_DIR, where a layer puts them', async () => {
  process.env.FORECAST_MODULES_DIR = join(import.meta.dirname, '../../../../node_modules');
  vi.resetModules();
  try {
    const fresh = await import('../../../../functions/forecast/modules.ts');
    expect((await fresh.forecastModules()).Prophet).toBeTypeOf('function');

    process.env.FORECAST_MODULES_DIR = '/nowhere';
    vi.resetModules();
    const lost = await import('../../../../functions/forecast/modules.ts');
    await expect(lost.forecastModules()).rejects.toThrow('nowhere');
  } finally {
    delete process.env.FORECAST_MODULES_DIR;
  }
});
