import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { detectAnomalies } from '../../../../../functions/detect-anomalies/detect-anomalies.ts';
import { EVENT_KINDS, SEVERITIES } from '../../../../../shared/energy/anomalies.ts';
import { CONFIG_KEYS } from '../../../../../shared/lake/keys.ts';
import { duckdbType, TABLES } from '../../../../../shared/tables/schema.ts';
import { changed, evenings, generated, lively, shaped, sun, wiggle } from '../../../../helpers/profiles.ts';
import { hourly, readingsArbitrary, shuffled, wallClock } from '../../../../helpers/readings.ts';
import { type Bench, stepBench, type TestReading } from '../../../../helpers/step-bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await stepBench();
});
afterEach(() => bench.close());

async function eventsOf(readings: readonly TestReading[], on = bench) {
  const output = await detectAnomalies(await on.readings(readings), on.context);
  return on.rows(output.tables.find(({ table }) => table === 'anomaly_event_data'));
}

const DAY = 24;
/** Four weeks: a series that knows its hours. */
const WEEKS = 28;

test('what is odd on a public holiday is not serious', async () => {
  // 3 October, the third day, is a holiday in Germany.
  const readings = shaped(
    WEEKS,
    changed(evenings, 2 * DAY + 12, 2 * DAY + 15, () => 3),
  );
  const severities = async (timeZone: string) => {
    const output = await detectAnomalies({ ...(await bench.readings(readings)), timeZone }, bench.context);
    const events = await bench.rows(output.tables.find(({ table }) => table === 'anomaly_event_data'));
    return events.map(({ kind, severity }) => [kind, severity]);
  };
  expect(await severities('UTC')).toEqual([['SPIKE', 'CRITICAL']]);
  expect(await severities('Europe/Berlin')).toEqual([['SPIKE', 'LOW']]);
});

describe('SPIKE', () => {
  test('is one event with its excess and its cost', async () => {
    const events = await eventsOf(
      shaped(
        WEEKS,
        changed(evenings, 10 * DAY + 12, 10 * DAY + 15, () => 3),
      ),
    );
    // Three hours of 3 kWh where 1 is usual: 9 - 3 = 6, at 0.30 a kWh. Nothing else ever strays, so an hour's deviation
    // is the least that is believed, a tenth of what is expected: 6 / (0.1 * sqrt(3)) over the least bound, 4.
    expect(events).toEqual([
      {
        site_id: 'home',
        appliance: 'total',
        measure: 'consumption',
        kind: 'SPIKE',
        direction: 'HIGH',
        severity: 'CRITICAL',
        start_timestamp: '2026-10-11 12:00:00',
        end_timestamp: '2026-10-11 15:00:00',
        start_utc: '2026-10-11 12:00:00',
        end_utc: '2026-10-11 15:00:00',
        readings: '3',
        kwh: '9.000000000',
        expected_kwh: '3.000000000',
        excess_kwh: '6.000000000',
        cost: '1.800000000000000',
        currency: 'EUR',
        score: expect.closeTo(6 / (0.1 * Math.sqrt(3)) / 4, 12),
      },
    ]);
  });

  test('is judged by its hour: what is usual in the evening is odd at noon', async () => {
    const noon = await eventsOf(
      shaped(
        WEEKS,
        changed(evenings, 10 * DAY + 12, 10 * DAY + 13, () => 2),
      ),
    );
    expect(noon).toMatchObject([{ kind: 'SPIKE', start_timestamp: '2026-10-11 12:00:00', readings: '1' }]);
  });

  test('is judged by its weekday: an office that rests on Sundays', async () => {
    const office = (hours: number) => (Math.floor(hours / DAY) % 7 === 3 || hours % DAY < 8 ? 1 : 5);
    // The first Sunday is the fourth of October.
    const events = await eventsOf(
      shaped(
        WEEKS,
        changed(office, 17 * DAY + 10, 17 * DAY + 13, () => 5),
      ),
    );
    expect(events).toMatchObject([{ kind: 'SPIKE', start_timestamp: '2026-10-18 10:00:00', readings: '3' }]);
  });

  test('with up to three ordinary hours in it is one event, with four it is two', async () => {
    const spikes = (...hours: number[]) => shaped(WEEKS, (at) => (hours.includes(at) ? 4 : evenings(at)));
    expect(await eventsOf(spikes(244, 246))).toMatchObject([{ kind: 'SPIKE', readings: '3', kwh: '9.000000000' }]);
    expect(await eventsOf(spikes(244, 248))).toMatchObject([{ kind: 'SPIKE', readings: '5' }]);
    expect(await eventsOf(spikes(244, 249))).toMatchObject([{ readings: '1' }, { readings: '1' }]);
  });

  test('of readings finer than an hour begins and ends with them', async () => {
    const quarters = (at: number) => (evenings(at) ?? 0) / 4;
    const events = await eventsOf(
      shaped(
        WEEKS,
        changed(quarters, 250.25, 251.25, () => 2),
        {},
        15,
      ),
    );
    expect(events).toMatchObject([
      {
        kind: 'SPIKE',
        start_timestamp: '2026-10-11 10:15:00',
        end_timestamp: '2026-10-11 11:15:00',
        readings: '4',
        kwh: '8.000000000',
        expected_kwh: '1.000000000',
      },
    ]);
  });

  test('of a single reading is seen in its hour, where it takes more than three hundredths of a day', async () => {
    const tenths = (hours: number) => (evenings(hours) ?? 0) / 6;
    const [from, to] = [250 + 19 / 60, 250 + 21 / 60];
    const once = (kwh: number) =>
      eventsOf(
        shaped(
          14,
          changed(tenths, from, to, () => kwh),
          {},
          10,
        ),
      );
    expect(await once(0.9)).toEqual([]);
    expect(await once(1.1)).toMatchObject([
      { kind: 'SPIKE', start_timestamp: '2026-10-11 10:20:00', end_timestamp: '2026-10-11 10:30:00', readings: '1' },
    ]);
  });
});

