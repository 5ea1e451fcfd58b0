/** missing_data: the stretches of time in which a series should have readings and has none. */
import { z } from 'zod';
import type { Database } from '../database/duckdb.ts';
import type { Clock } from '../readings/clock.ts';
import type { HourlyBuckets } from '../readings/fetch-hourly-buckets.ts';
import { HOURS } from '../readings/hourly-buckets.ts';
import { eachMeasure, SERIES } from '../readings/series.ts';
import { zonedToLocal } from './zones.ts';

/** What missing_data looks like without a row. */
const NONE = `
  SELECT ${SERIES}, first_timestamp AS gap_start, first_timestamp AS gap_end, first_utc AS gap_start_utc, n AS missing
  FROM series WHERE false`;

/** Less of an interval than that is a clock that is set right. */
const SHORTEST_GAP = 0.5;

/** How much later a reading is than the one before it, in steps of its series. */
const steps = (from: string, to: string) => `round((epoch_us(${to}) - epoch_us(${from})) / step) - 1`;

/**
 * missing_data, from the table `series`. Gaps from one bucket to the next are seen in the buckets; only buckets that
 * lack readings inside are looked up among the readings.
 * @param readings brings the relation of raw_energy_data; not called where no bucket has a gap inside
 * @param tails as in `Before`
 */
export async function missingQuery(
  db: Database,
  { relation, survey }: HourlyBuckets,
  clocks: readonly Clock[],
  readings: () => Promise<string>,
  tails: string | null,
): Promise<string> {
  // Too few readings: those of a series that stands beside its grid are not missing.
  const gappy = '(SELECT * FROM series WHERE step IS NOT NULL AND n < expected)';
  await db.run(`
    CREATE OR REPLACE TEMP TABLE gappy_buckets AS
    SELECT c.site_id, c.appliance, c.measure, c.hours, s.zone, s.step, s.by_wall_clock, c.first_utc, c.last_utc,
      c.first_timestamp, c.last_timestamp,
      c.n < (epoch_us(c.last_utc) - epoch_us(c.first_utc)) // s.step + 1 AS broken
    FROM ${relation} c JOIN ${gappy} s USING (${SERIES})`);
  const [found] = z
    .array(z.object({ broken: z.boolean().nullable() }))
    .parse(await db.rows('SELECT bool_or(broken) AS broken FROM gappy_buckets'));
  const within = found?.broken ? `UNION ALL ${withinBuckets(await readings(), survey, clocks)}` : '';
  const before = tails === null ? '' : `UNION ALL ${beforeSeries(tails, clocks)}`;
  return inOrder(`${betweenBuckets(clocks)} ${within} ${before}`);
}

/** missing_data where nothing is missing but what was between the readings and those before them. */
export function missingBefore(tails: string, clocks: readonly Clock[]): string {
  return inOrder(beforeSeries(tails, clocks));
}

function inOrder(gaps: string): string {
  return `
    SELECT ${SERIES}, gap_start, gap_end, gap_start_utc, CAST(missing AS BIGINT) AS missing
    FROM (${gaps}) WHERE missing >= 1
    ORDER BY ${SERIES}, gap_start_utc`;
}

/** From the last reading before to the first one. */
function beforeSeries(tails: string, clocks: readonly Clock[]): string {
  const begins = (ends: string) => `make_timestamp(epoch_us(${ends}) - s.step)`;
  return gaps(
    `
    SELECT ${SERIES}, s.zone, s.step, s.by_wall_clock, ${begins('t.ends_utc')} AS utc,
      ${begins('t.ends_local')} AS timestamp, s.first_utc AS next_utc, s.first_timestamp AS next_timestamp
    FROM ${tails} t JOIN (SELECT * FROM series WHERE step IS NOT NULL) s USING (${SERIES})`,
    clocks,
  );
}

/**
 * A series without an interval is one without breaks, such as bills, where its readings cover this share of its time;
 * else they are charges and the like.
 */
const WITHOUT_BREAKS = 0.5;

/**
 * missing_data where readings have an end of their own: what nothing covers, between readings of a series that follow
 * one another.
 */
