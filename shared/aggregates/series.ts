/** The figures of each series, which the table of series is made of and from which the others know what to expect. */
import { z } from 'zod';
import type { Database } from '../database/duckdb.ts';
import type { HourlyBuckets } from '../readings/fetch-hourly-buckets.ts';
import { BUCKET_HOUR, meanInterval, tellsHours, YEAR_ONE } from '../readings/hourly-buckets.ts';
import { COMBINED_SUMS } from '../readings/moments.ts';
import { SERIES } from '../readings/series.ts';
import { type Zones, zoneNumbers } from './zones.ts';

/** What has to be known of all series together. */
export interface Extent {
  /** The longest interval, minutes; null when none is known. */
  readonly longestMinutes: number | null;
  /** Whether a series has fewer readings than intervals. */
  readonly gaps: boolean;
}

const extentSchema = z.tuple([z.object({ longest: z.number().nullable(), gaps: z.boolean() })]);

/**
 * Creates `series`, one row each: the sums of its buckets, first and last reading, `peak_hour`, `interval_minutes`,
 * `step` (the interval in microseconds, null when unknown), `expected` and `covered` (intervals), `zone` and `plan`
 * (the numbers of its clock and its tariff), and `phase` (where its grid of intervals begins, see expected.ts).
 * @param plan SQL: the tariff that a site pays
 */
export async function createSeries(
  db: Database,
  { relation, spans }: HourlyBuckets,
  zones: Zones,
  plan: string,
): Promise<Extent> {
  const numbers = zoneNumbers(zones);
  const zone = numbers === null ? '0 AS zone' : 'coalesce(zone, 0) AS zone';
  await db.run(`
    CREATE OR REPLACE TEMP TABLE series AS
    SELECT *, ${spans ? EXPECTED_OF_SPANS : EXPECTED} AS expected, ${spans ? COVERED : 'n'} AS covered,
      (CASE WHEN by_wall_clock THEN epoch_us(first_timestamp)
        ELSE epoch_us(first_utc) END + ${YEAR_ONE}) % step AS phase
    FROM (
      SELECT s.*, ${zone}, ${plan} AS plan, ${STEP} AS step, coalesce(interval_minutes > 60, false) AS by_wall_clock
      FROM (${seriesQuery(relation, spans)}) s ${numbers === null ? '' : `LEFT JOIN ${numbers} USING (site_id)`}
    )`);
  const [{ longest, gaps }] = extentSchema.parse(
    await db.rows('SELECT max(interval_minutes) AS longest, bool_or(covered < expected) AS gaps FROM series'),
  );
  return { longestMinutes: longest, gaps };
}

/** The interval in microseconds. */
const STEP = 'CASE WHEN interval_minutes > 0 THEN greatest(1, CAST(round(interval_minutes * 60000000) AS BIGINT)) END';

/**
 * Intervals from the first to the last reading, both included, counted in UTC: a day on which clocks change has 23 or
 * 25 hours. Without a known interval nothing can be said to be missing.
 */
const EXPECTED = 'CASE WHEN step IS NULL THEN n ELSE (epoch_us(last_utc) - epoch_us(first_utc)) // step + 1 END';

/**
 * Where readings have an end of their own, one may cover several intervals, and the last one reaches as far as its end.
 */
const COVERED = 'CASE WHEN step IS NULL THEN n ELSE greatest(n, CAST(round(minutes * 60000000 / step) AS BIGINT)) END';
const EXPECTED_OF_SPANS =
  'CASE WHEN step IS NULL THEN n ELSE greatest(1, ' +
  'CAST(round((epoch_us(ends_utc) - epoch_us(first_utc)) / step) AS BIGINT)) END';

/**
 * One row per series, by way of its hours of day.
 *
 * The peak hour is the one with the highest mean, the earliest on a tie. Means are compared as whole nano-kWh and the
 * remaining fraction: equal means compare equal whatever their counts, which quotients of rounded numbers would not.
 * Where readings have an end of their own it is the hour with the highest power, among those whose energy is known.
 * Readings that tell no hours, such as those of a day, have none.
 */
function seriesQuery(buckets: string, spans: boolean): string {
  const figures =
    `${COMBINED_SUMS}, min(smallest) AS smallest, max(largest) AS largest,
    ${meanInterval('n')} AS interval_minutes, min(first_utc) AS first_utc, max(last_utc) AS last_utc,
    arg_min(first_timestamp, first_utc) AS first_timestamp, arg_max(last_timestamp, last_utc) AS last_timestamp, ` +
    `sum(minutes) AS minutes, max(ends_utc) AS ends_utc`;
  const tells = tellsHours(spans);
  return `
    SELECT ${SERIES}, ${figures},
      arg_max(hour, (nano // length, CAST(nano % length AS DOUBLE) / length, -hour)) FILTER (length > 0) AS peak_hour
    FROM (SELECT ${SERIES}, ${BUCKET_HOUR} AS hour,
      CAST(sum(total) FILTER (${tells}) * 1000000000 AS HUGEINT) AS nano,
      CAST(round(sum(${spans ? 'minutes' : 'n'}) FILTER (${tells})) AS BIGINT) AS length, ${figures}
      FROM ${buckets} GROUP BY ${SERIES}, hour)
    GROUP BY ${SERIES}`;
}