describe('DROP', () => {
  test('of half a day counts as less used and money kept', async () => {
    const events = await eventsOf(
      shaped(
        WEEKS,
        changed(lively, 250, 258, (kwh) => kwh / 10),
      ),
    );
    expect(events).toMatchObject([
      { kind: 'DROP', direction: 'LOW', start_timestamp: '2026-10-11 10:00:00', readings: '8' },
    ]);
    const [drop] = events;
    expect(Number(drop?.excess_kwh)).toBeCloseTo(0.8 - 8, 0);
    expect(Number(drop?.cost)).toBeCloseTo(Number(drop?.excess_kwh) * 0.3, 9);
  });
});

test('what three roofs make less under one cloud is no event, what one of them makes less is', async () => {
  const cloud = changed(sun, 250, 258, (kwh) => kwh / 10);
  const fault = changed(cloud, 417, 423, (kwh) => kwh / 4);
  const roofs = [cloud, cloud, fault].flatMap((shape, roof) =>
    generated(shaped(WEEKS, shape, { appliance: `roof ${roof}` })),
  );
  expect(await eventsOf(roofs)).toMatchObject([{ kind: 'DROP', appliance: 'roof 2', readings: '6' }]);
});

describe('LEVEL_SHIFT', () => {
  test('of a week is one event from midnight to midnight, and not a spike every hour', async () => {
    const events = await eventsOf(
      shaped(
        42,
        changed(lively, 20 * DAY, 27 * DAY, (kwh) => kwh * 1.6),
      ),
    );
    expect(events).toMatchObject([
      {
        kind: 'LEVEL_SHIFT',
        direction: 'HIGH',
        start_timestamp: '2026-10-21 00:00:00',
        end_timestamp: '2026-10-28 00:00:00',
        readings: '168',
      },
    ]);
    const [shift] = events;
    // Usual are 28 kWh a day: 20 hours of 1, 4 of 2.
    expect(Number(shift?.expected_kwh) / 7).toBeCloseTo(28, 0);
    expect(Number(shift?.excess_kwh) / 7).toBeCloseTo(28 * 0.6, 0);
  });

  test('downwards is LOW: nobody is at home', async () => {
    const events = await eventsOf(
      shaped(
        42,
        changed(lively, 20 * DAY, 27 * DAY, (kwh) => kwh / 2),
      ),
    );
    expect(events).toMatchObject([{ kind: 'LEVEL_SHIFT', direction: 'LOW', readings: '168' }]);
  });

  test('for good lasts to the end', async () => {
    const events = await eventsOf(
      shaped(
        90,
        changed(lively, 40 * DAY, 90 * DAY, (kwh) => kwh * 1.6),
      ),
    );
    expect(events).toMatchObject([
      { kind: 'LEVEL_SHIFT', start_timestamp: '2026-11-10 00:00:00', end_timestamp: '2026-12-30 00:00:00' },
    ]);
  });

  test('there and back is one event each, with its own length and energy', async () => {
    const level = (at: number) => (at >= 60 && at < 140 ? 62 : at >= 176 && at < 236 ? 180 : 100);
    const days = shaped(270, (hours) => level(hours / DAY) + 2 * wiggle(hours / DAY), {}, DAY * 60);
    const events = await eventsOf(days);
    const dayOf = (at: number) => wallClock(at * DAY * 3_600_000);
    const told = events.map(({ kind, direction, start_timestamp, end_timestamp, excess_kwh }) => ({
      ...{ kind, direction, from: start_timestamp, to: end_timestamp },
      kwh: Math.round(Number(excess_kwh) / 20) * 20,
    }));
    expect(told).toEqual([
      { kind: 'LEVEL_SHIFT', direction: 'LOW', from: dayOf(60), to: dayOf(140), kwh: -3040 },
      { kind: 'LEVEL_SHIFT', direction: 'HIGH', from: dayOf(176), to: dayOf(236), kwh: 4800 },
    ]);
  });

  test('is not the season: half as much again in three months is no shift', async () => {
    const events = await eventsOf(shaped(90, (at) => (lively(at) ?? 0) * (1 + at / (90 * DAY * 2))));
    expect(events.filter(({ kind }) => kind === 'LEVEL_SHIFT')).toEqual([]);
  });
});

