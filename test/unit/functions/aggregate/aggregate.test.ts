import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aggregate } from '../../../../functions/aggregate/aggregate.ts';
import { duckdbType, TABLES } from '../../../../shared/tables/schema.ts';
import { runs } from '../../../helpers/properties.ts';
import { hourly, nano, readingsArbitrary, shuffled } from '../../../helpers/readings.ts';
import { type Bench, stepBench, type TestReading } from '../../../helpers/step-bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await stepBench();
});
afterAll(() => bench.close());

async function tables(readings: readonly TestReading[]) {
  const output = await aggregate(await bench.readings(readings), bench.context);
  const [processed, daily, hours] = output.tables;
  return {
    output,
    processed: await bench.rows(processed),
    daily: await bench.rows(daily),
    hourly: await bench.rows(hours),
  };
}

test('figures of a small series, worked out by hand', async () => {
  const readings = [
    ...hourly([1, 2, null, 6], { appliance: 'AC' }),
    { timestamp: '2026-10-02 01:00:00', kwh: '3.5', appliance: 'AC' },
    { timestamp: '2026-10-01 00:00:00', kwh: '12.5', appliance: 'Heater' },
  ];
  const { processed, daily, hourly: hours } = await tables(readings);
  expect(processed).toEqual([
    {
      site_id: 'home',
      appliance: 'AC',
      measure: 'consumption',
      readings: '4',
      total_kwh: '12.500000000',
      avg_kwh: 3.125,
      // deviations -2.125, -1.125, 2.875, 0.375: squares sum to 14.1875, over 3
      std_kwh: Math.sqrt(14.1875 / 3),
      min_kwh: '1.000000000',
      max_kwh: '6.000000000',
      share: 0.5,
      peak_hour: 3,
      first_timestamp: '2026-10-01 00:00:00',
      last_timestamp: '2026-10-02 01:00:00',
      interval_minutes: 60,
      expected: '26',
      completeness: 4 / 26,
    },
    {
      site_id: 'home',
      appliance: 'Heater',
      measure: 'consumption',
      readings: '1',
      total_kwh: '12.500000000',
      avg_kwh: 12.5,
      std_kwh: null,
      min_kwh: '12.500000000',
      max_kwh: '12.500000000',
      share: 0.5,
      peak_hour: 0,
      first_timestamp: '2026-10-01 00:00:00',
      last_timestamp: '2026-10-01 00:00:00',
      interval_minutes: 60,
      expected: '1',
      completeness: 1,
    },
  ]);
  const series = { site_id: 'home', appliance: 'AC', measure: 'consumption' };
  const certain = { spread_kwh: '0.000000000', impossible_kwh: '0.000000000' };
  expect(daily.slice(0, 2)).toEqual([
    {
      ...series,
      day: '2026-10-01',
      readings: '3',
      total_kwh: '9.000000000',
      expected: '24',
      completeness: 0.125,
      ...certain,
    },
    {
      ...series,
      day: '2026-10-02',
      readings: '1',
      total_kwh: '3.500000000',
      expected: '24',
      completeness: 1 / 24,
      ...certain,
    },
  ]);
  expect(hours.slice(0, 3)).toEqual([
    { ...series, hour: 0, readings: '1', total_kwh: '1.000000000', avg_kwh: 1, expected: '2', completeness: 0.5 },
    { ...series, hour: 1, readings: '2', total_kwh: '5.500000000', avg_kwh: 2.75, expected: '2', completeness: 1 },
    { ...series, hour: 3, readings: '1', total_kwh: '6.000000000', avg_kwh: 6, expected: '1', completeness: 1 },
  ]);
});

test('sums are exact where floating point is not', async () => {
  const { processed } = await tables(hourly(Array(10).fill('0.1')));
  expect(processed[0]).toMatchObject({ total_kwh: '1.000000000', avg_kwh: 0.1, std_kwh: 0 });
});

describe('peak hour', () => {
  test('is the earliest of equal means, also when the counts differ', async () => {
    // Hour 2 has 0.3 / 3 and hour 1 has 0.1 / 1: equal, though not as quotients of doubles.
    const { processed } = await tables([
      { timestamp: '2026-10-01 01:00:00', kwh: '0.1' },
      ...[1, 2, 3].map((day) => ({ timestamp: `2026-10-0${day} 02:00:00`, kwh: '0.1' })),
    ]);
    expect(processed[0]?.peak_hour).toBe(1);
  });

  test('is a mean, not a total: a single high reading beats many lower ones', async () => {
    const { processed } = await tables([
      { timestamp: '2026-10-01 20:00:00', kwh: 5 },
      ...[1, 2, 3].map((day) => ({ timestamp: `2026-10-0${day} 02:00:00`, kwh: 4 })),
    ]);
    expect(processed[0]?.peak_hour).toBe(20);
  });

  test('is known for a series of zeros and for negative ones', async () => {
    expect((await tables(hourly([0, 0, 0]))).processed[0]).toMatchObject({ peak_hour: 0, share: null, std_kwh: 0 });
    expect((await tables(hourly([-3, -1, -2]))).processed[0]).toMatchObject({ peak_hour: 1, share: 1 });
  });
});

