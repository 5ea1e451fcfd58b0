/** The cycles of whole series, worked out by hand. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { detectAnomalies } from '../../../../functions/detect-anomalies/detect-anomalies.ts';
import { type Bench, stepBench } from '../../../helpers/step-bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await stepBench();
});
afterAll(() => bench.close());

/** @param kwh SQL over `i`, the reading's number, from Thursday 1 October 2026 on */
const series = (appliance: string, minutes: number, days: number, kwh: string, missing = 'false') => `
  SELECT 'home' AS site_id, '${appliance}' AS appliance,
    TIMESTAMP '2026-10-01' + to_minutes(i * ${minutes}) AS timestamp, timestamp AS utc, ${minutes} AS interval_minutes,
    ${kwh} AS kwh, NULL AS generated_kwh
  FROM range(${(days * 1440) / minutes}) t(i) WHERE NOT (${missing})`;

async function cyclesOf(...all: string[]) {
  const output = await detectAnomalies(await bench.readingsFrom(all.join(' UNION ALL ')), bench.context);
  const written = output.tables.find(({ table }) => table === 'cycle_data');
  return written ? bench.rows(written) : undefined;
}

/** Every third reading of a fridge runs. */
const FRIDGE = 'CASE WHEN i % 3 = 0 THEN 0.044 ELSE 0.001 END';

test('how often, how long and how much, and whether it runs more than it did', async () => {
  // A washing machine on Saturdays and Wednesdays from 10:00 to 12:00, which pauses for half an hour.
  const WASHER = `CASE WHEN (i // 48) % 7 IN (2, 6) AND i % 48 IN (20, 22) THEN 0.5
    WHEN (i // 48) % 7 IN (2, 6) AND i % 48 = 23 THEN 0.3 ELSE 0 END`;
  const rows = await cyclesOf(
    series('Washer', 30, 28, WASHER),
    series('Fridge', 30, 28, FRIDGE),
    series('Lamp', 30, 28, '0.02 + 0.001 * (i % 5)'),
  );
  expect(rows).toMatchObject([
    {
      ...{ appliance: 'Fridge', cycles: '448', cycles_per_day: 16, cycle_minutes: 30, rest_minutes: 60 },
      ...{ cycle_kwh: 0.044, kwh: '19.712000000', duty: expect.closeTo(1 / 3), compared_days: 14 },
      ...{ earlier_duty: expect.closeTo(1 / 3), duty_change: expect.closeTo(0) },
    },
    {
      ...{ appliance: 'Washer', days: 28, cycles: '8', cycle_minutes: 120, rest_minutes: 94 * 60 },
      ...{ cycle_kwh: 1.3, kwh: '10.400000000', duty: expect.closeTo(16 / 672) },
    },
  ]);
});

test('a gap cuts a cycle and is no rest, and the last weeks stand beside the first ones', async () => {
  // The door leaks in the second half. The 600th to the 699th reading are missing.
  const [row] =
    (await cyclesOf(
      series(
        'Fridge',
        30,
        28,
        `CASE WHEN i % 3 = 0 OR (i >= 672 AND i % 3 = 1) THEN 0.044 ELSE 0.001 END`,
        'i BETWEEN 600 AND 699',
      ),
    )) ?? [];
  expect(row).toMatchObject({
    cycles: String(200 + 215),
    compared_days: 14,
    earlier_duty: expect.closeTo(1 / 3),
    rest_minutes: 30,
  });
  expect(row?.recent_duty).toBeCloseTo(2 / 3, 2);
  expect(row?.duty_change).toBeCloseTo(1, 1);
});

test('there is no table where nothing switches', async () => {
  expect(await cyclesOf(series('total', 60, 14, '1 + 0.1 * (i % 5)'))).toBeUndefined();
});