test('BASE_LOAD_RISE: the night takes more for days, while the day hides it', async () => {
  const home = (at: number) => (at % DAY < 7 ? 0.3 : 2 + wiggle(at));
  const events = await eventsOf(
    shaped(
      42,
      changed(home, 20 * DAY, 25 * DAY, (kwh) => kwh + 0.3),
    ),
  );
  expect(events.filter(({ kind }) => kind === 'BASE_LOAD_RISE')).toMatchObject([
    {
      direction: 'HIGH',
      start_timestamp: '2026-10-21 00:00:00',
      end_timestamp: '2026-10-26 00:00:00',
      // 0.3 kWh in each of the 120 hours.
      excess_kwh: '36.000000000',
    },
  ]);
});

describe('STUCK', () => {
  test('the same reading again and again, of a series whose readings differ', async () => {
    const events = await eventsOf(
      shaped(
        WEEKS,
        changed(lively, 250, 266, () => 1.0123),
      ),
    );
    expect(events).toMatchObject([
      { kind: 'STUCK', start_timestamp: '2026-10-11 10:00:00', end_timestamp: '2026-10-12 02:00:00', readings: '16' },
    ]);
  });

  test('begins and ends within an hour where the readings do', async () => {
    const quarters = (at: number) => Number(((lively(at) ?? 0) / 4).toFixed(4));
    const events = await eventsOf(
      shaped(
        WEEKS,
        changed(quarters, 250.5, 262.25, () => 0.2501),
        {},
        15,
      ),
    );
    expect(events).toMatchObject([
      { kind: 'STUCK', start_timestamp: '2026-10-11 10:30:00', end_timestamp: '2026-10-11 22:15:00', readings: '47' },
    ]);
  });

  test('is not a roof that rests at the same reading all night, and is one that does so by day', async () => {
    const rests = (at: number) => sun(at) || 0.004 + wiggle(at) / 1000;
    const stuck = async (from: number, to: number) => {
      const roof = generated(
        shaped(
          WEEKS,
          changed(rests, from, to, () => 0.0051),
        ),
      );
      return (await eventsOf(roof)).filter(({ kind }) => kind === 'STUCK').length;
    };
    expect(await stuck(10 * DAY + 20, 11 * DAY + 4)).toBe(0);
    expect(await stuck(10 * DAY + 8, 10 * DAY + 18)).toBe(1);
  });

  test('is not what a series always does: a pump that takes the same every night', async () => {
    expect(await eventsOf(shaped(WEEKS, (at) => (at % DAY < 8 ? 0.7 : 1.2 + wiggle(at) / 5)))).toEqual([]);
  });
});

