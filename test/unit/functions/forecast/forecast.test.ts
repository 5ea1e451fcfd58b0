import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { forecast } from '../../../../functions/forecast/forecast.ts';
import { duckdbType, TABLES } from '../../../../shared/tables/schema.ts';
import { runs } from '../../../helpers/properties.ts';
import { publishReadings } from '../../../helpers/published.ts';
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

test('the seven days after the last local date, with the weekly pattern', async () => {
  const { output, rows } = await run(daily(weekly(28)));
  expect(output.status).toBe('OK');
  expect(output.tables.map(({ table }) => table)).toEqual([
    'forecast_data',
    'hourly_forecast_data',
    'forecast_model_data',
  ]);
  expect(rows.map(({ ds }) => ds)).toEqual([
    '2026-10-29',
    '2026-10-30',
    '2026-10-31',
    '2026-11-01',
    '2026-11-02',
    '2026-11-03',
    '2026-11-04',
  ]);
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
      tooShort: 1,
    });
    expect(output.tables.map((table) => table.rows)).toEqual([0, 0, 0]);
    expect(rows).toEqual([]);
    for (const table of output.tables) {
      const declared = TABLES[table.table].columns.map(({ name, type }) => [name, duckdbType(type)]);
      const written = (await bench.columns(table)).map((column) => [column.column_name, column.column_type]);
      expect(written).toEqual(declared);
    }
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
  for (const row of rows) expect(row).toMatchObject({ yhat: 8, yhat_lower: 8, yhat_upper: 8, model: 'seasonal-naive' });
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
    runs(20),
  );
});

test('a model that cannot be fitted is left out, and the log says so', async () => {
  // A spike after nothing but the same value: Prophet's optimizer does not converge.
  const { output } = await run(daily([...Array(24).fill(1), 2.9, ...Array(5).fill(1)]));
  expect(output.status).toBe('OK');
  const models = await bench.rows(output.tables[2], 'model, relative_error');
  expect(models.map(({ model }) => model)).toContain('ets');
  const warned = bench.context.observed.logged.filter(({ level }) => level === 'warn');
  for (const { message, fields } of warned) {
    expect(message).toBe('models:failed');
    expect(fields).toEqual({ series: 1, first: expect.stringMatching(/^(prophet|ets|mstl-ets): /) });
  }
});

describe('a backtest', () => {
  test('scores every model beside seasonal naive, and gives each its part', async () => {
    const { output } = await run(daily(weekly(40)));
    const models = await bench.rows(output.tables[2]);
    expect(models.map(({ model }) => model)).toEqual([
      'ensemble',
      'seasonal-naive',
      'moving-average',
      'recent-median',
      'weekday-median',
      'window-median',
      'weekly-level',
      'reverting-level',
      'ets',
      'mstl-ets',
      'prophet',
    ]);
    const [ensemble, naive, ...others] = models;
    expect(ensemble).toMatchObject({ chosen: true, weight: 1, training_days: 40, earlier_days: 0, incomplete_days: 0 });
    expect(naive).toMatchObject({ chosen: false, weight: 0, relative_error: 1 });
    expect(Number(ensemble?.relative_error)).toBeLessThan(1);
    const weights = others.reduce((total, { weight }) => total + Number(weight), 0);
    expect(weights).toBeCloseTo(1, 12);
    for (const { mae_kwh, wape, mase, coverage } of models) {
      for (const figure of [mae_kwh, wape, mase]) expect(Number(figure)).toBeGreaterThan(0);
      expect(Number(coverage)).toBeGreaterThanOrEqual(0);
      expect(Number(coverage)).toBeLessThanOrEqual(1);
    }
  });

  test('chooses seasonal naive for what repeats exactly', async () => {
    const { output, rows } = await run(daily(Array.from({ length: 28 }, (_, day) => 10 + (day % 7))));
    expect(rows.map(({ yhat, model }) => [yhat, model])).toEqual(
      [10, 11, 12, 13, 14, 15, 16].map((yhat) => [yhat, 'seasonal-naive']),
    );
    const models = await bench.rows(output.tables[2], 'model, chosen, weight, mae_kwh, relative_error');
    expect(models[0]).toEqual({ model: 'seasonal-naive', chosen: true, weight: 1, mae_kwh: 0, relative_error: null });
  });
});

