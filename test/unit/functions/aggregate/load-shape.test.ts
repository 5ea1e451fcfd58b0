/** What demand looks like, worked out by hand. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { aggregate } from '../../../../functions/aggregate/aggregate.ts';
import type { Validated } from '../../../../shared/contract.ts';
import { CONFIG_KEYS } from '../../../../shared/lake/keys.ts';
import { publishReadings } from '../../../helpers/published.ts';
import { wallClock } from '../../../helpers/readings.ts';
import { type Bench, stepBench, type TestReading } from '../../../helpers/step-bench.ts';
import { zoned } from '../../../helpers/zoned.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await stepBench();
});
afterAll(() => bench.close());

async function load(readings: readonly TestReading[], more: Partial<Validated> = {}) {
  const output = await aggregate({ ...(await bench.readings(readings)), ...more }, bench.context);
  const of = (table: string) => bench.rows(output.tables.find((each) => each.table === table));
  const [shape] = await of('load_shape_data');
  return { shape, shapes: await of('load_shape_data'), profile: await of('load_profile_data') };
}

/** Hourly readings of so many days from Thursday, 1 October. */
const days = (count: number, value: (hour: number, date: string) => Partial<TestReading> | null) =>
  zoned('UTC', '2026-10-01T00:00Z', 24 * count, value);

test('base load, peak and when, load factor and night', async () => {
  // 0.2 kW around the clock, 2 kW more from 18:00 to 19:00, and a fridge that was off in one hour of the second day.
  const { shape, profile } = await load(
    days(3, (hour, date) => ({ kwh: date === '2026-10-02' && hour === 4 ? 0 : hour === 18 ? 2.2 : 0.2 })),
  );
  const total = 3 * 6.8 - 0.2;
  expect(shape).toMatchObject({
    hours: '72',
    base_load_kw: 0.2,
    peak_kw: 2.2,
    peak_timestamp: '2026-10-01 18:00:00',
    compared_days: null,
    change: null,
  });
  expect(shape?.mean_kw).toBeCloseTo(total / 72, 9);
  expect(shape?.load_factor).toBeCloseTo(total / 72 / 2.2, 9);
  expect(shape?.night_share).toBeCloseTo((3 * 8 * 0.2 - 0.2) / total, 9);
  // Thursday and Friday, and a Saturday.
  expect(profile.filter(({ hour }) => hour === 18)).toEqual([
    { site_id: 'home', measure: 'consumption', day_type: 'weekday', hour: 18, hours: '2', mean_kw: 2.2 },
    { site_id: 'home', measure: 'consumption', day_type: 'weekend', hour: 18, hours: '1', mean_kw: 2.2 },
  ]);
});

test('is that of the site: its circuits together, in the hours in which all of them were measured', async () => {
  const oven = days(1, (hour) => ({ appliance: 'Oven', kwh: hour === 12 ? 3 : 0 }));
  // Every quarter of an hour 0.25 kWh: 1 kW. Its logger pauses while the oven is on.
  const heater = zoned(
    'UTC',
    '2026-10-01T00:00Z',
    96,
    (hour) => (hour === 12 ? null : { appliance: 'Heater', kwh: 0.25 }),
    15,
  );
  expect((await load([...oven, ...heater])).shape).toMatchObject({
    hours: '23',
    mean_kw: 1,
    base_load_kw: 1,
    peak_kw: 1,
  });
});

/** Readings of a series from 18:00 of 1 October. */
const evening = (minutes: number, appliance: string, ...values: readonly number[]): TestReading[] =>
  values.map((kwh, at) => ({
    ...{ appliance, kwh, interval_minutes: minutes },
    timestamp: wallClock((18 * 60 + at * minutes) * 60_000),
  }));

test('the peak is a quarter hour of all series together', async () => {
  const oven = evening(15, 'Oven', 0, 0.5, 1.5, 0, 0, 0, 0, 0);
  const heater = evening(30, 'Heater', 0.1, 0.4, 0.1, 0.1);
  const pump = evening(60, 'Pump', 0.2, 0.6);
  // 18:30: 1.5 + 0.4 / 2 + 0.2 / 4 kWh in a quarter of an hour.
  expect((await load([...oven, ...heater, ...pump])).shape).toMatchObject({
    peak_kw: 7,
    peak_minutes: 15,
    peak_timestamp: '2026-10-01 18:30:00',
  });
});

test.each([
  [1, 0.05, 15, '2026-10-01 18:00:00', 3],
  [5, 0.25, 15, '2026-10-01 18:00:00', 3],
  [30, 1, 30, '2026-10-01 18:00:00', 2],
  [20, 1, 60, '2026-10-01 18:00:00', 1],
  [60, 1, 60, '2026-10-01 18:00:00', 1],
])('of readings each %i minutes it is that of a whole interval by the clock', async (minutes, kwh, length, at, kw) => {
  // Fifteen minutes at 3 kW, or one reading of 1 kWh, and nothing else in two hours.
  const first = Math.max(1, 15 / minutes);
  const values = Array.from({ length: 120 / minutes }, (_, nth) => (nth < first ? kwh : 0));
  expect((await load(evening(minutes, 'total', ...values))).shape).toMatchObject({
    peak_kw: kw,
    peak_minutes: length,
    peak_timestamp: at,
  });
});

test('the peak is looked for in every hour in which it may be', async () => {
  // The highest hour is the first, the highest quarter stands in another one.
  const values = [0.5, 0.5, 0.5, 0.5, 0, 0, 0.9, 0, 0.2, 0.2, 0.2, 0.2];
  expect((await load(evening(15, 'total', ...values))).shape).toMatchObject({
    peak_kw: 3.6,
    peak_timestamp: '2026-10-01 19:30:00',
  });
});