describe('DEAD', () => {
  test('is zero where it was not before, also up to the end of the file', async () => {
    const events = await eventsOf(
      shaped(
        WEEKS,
        changed(lively, 26 * DAY + 7, WEEKS * DAY, () => 0),
      ),
    );
    expect(events).toMatchObject([
      { kind: 'DEAD', direction: 'LOW', start_timestamp: '2026-10-27 07:00:00', readings: '41', kwh: '0.000000000' },
    ]);
    expect(Number(events[0]?.expected_kwh)).toBeGreaterThan(40);
  });

  test('is not an appliance at rest, nor a roof at night', async () => {
    const washer = (at: number) => (Math.floor(at / DAY) % 3 === 0 && at % DAY === 10 ? 1 : 0);
    const roof = generated(shaped(WEEKS, sun, { appliance: 'roof' }));
    const events = await eventsOf([...shaped(WEEKS, washer, { appliance: 'washer' }), ...roof]);
    expect(events.filter(({ kind }) => kind === 'DEAD')).toEqual([]);
  });
});

test('NEGATIVE readings in a row are one event, at least HIGH', async () => {
  const events = await eventsOf(
    shaped(
      WEEKS,
      changed(lively, 250, 253, () => -0.5),
    ),
  );
  expect(events).toMatchObject([{ kind: 'NEGATIVE', severity: 'HIGH', readings: '3', kwh: '-1.500000000' }]);
});

test('IMPOSSIBLE: many times what the series ever reaches', async () => {
  const events = await eventsOf(
    shaped(
      WEEKS,
      changed(lively, 250, 251, () => 80),
    ),
  );
  expect(events).toMatchObject([{ kind: 'IMPOSSIBLE', severity: 'CRITICAL', readings: '1', kwh: '80.000000000' }]);
});

describe('NIGHT_GENERATION', () => {
  test('is told of a roof, by the hours that it shows itself', async () => {
    const events = await eventsOf(
      generated(
        shaped(
          WEEKS,
          changed(sun, 10 * DAY + 1, 10 * DAY + 3, () => 1.5),
        ),
      ),
    );
    expect(events).toMatchObject([
      {
        kind: 'NIGHT_GENERATION',
        measure: 'generation',
        start_timestamp: '2026-10-11 01:00:00',
        end_timestamp: '2026-10-11 03:00:00',
        expected_kwh: '0.000000000',
        excess_kwh: '3.000000000',
        // What it was worth nobody has said.
        cost: null,
        currency: null,
      },
    ]);
  });

  test('is not told of a machine that runs by day and night', async () => {
    const events = await eventsOf(
      generated(
        shaped(
          WEEKS,
          changed(lively, 10 * DAY + 1, 10 * DAY + 3, () => 6),
        ),
      ),
    );
    expect(events).toMatchObject([{ kind: 'SPIKE', measure: 'generation' }]);
  });
});