describe('the hours of a forecast day', () => {
  const HOURS_OF_MONTH = 24 * 31;
  /** Work from 8 to 16 on working days; little, and at noon only, on Saturdays and Sundays. */
  const office = hourly(
    Array.from({ length: HOURS_OF_MONTH }, (_, at) => {
      const [day, hour] = [Math.floor(at / 24), at % 24];
      if ((day + 3) % 7 > 4) return hour === 12 ? 2 : 0;
      return hour >= 8 && hour < 16 ? 3 + ((day * 7919) % 5) / 10 : 0.5;
    }),
  );

  test('add up to the day and follow its kind', async () => {
    const { output, rows } = await run(office);
    const hours = await bench.rows(output.tables[1], 'CAST(timestamp AS VARCHAR) AS at, yhat');
    expect(hours).toHaveLength(7 * 24);
    for (const { ds, yhat } of rows) {
      const ofDay = hours.filter(({ at }) => String(at).startsWith(String(ds)));
      expect(ofDay.reduce((total, hour) => total + Number(hour.yhat), 0)).toBeCloseTo(Number(yhat), 9);
    }
    const at = (time: string) => Number(hours.find((hour) => hour.at === time)?.yhat);
    // 1 November 2026 is a Sunday, the 2nd a Monday.
    expect(at('2026-11-01 09:00:00')).toBe(0);
    expect(at('2026-11-01 12:00:00')).toBeGreaterThan(1);
    expect(at('2026-11-02 09:00:00')).toBeGreaterThan(2);
  });

  test('have intervals that hold what comes, about four times of five', async () => {
    // Evenings of many sizes: chance decides the hour and the day, apart.
    const chance = (seed: number) => ((Math.sin(seed * 12.9898) * 43_758.5453) % 1) ** 2;
    const lively = Array.from({ length: 63 * 24 }, (_, at) => {
      const usual = at % 24 >= 17 ? 1 : at % 24 < 6 ? 0 : 0.2;
      return usual * (0.5 + chance(at + 1) + chance(7 * Math.floor(at / 24) + 3));
    });
    const { output } = await run(hourly(lively.slice(0, 56 * 24)));
    const hours = await bench.rows(output.tables[1], 'yhat, yhat_lower, yhat_upper');
    const inside = hours.filter(({ yhat_lower: lower, yhat_upper: upper }, at) => {
      const actual = lively[56 * 24 + at] ?? Number.NaN;
      return actual >= Number(lower) - 1e-9 && actual <= Number(upper) + 1e-9;
    });
    for (const { yhat, yhat_lower: lower, yhat_upper: upper } of hours)
      expect(Number(lower) <= Number(yhat) && Number(yhat) <= Number(upper) && Number(lower) >= 0).toBe(true);
    const used = (at: number) => at % 24 >= 6;
    expect(hours.filter((_, at) => !used(at)).every(({ yhat_upper: upper }) => Number(upper) === 0)).toBe(true);
    // Six hours of each night are known exactly.
    const share = (inside.length - 6 * 7) / (18 * 7);
    expect(share).toBeGreaterThan(0.7);
    expect(share).toBeLessThan(0.92);
  });

  test('are known exactly where every day is the same', async () => {
    const { output } = await run(hourly(Array.from({ length: 28 * 24 }, (_, at) => (at % 24) / 10)));
    for (const { yhat, yhat_lower: lower, yhat_upper: upper } of await bench.rows(output.tables[1])) {
      expect(Number(lower)).toBeCloseTo(Number(yhat), 9);
      expect(Number(upper)).toBeCloseTo(Number(yhat), 9);
    }
  });

  test('are not there where readings are coarser than an hour, or too few days are known', async () => {
    expect((await run(daily(weekly(28)))).output.tables[1]?.rows).toBe(0);
  });

  test('leave out the hour that clocks skip', async () => {
    // Clocks in Berlin go forward on 29 March 2026.
    const march = office.map((row) => ({ ...row, timestamp: row.timestamp.replace('2026-10', '2026-03') }));
    const input = { ...(await bench.readings(march.slice(0, 24 * 27))), timeZone: 'Europe/Berlin' };
    const output = await forecast(input, bench.context);
    const hours = await bench.rows(output.tables[1], 'CAST(timestamp AS VARCHAR) AS at');
    expect(hours).toHaveLength(7 * 24 - 1);
    expect(hours.map(({ at }) => at)).not.toContain('2026-03-29 02:00:00');
  });
});