export function missingBetweenSpans(
  { relation }: HourlyBuckets,
  clocks: readonly Clock[],
  tails: string | null,
): string {
  const length = 'coalesce(step, s.minutes * 60000000 / s.n)';
  const reached = `max(b.ends_utc) OVER (PARTITION BY ${SERIES} ORDER BY b.begins_utc, b.ends_utc)`;
  const next = `lead(b.begins_utc) OVER (PARTITION BY ${SERIES} ORDER BY b.begins_utc, b.ends_utc)`;
  const whole = 'epoch_us(ends_utc) - epoch_us(first_utc)';
  const without = `step IS NOT NULL OR minutes * 60000000 >= ${WITHOUT_BREAKS} * (${whole})`;
  // Of a series without an interval the reading before tells with the others whether it is one without breaks.
  const withTail = `step IS NOT NULL OR (t.minutes + s.minutes) * 60000000 >=
    ${WITHOUT_BREAKS} * (epoch_us(s.ends_utc) - epoch_us(t.ends_utc) + t.minutes * 60000000)`;
  const before =
    tails === null
      ? ''
      : `UNION ALL SELECT ${SERIES}, zone, ${length} AS length, t.ends_utc AS gap_start_utc, s.first_utc AS gap_end_utc
        FROM ${tails} t JOIN series s USING (${SERIES}) WHERE ${withTail}`;
  return `
    SELECT ${SERIES}, ${zonedToLocal('gap_start_utc', clocks)} AS gap_start,
      ${zonedToLocal('gap_end_utc', clocks)} AS gap_end, gap_start_utc,
      CAST(greatest(1, round((epoch_us(gap_end_utc) - epoch_us(gap_start_utc)) / length)) AS BIGINT) AS missing
    FROM (
      SELECT ${SERIES}, zone, ${length} AS length, ${reached} AS gap_start_utc, ${next} AS gap_end_utc
      FROM ${relation} b JOIN (SELECT ${SERIES}, zone, step, minutes, n FROM series
        WHERE ${without}) s USING (${SERIES})
      ${before}
    )
    WHERE gap_end_utc > gap_start_utc AND epoch_us(gap_end_utc) - epoch_us(gap_start_utc) >= ${SHORTEST_GAP} * length
    ORDER BY ${SERIES}, gap_start_utc`;
}

/** Without a gap there is nothing to look for. */
export function nothingMissing(): string {
  return NONE;
}

function betweenBuckets(clocks: readonly Clock[]): string {
  const next = (column: string) => `lead(${column}) OVER (PARTITION BY ${SERIES} ORDER BY hours)`;
  return gaps(
    `
    SELECT ${SERIES}, zone, step, by_wall_clock, last_utc AS utc, last_timestamp AS timestamp,
      ${next('first_utc')} AS next_utc, ${next('first_timestamp')} AS next_timestamp
    FROM gappy_buckets`,
    clocks,
  );
}

function withinBuckets(readings: string, survey: HourlyBuckets['survey'], clocks: readonly Clock[]): string {
  const each = eachMeasure(
    survey,
    (measure, column) => `
      SELECT site_id, appliance, '${measure}' AS measure, ${HOURS} AS hours, timestamp, utc
      FROM ${readings} WHERE ${column} IS NOT NULL`,
  );
  const next = (column: string) => `lead(r.${column}) OVER (PARTITION BY ${SERIES}, hours ORDER BY r.utc)`;
  return gaps(
    `
    SELECT ${SERIES}, g.zone, g.step, g.by_wall_clock, r.utc, r.timestamp,
      ${next('utc')} AS next_utc, ${next('timestamp')} AS next_timestamp
    FROM (${each}) r JOIN (SELECT * FROM gappy_buckets WHERE broken) g USING (${SERIES}, hours)`,
    clocks,
  );
}

/** @param pairs relation of readings, each with the next one */
function gaps(pairs: string, clocks: readonly Clock[]): string {
  return `
    SELECT ${SERIES}, next_timestamp AS gap_end, utc + to_microseconds(step) AS gap_start_utc,
      CASE WHEN by_wall_clock THEN timestamp + to_microseconds(step)
        ELSE ${zonedToLocal('gap_start_utc', clocks)} END AS gap_start,
      CASE WHEN by_wall_clock THEN ${steps('timestamp', 'next_timestamp')}
        ELSE ${steps('utc', 'next_utc')} END AS missing
    FROM (${pairs}) WHERE next_utc IS NOT NULL`;
}