describe('nothing is odd', () => {
  test.each<[string, TestReading[]]>([
    ['one reading', hourly([5])],
    ['two readings', hourly([1, 900])],
    ['zeros', hourly(Array(500).fill(0))],
    ['a constant', hourly(Array(500).fill('0.1'))],
    ['a constant with the last digit astray', hourly(Array.from({ length: 500 }, (_, i) => (i % 7 ? 1 : 1.001)))],
    ['two days', shaped(2, evenings)],
    ['a month of a lively home', shaped(31, lively)],
    ['a month of a roof', generated(shaped(31, sun))],
    ['a series whose every second hour is missing', shaped(31, (at) => (at % 2 ? null : lively(at)))],
    ['a month without its nights', shaped(31, (at) => (at % DAY < 7 ? null : lively(at)))],
    [
      'bills of a month each',
      Array.from({ length: 24 }, (_, month) => ({
        timestamp: `${2024 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01 00:00:00`,
        interval_minutes: 43_200,
        kwh: 200 + month,
      })),
    ],
    [
      'a home and a roof with a date that is wrong by centuries',
      [
        ...shaped(31, lively),
        ...generated(shaped(31, sun, { appliance: 'roof' })),
        { timestamp: '1601-01-01 00:00:00', kwh: 1 },
        { appliance: 'roof', timestamp: '1601-01-01 12:00:00', generated_kwh: 3 },
      ],
    ],
    ['readings of unknown length', shaped(31, lively, { interval_minutes: null })],
  ])('in %s', async (_, readings) => {
    expect(await eventsOf(readings)).toEqual([]);
  });

  test.each([
    ['October', '2026-10-25T01:00:00Z', 2, 1],
    ['March', '2026-03-29T01:00:00Z', 1, 2],
  ])('in %s, when clocks change', async (_, change, before, after) => {
    const moment = Date.parse(change);
    const readings = Array.from({ length: 56 * DAY }, (_, index) => {
      const utc = moment + (index - WEEKS * DAY) * 3_600_000;
      const local = utc + (utc < moment ? before : after) * 3_600_000;
      const text = (time: number) => new Date(time).toISOString().slice(0, 19).replace('T', ' ');
      const hours = local / 3_600_000;
      return { timestamp: text(local), utc: text(utc), kwh: lively(hours) ?? 0 };
    });
    expect(await eventsOf(readings)).toEqual([]);
  });
});