describe('what the lake knows already', () => {
  test('counts: two days of a known site are forecast from its history', async () => {
    const all = daily(weekly(30), { appliance: 'total' });
    await publishReadings(bench, 'september', all.slice(0, 2 * 28));
    const { output, rows } = await run(all.slice(2 * 28));
    expect(output).toMatchObject({ status: 'OK', history: { datasets: 1, names: ['september'], leftOut: 0 } });
    const alone = await stepBench();
    try {
      expect(rows).toEqual((await run(all, alone)).rows);
    } finally {
      await alone.close();
    }
    const [model] = await bench.rows(output.tables[2], 'training_days, earlier_days, incomplete_days');
    expect(model).toEqual({ training_days: 30, earlier_days: 28, incomplete_days: 0 });
  });

  test('gives way to this upload, day by day', async () => {
    const all = daily(weekly(30), { appliance: 'total' });
    await publishReadings(bench, 'wrong', daily(weekly(30, 10), { appliance: 'total' }));
    const { rows } = await run(all);
    const alone = await stepBench();
    try {
      expect(rows).toEqual((await run(all, alone)).rows);
    } finally {
      await alone.close();
    }
  });

  test('says nothing of a site whose other circuits it never saw', async () => {
    await publishReadings(bench, 'fridge-only', daily(weekly(28), { appliance: 'Fridge' }));
    const days = (appliance: string) => daily(weekly(30), { appliance }).slice(2 * 28);
    const { output } = await run([...days('Fridge'), ...days('Oven')]);
    expect(output).toMatchObject({
      status: 'INSUFFICIENT_DATA',
      reason: 'A forecast needs 14 complete days; the longest series has 2.',
    });
  });

  test('ends with the last day of this upload', async () => {
    const all = daily(weekly(60), { appliance: 'total' });
    await publishReadings(bench, 'later', all.slice(2 * 30));
    const { output, rows } = await run(all.slice(0, 2 * 30));
    expect(rows[0]?.ds).toBe('2026-10-31');
    expect(output.history).toEqual({ datasets: 0, names: [], leftOut: 0 });
  });
});

test('a holiday is forecast as far towards a Sunday as the last ones went', async () => {
  const german = await stepBench({ ENERGY_COUNTRY: 'DE' });
  try {
    // From 30 March 2026, a Monday, on; Good Friday and Easter Monday were like Sundays. 1 May is a Friday.
    const holidays = new Set([4, 7]);
    const totals = Array.from({ length: 32 }, (_, day) => (day % 7 > 4 || holidays.has(day) ? 10 : 30) + (day % 3));
    const start = Date.UTC(2026, 2, 30) - Date.UTC(2026, 9, 1);
    const readings = totals.map((kwh, day) => ({
      timestamp: wallClock(start + day * DAY),
      interval_minutes: 1440,
      kwh,
    }));
    const friday = async (on: Bench) =>
      Number((await run(readings, on)).rows.find(({ ds }) => ds === '2026-05-01')?.yhat);
    expect(await friday(german)).toBeLessThan(16);
    expect(await friday(bench)).toBeGreaterThan(24);
  } finally {
    await german.close();
  }
});

test('an unknown country stops the branch, and says what there is', async () => {
  const nowhere = await stepBench({ ENERGY_COUNTRY: 'XX' });
  try {
    await expect(run(daily(weekly(28)), nowhere)).rejects.toThrow('"XX" is not known; use one of AD');
  } finally {
    await nowhere.close();
  }
});

/** The modules as a container that has just started loads them: they are kept from the first use on. */
async function freshModules(): Promise<typeof import('../../../../functions/forecast/modules.ts')> {
  return import(`../../../../functions/forecast/modules.ts?${randomUUID()}`);
}

test('the modules are found below FORECAST_MODULES_DIR, where a layer puts them', async () => {
  process.env.FORECAST_MODULES_DIR = join(import.meta.dirname, '../../../../node_modules');
  try {
    const fresh = await freshModules();
    expect((await fresh.forecastModules()).Prophet).toBeTypeOf('function');

    process.env.FORECAST_MODULES_DIR = '/nowhere';
    const lost = await freshModules();
    await expect(lost.forecastModules()).rejects.toThrow('nowhere');

    // A container goes on living after a failure: the next attempt looks again.
    delete process.env.FORECAST_MODULES_DIR;
    expect((await lost.forecastModules()).Prophet).toBeTypeOf('function');
  } finally {
    delete process.env.FORECAST_MODULES_DIR;
  }
});
