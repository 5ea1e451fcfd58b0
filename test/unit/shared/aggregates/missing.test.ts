/** What is expected of a day and of an hour of day, against a count of every single interval. */

import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aggregate } from '../../../../functions/aggregate/aggregate.ts';
import type { Validated } from '../../../../shared/contract.ts';
import { plainCsv } from '../../../helpers/layout.ts';
import { runs } from '../../../helpers/properties.ts';
import { type Bench, stepBench, type TestReading } from '../../../helpers/step-bench.ts';
import { wallClockIn, zoned } from '../../../helpers/zoned.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await stepBench();
});
afterAll(() => bench.close());

async function tablesOf(readings: readonly TestReading[], more: Partial<Validated>) {
  const output = await aggregate({ ...(await bench.readings(readings)), ...more }, bench.context);
  const of = (table: string) => bench.rows(output.tables.find((each) => each.table === table));
  return {
    daily: await of('daily_energy_data'),
    hourly: await of('hourly_energy_data'),
    bills: await of('bill_data'),
    missing: await of('missing_data'),
  };
}

const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * Zones whose clocks change in the weeks that follow, forward or back, at 02:00, 03:00, 01:00 UTC or midnight; and one
 * without.
 */
const STARTS = [
  ['Europe/Berlin', '2026-10-23T09:00Z'],
  ['Europe/Berlin', '2026-03-27T09:00Z'],
  ['America/New_York', '2026-10-30T09:00Z'],
  ['Australia/Melbourne', '2026-10-02T09:00Z'],
  ['Asia/Kathmandu', '2026-10-01T09:00Z'],
  ['Asia/Beirut', '2026-03-27T09:00Z'],
] as const;

test('every interval is expected once, on its day and in its hour', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...STARTS),
      fc.constantFrom(15, 30, 60),
      fc.nat({ max: 90 }),
      fc.array(fc.boolean(), { minLength: 20, maxLength: 400 }),
      async ([zone, start], minutes, offset, present) => {
        const from = Date.parse(start) + Math.floor((offset * MINUTE) / minutes) * minutes;
        let index = 0;
        const at = new Date(from - (from % (minutes * MINUTE))).toISOString();
        const readings = zoned(zone, at, present.length, () => (present[index++] ? { kwh: 1 } : null), minutes);
        const [first, last] = [readings[0], readings.at(-1)].map((each) =>
          Date.parse(`${each?.utc?.replace(' ', 'T')}Z`),
        );
        if (first === undefined || last === undefined || Number.isNaN(first)) return;
        const days = new Map<string, number>();
        const hours = new Map<number, number>();
        const count = <K>(counts: Map<K, number>, key: K) => counts.set(key, (counts.get(key) ?? 0) + 1);
        // Days are whole, hours of day go from the first to the last reading.
        for (let instant = first - 2 * DAY; instant <= last + 2 * DAY; instant += minutes * MINUTE) {
          const local = wallClockIn(zone, instant);
          count(days, local.slice(0, 10));
          if (instant >= first && instant <= last) count(hours, Number(local.slice(11, 13)));
        }
        const { daily, hourly, bills, missing } = await tablesOf(readings, { timeZone: zone });
        const expected = (rows: readonly Record<string, unknown>[], key: string) =>
          rows.map((row) => [row[key], Number(row.expected)]);
        expect(expected(daily, 'day')).toEqual(daily.map(({ day }) => [day, days.get(String(day))]));
        expect(expected(bills, 'day')).toEqual(expected(daily, 'day'));
        expect(expected(hourly, 'hour')).toEqual(hourly.map(({ hour }) => [hour, hours.get(Number(hour))]));
        expect(missing.map(({ gap_start, gap_end, missing: count }) => [gap_start, gap_end, Number(count)])).toEqual(
          gapsBetween(readings, minutes).map(({ from, to, count }) => [
            wallClockIn(zone, from),
            wallClockIn(zone, to),
            count,
          ]),
        );
        for (const row of [...daily, ...hourly])
          expect(row.completeness).toBe(Number(row.readings) / Number(row.expected));
      },
    ),
    runs(15),
  );
});