test('the last whole weeks are compared with as many just before', async () => {
  // 35 days hold two weeks twice: the last 14 with 48 kWh a day, the 14 before with 24, and a week that is left out.
  const { shape } = await load(
    days(35, (_hour, date) => ({ kwh: date >= '2026-10-22' ? 2 : date >= '2026-10-08' ? 1 : 9 })),
  );
  expect(shape).toMatchObject({ compared_days: 14, recent_kwh: 48, previous_kwh: 24, change: 1 });
});

test('weekdays and weekends, without the days that are not whole', async () => {
  const { shape } = await load(
    days(7, (hour, date) => {
      if (date === '2026-10-07' && hour > 20) return null;
      return { kwh: ['2026-10-03', '2026-10-04'].includes(date) ? 3 : 1 };
    }),
  );
  expect(shape).toMatchObject({ weekday_kwh: 24, weekend_kwh: 72 });
});

test('a short upload is compared with what the lake knows of its site', async () => {
  await publishReadings(
    bench,
    'earlier',
    days(26, (_hour, date) => ({ kwh: date >= '2026-10-15' ? 2 : 1 })),
  );
  // The 27th and 28th: with the 26 days before there are four weeks, two and two.
  const { shape } = await load(zoned('UTC', '2026-10-27T00:00Z', 48, () => ({ kwh: 2 })));
  expect(shape).toMatchObject({ compared_days: 14, recent_kwh: 48, previous_kwh: 24, change: 1 });
  // Another site of the lake is another site.
  const other = await load(zoned('UTC', '2026-10-27T00:00Z', 48, () => ({ site_id: 'away', kwh: 2 })));
  expect(other.shape).toMatchObject({ site_id: 'away', compared_days: null });
});

test('the last four weeks are compared with the same weekdays a year before', async () => {
  // 2 October 2025 is 52 weeks before 1 October 2026. Of its four weeks ten days are not known, and days around are.
  await publishReadings(
    bench,
    'last-year',
    zoned('UTC', '2025-09-22T00:00Z', 24 * 50, (_hour, date) =>
      date >= '2025-10-20' ? null : { site_id: 'old', kwh: date < '2025-10-02' ? 9 : 1 },
    ),
  );
  const { shape } = await load(days(28, (_hour, date) => ({ site_id: 'old', kwh: date < '2026-10-19' ? 1.5 : 8 })));
  expect(shape).toMatchObject({ year_days: 18, year_recent_kwh: 36, year_previous_kwh: 24, year_change: 0.5 });
  // What weekdays are like, the upload itself tells.
  expect(shape).toMatchObject({ compared_days: 14, weekday_kwh: (12 * 36 + 8 * 192) / 20 });
  // With less than half of the days there is no year to compare with.
  const later = zoned('UTC', '2026-10-12T00:00Z', 24 * 20, () => ({ site_id: 'old', kwh: 2 }));
  expect((await load(later)).shape).toMatchObject({ year_days: null, year_change: null });
});

test('readings of a day say nothing of demand, and still compare', async () => {
  const daily = Array.from({ length: 14 }, (_, index): TestReading => {
    const date = new Date(Date.UTC(2026, 9, 1 + index)).toISOString().slice(0, 10);
    return { site_id: 'daily', timestamp: `${date} 00:00:00`, kwh: index < 7 ? 10 : 5, interval_minutes: 1440 };
  });
  const { shape, profile } = await load(daily);
  expect(shape).toMatchObject({ hours: null, base_load_kw: null, peak_kw: null, compared_days: 7, change: -0.5 });
  expect(profile).toEqual([]);
});

test('nothing used at all has no load factor and no share', async () => {
  const { shape } = await load(days(1, () => ({ site_id: 'zero', kwh: 0 })));
  expect(shape).toMatchObject({ base_load_kw: 0, peak_kw: 0, load_factor: null, night_share: null });
});

test('consumption and generation have shapes of their own', async () => {
  const { shapes } = await load(days(1, (hour) => ({ site_id: 'solar', kwh: 1, generated_kwh: hour === 12 ? 6 : 0 })));
  expect(shapes).toMatchObject([
    { measure: 'consumption', peak_kw: 1, night_share: 8 / 24 },
    { measure: 'generation', peak_kw: 6, peak_timestamp: '2026-10-01 12:00:00', night_share: 0 },
  ]);
});

describe('what people say of a site', () => {
  const year = (days: number) =>
    Array.from({ length: days }, (_, day): TestReading => {
      const date = new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10);
      return { timestamp: `${date} 00:00:00`, interval_minutes: 1440, kwh: 6 };
    });
  const said = (text: string) => bench.context.lake.putText(CONFIG_KEYS.sites, text, 'application/json');
  afterEach(() => bench.context.lake.remove(CONFIG_KEYS.sites));

  test('relates its use to area and persons, by the first pattern that fits', async () => {
    await said(JSON.stringify({ 'ho*': { area_m2: 100, persons: 3 }, home: { persons: 1 } }));
    const { shape } = await load(year(365));
    expect(shape).toMatchObject({ kwh_per_m2_year: 21.9, kwh_per_person_day: 2 });
    // Of less than nine of ten days nothing is said of a year.
    expect((await load(year(300))).shape).toMatchObject({ kwh_per_m2_year: null, kwh_per_person_day: 2 });
  });

  test('is nothing where it fits no site, or is not what it must be', async () => {
    const nothing = { kwh_per_m2_year: null, kwh_per_person_day: null };
    await said(JSON.stringify({ office: { area_m2: 100, persons: 3 } }));
    expect((await load(year(365))).shape).toMatchObject(nothing);
    await said('{ "home": { "area_m2": "large" } }');
    expect((await load(year(365))).shape).toMatchObject(nothing);
  });
});