describe('completeness', () => {
  test('counts the 25 hours of a day on which clocks go back', async () => {
    // Europe/Berlin, 2026-10-25: 02:00 comes twice, first at +02:00, then at +01:00.
    const readings = Array.from({ length: 25 }, (_, index) => {
      const utc = new Date(Date.UTC(2026, 9, 24, 22 + index));
      const local = new Date(utc.getTime() + (index < 3 ? 2 : 1) * 3_600_000);
      const text = (date: Date) => date.toISOString().slice(0, 19).replace('T', ' ');
      return { timestamp: text(local), utc: text(utc), kwh: 1 };
    });
    const { processed, daily, hourly: hours } = await tables(readings);
    expect(processed[0]).toMatchObject({
      expected: '25',
      completeness: 1,
      first_timestamp: '2026-10-25 00:00:00',
      last_timestamp: '2026-10-25 23:00:00',
    });
    expect(daily).toMatchObject([{ day: '2026-10-25', readings: '25', total_kwh: '25.000000000' }]);
    expect(hours.find(({ hour }) => hour === 2)).toMatchObject({ readings: '2', avg_kwh: 1 });
  });

  test('counts the 23 hours of a day on which clocks go forward', async () => {
    const readings = Array.from({ length: 23 }, (_, index) => {
      const utc = new Date(Date.UTC(2026, 2, 28, 23 + index));
      const local = new Date(utc.getTime() + (index < 2 ? 1 : 2) * 3_600_000);
      const text = (date: Date) => date.toISOString().slice(0, 19).replace('T', ' ');
      return { timestamp: text(local), utc: text(utc), kwh: 1 };
    });
    const { processed } = await tables(readings);
    expect(processed[0]).toMatchObject({ expected: '23', completeness: 1, last_timestamp: '2026-03-29 23:00:00' });
  });

  test('a series that begins within the repeated hour begins at its own wall clock', async () => {
    const { processed } = await tables([
      { timestamp: '2026-10-25 02:30:00', utc: '2026-10-25 00:30:00', kwh: 1, interval_minutes: 30 },
      { timestamp: '2026-10-25 02:00:00', utc: '2026-10-25 01:00:00', kwh: 1, interval_minutes: 30 },
    ]);
    expect(processed[0]).toMatchObject({
      first_timestamp: '2026-10-25 02:30:00',
      last_timestamp: '2026-10-25 02:00:00',
      expected: '2',
    });
  });

  test('sees gaps in half-hour data', async () => {
    const { processed } = await tables(
      ['00:00', '00:30', '02:00'].map((time) => ({ timestamp: `2026-10-01 ${time}:00`, kwh: 1, interval_minutes: 30 })),
    );
    expect(processed[0]).toMatchObject({ interval_minutes: 30, expected: '5', completeness: 0.6 });
  });

  test('cannot be less than whole where the interval is unknown', async () => {
    const { processed } = await tables(hourly([1, null, 2], { interval_minutes: null }));
    expect(processed[0]).toMatchObject({ interval_minutes: null, expected: '2', completeness: 1 });
  });
});

test('consumption and generation of the same rows are series of their own', async () => {
  const { processed } = await tables([
    { timestamp: '2026-10-01 00:00:00', kwh: 1, generated_kwh: null },
    { timestamp: '2026-10-01 12:00:00', kwh: 2, generated_kwh: 7 },
  ]);
  expect(processed).toMatchObject([
    { measure: 'consumption', readings: '2', total_kwh: '3.000000000', peak_hour: 12, share: 1 },
    {
      measure: 'generation',
      readings: '1',
      total_kwh: '7.000000000',
      share: 1,
      first_timestamp: '2026-10-01 12:00:00',
    },
  ]);
});

test('generation alone is enough', async () => {
  const { processed } = await tables([{ timestamp: '2026-10-01 12:00:00', generated_kwh: 5_000_000, kwh: null }]);
  expect(processed).toMatchObject([{ measure: 'generation', total_kwh: '5000000.000000000' }]);
});

test('every file has exactly the declared columns', async () => {
  const { output } = await tables(hourly([1, 2]));
  for (const table of output.tables) {
    const declared = TABLES[table.table].columns.map(({ name, type }) => [name, duckdbType(type)]);
    const written = (await bench.columns(table)).map((column) => [column.column_name, column.column_type]);
    expect(written).toEqual(declared);
  }
});

test('any order of the readings gives the same rows, and every total is conserved', async () => {
  await fc.assert(
    fc.asyncProperty(readingsArbitrary, fc.integer(), async (readings, seed) => {
      const first = await tables(readings);
      const second = await tables(shuffled(readings, seed));
      expect(second).toEqual({ ...first, output: expect.anything() });

      const given = readings
        .flatMap(({ kwh, generated_kwh }) => [kwh, generated_kwh])
        .reduce((sum, value) => sum + (value === null || value === undefined ? 0n : nano(value)), 0n);
      for (const rows of [first.processed, first.daily, first.hourly]) {
        expect(rows.reduce((sum, row) => sum + nano(row.total_kwh), 0n)).toBe(given);
      }
    }),
    runs(15),
  );
});