describe('every event', () => {
  const odd = changed(
    changed(
      changed(lively, 250, 253, (kwh) => kwh * 4),
      300,
      310,
      (kwh) => kwh / 8,
    ),
    400,
    420,
    () => 1.0123,
  );
  const ODD = shaped(WEEKS, odd);

  test('is the same whatever the order of the readings', async () => {
    const events = await eventsOf(ODD);
    expect(events.map(({ kind }) => kind)).toEqual(['SPIKE', 'DROP', 'STUCK']);
    expect(await eventsOf(shuffled(ODD, 7))).toEqual(events);
  });

  test('scales with its series: kinds, times and scores stay', async () => {
    const events = await eventsOf(ODD);
    const scaled = await eventsOf(ODD.map((row) => ({ ...row, kwh: Number((Number(row.kwh) * 1000).toFixed(4)) })));
    const told = (all: typeof events) =>
      all.map(({ kind, severity, start_utc, end_utc, readings }) => ({ kind, severity, start_utc, end_utc, readings }));
    expect(told(scaled)).toEqual(told(events));
    for (const [index, event] of scaled.entries()) {
      expect(Number(event.excess_kwh)).toBeCloseTo(Number(events[index]?.excess_kwh) * 1000, 3);
      expect(Number(event.score)).toBeCloseTo(Number(events[index]?.score), 9);
    }
  });

  test('is of its own series: another one, constant or odd itself, changes nothing', async () => {
    const events = await eventsOf(ODD);
    const more = await eventsOf([
      ...shaped(WEEKS, () => 3, { appliance: 'A constant' }),
      ...ODD,
      ...shaped(
        WEEKS,
        changed(lively, 100, 102, () => 9),
        { appliance: 'z' },
      ),
    ]);
    expect(more.filter(({ appliance }) => appliance === 'total')).toEqual(events);
    expect(more.filter(({ appliance }) => appliance !== 'total')).toMatchObject([{ appliance: 'z', kind: 'SPIKE' }]);
  });

  test('costs what its hours cost: a spike into the cheap night, of the site that pays so', async () => {
    const versions = [
      {
        from: '2026-10-01',
        rates: [
          { band: 'night', hours: ['22:00-06:00'], price: 0.2 },
          { band: 'day', price: 0.4 },
        ],
      },
    ];
    const tariffs = JSON.stringify([{ name: 'Two rates', sites: ['home'], currency: 'CHF', versions }]);
    await bench.context.lake.putText(CONFIG_KEYS.tariffs, tariffs, 'application/json');
    // 20:00 to 00:00: two hours of 5 where 2 are usual, two of 5 where 1 is: 6 x 0.4 + 8 x 0.2.
    const spiky = changed(evenings, 260, 264, () => 5);
    const events = await eventsOf([...shaped(WEEKS, spiky), ...shaped(WEEKS, spiky, { site_id: 'office' })]);
    expect(events).toMatchObject([
      { site_id: 'home', excess_kwh: '14.000000000', cost: '4.000000000000000', currency: 'CHF' },
      { site_id: 'office', excess_kwh: '14.000000000', cost: '4.200000000000000', currency: 'EUR' },
    ]);
  });

  test('has no cost on a day without a valid tariff', async () => {
    const versions = [{ from: '2026-11-01', rates: [{ band: 'flat', price: 0.4 }] }];
    const tariffs = JSON.stringify([{ name: 'Later', sites: ['home'], currency: 'EUR', versions }]);
    await bench.context.lake.putText(CONFIG_KEYS.tariffs, tariffs, 'application/json');
    for (const event of await eventsOf(ODD)) expect(event.cost).toBeNull();
  });

  test('has no cost without a price', async () => {
    const free = await stepBench({ ENERGY_TARIFF_RATE: '0' });
    try {
      const events = await eventsOf(ODD, free);
      expect(events).toHaveLength(3);
      for (const event of events) expect(event.cost).toBeNull();
    } finally {
      await free.close();
    }
  });

  test('holds figures that agree, whatever the readings are', async () => {
    await fc.assert(
      fc.asyncProperty(readingsArbitrary, fc.integer(), async (readings, seed) => {
        const events = await eventsOf(readings);
        expect(await eventsOf(shuffled(readings, seed))).toEqual(events);
        for (const event of events) {
          expect(EVENT_KINDS).toContain(event.kind);
          expect(SEVERITIES).toContain(event.severity);
          expect(Number(event.score)).toBeGreaterThanOrEqual(1);
          expect(Number(event.readings)).toBeGreaterThan(0);
          expect(String(event.start_utc) < String(event.end_utc)).toBe(true);
          expect(JSON.stringify(event)).not.toMatch(/NaN|Infinity/i);
        }
        // Each negative reading is part of exactly one event.
        const negative = readings
          .flatMap(({ kwh, generated_kwh }) => [kwh, generated_kwh])
          .filter((v) => Number(v) < 0);
        const told = events
          .filter(({ kind }) => kind === 'NEGATIVE')
          .reduce((sum, { readings: n }) => sum + Number(n), 0);
        expect(told).toBeGreaterThanOrEqual(negative.length);
      }),
      { numRuns: 25 },
    );
  });
});

test('the file has exactly the declared columns, with events and without', async () => {
  for (const readings of [
    shaped(
      WEEKS,
      changed(lively, 250, 252, () => 9),
    ),
    hourly([1, 2]),
  ]) {
    const output = await detectAnomalies(await bench.readings(readings), bench.context);
    const declared = TABLES.anomaly_event_data.columns.map(({ name, type }) => [name, duckdbType(type)]);
    const written = (await bench.columns(output.tables[1])).map((column) => [column.column_name, column.column_type]);
    expect(written).toEqual(declared);
  }
});