test('sites in zones of their own have days of their own', async () => {
  const site = (site_id: string, zone: string) => zoned(zone, '2026-10-23T12:00Z', 24 * 4, () => ({ site_id, kwh: 1 }));
  const key = 'quarantine/layout.json';
  await bench.context.lake.putText(key, JSON.stringify(layout({ utah: 'America/Denver' })), 'application/json');
  const { daily } = await tablesOf([...site('bonn', 'Europe/Berlin'), ...site('utah', 'America/Denver')], {
    timeZone: 'Europe/Berlin',
    layout: key,
  });
  expect(daily.map(({ site_id, day, readings, expected }) => [site_id, day, readings, expected])).toEqual([
    ['bonn', '2026-10-23', '10', '24'],
    ['bonn', '2026-10-24', '24', '24'],
    ['bonn', '2026-10-25', '25', '25'],
    ['bonn', '2026-10-26', '24', '24'],
    ['bonn', '2026-10-27', '13', '24'],
    ['utah', '2026-10-23', '18', '24'],
    ['utah', '2026-10-24', '24', '24'],
    ['utah', '2026-10-25', '24', '24'],
    ['utah', '2026-10-26', '24', '24'],
    ['utah', '2026-10-27', '6', '24'],
  ]);
});

test("a day's readings are whole, by daylight saving time or not, and so are a month's", async () => {
  const day = (date: string, hours: string): TestReading => ({
    timestamp: `${date} 00:00:00`,
    utc: new Date(`${date}T00:00:00+${hours}`).toISOString().slice(0, 19).replace('T', ' '),
    kwh: 24,
    interval_minutes: 1440,
  });
  const { daily, hourly, missing } = await tablesOf(
    [day('2026-10-24', '02:00'), day('2026-10-25', '02:00'), day('2026-10-26', '01:00'), day('2026-10-28', '01:00')],
    { timeZone: 'Europe/Berlin' },
  );
  expect(daily.map(({ expected, completeness }) => [expected, completeness])).toEqual(Array(4).fill(['1', 1]));
  // Four of five: the 27th is missing.
  expect(missing).toMatchObject([{ gap_start: '2026-10-27 00:00:00', gap_end: '2026-10-28 00:00:00', missing: '1' }]);
  // They begin at midnight, and tell no hour.
  expect(hourly).toEqual([]);
});

test('one wrong date in a file costs nothing and is told as what it is', async () => {
  const { daily, hourly } = await tablesOf(
    [{ timestamp: '1970-01-01 00:00:00', kwh: 1 }, ...zoned('UTC', '2026-10-01T00:00Z', 24, () => ({ kwh: 1 }))],
    { timeZone: 'UTC' },
  );
  expect(daily.map(({ day, expected }) => [day, expected])).toEqual([
    ['1970-01-01', '24'],
    ['2026-10-01', '24'],
  ]);
  // 20,728 days from the one to the other, both included.
  expect(hourly[5]).toMatchObject({ readings: '1', expected: '20728' });
});

/** Where a reading is later than the interval after the one before it. */
function gapsBetween(readings: readonly TestReading[], minutes: number) {
  const instants = readings.map(({ utc = '' }) => Date.parse(`${utc.replace(' ', 'T')}Z`));
  return instants.flatMap((to, index) => {
    const from = (instants[index - 1] ?? to) + minutes * MINUTE;
    return from < to ? [{ from, to, count: (to - from) / (minutes * MINUTE) }] : [];
  });
}

/** As much of an applied layout as a run without others has. */
function layout(zones: Record<string, string>) {
  return {
    shape: 'long',
    dialect: plainCsv(3),
    time: { format: 'calendar', order: 'YMD', zone: 'Europe/Berlin', stamps: 'start', midnight: 'begins' },
    interval_minutes: 60,
    columns: [],
    left_out: [],
    decisions: [],
    notes: [],
    zones,
    intervals: [],
    gaps: { ranges: 0, intervals: 0, first: [] },
  };
}
