import type { Database } from '../database/duckdb.ts';
import type { HourlyBuckets } from '../readings/fetch-hourly-buckets.ts';
import { BUCKET_DAY, BUCKET_HOUR, tellsHours } from '../readings/hourly-buckets.ts';
import { MEAN, sampleDeviation } from '../readings/moments.ts';
import { SERIES, type Survey } from '../readings/series.ts';
import { completenessColumns, coveredIntervals, pointsOfHour, pointsWithin } from './expected.ts';
import type { ChangedHour } from './zones.ts';

/**
 * Creates `daily`: the rows of daily_energy_data, from the buckets, `series` and `days`; beside them `covered`
 * (intervals), and `known`: whether all of its energy is known to be the day's, and believed.
 */
export async function createDaily(db: Database, { relation, spans }: HourlyBuckets): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE daily AS
    SELECT r.*, spread_kwh = 0 AND impossible_kwh =
      0 AS known, ${completenessColumns(pointsWithin('s', 'd'), 'r.covered')}
    FROM (
      SELECT ${SERIES}, ${BUCKET_DAY} AS day, CAST(sum(n) AS BIGINT) AS readings, sum(total) AS total_kwh, ${parts()},
        ${coveredIntervals('c', spans)} AS covered
      FROM ${relation} b ${spans ? `JOIN (SELECT ${SERIES}, step FROM series) c USING (${SERIES})` : ''} GROUP BY ALL
    ) r
    JOIN series s USING (${SERIES}) JOIN days d ON d.zone = s.zone AND d.day = r.day`);
}

/** SQL aggregates: what of a sum is spread from a longer stretch, and what is not believed. */
export function parts(): string {
  const of = (what: string, energy: string) => `coalesce(sum(${energy}) FILTER (${what}), 0)`;
  // Of a bucket with several readings, the largest is the one that is not believed.
  return (
    `${of("state = 'spread'", 'total')} AS ` +
    `spread_kwh, ${of('impossible', 'least(largest, total)')} AS impossible_kwh`
  );
}

/** daily_energy_data, from the table `daily`. */
export function dailyQuery(): string {
  return `SELECT * FROM daily ORDER BY ${SERIES}, day`;
}

/** hourly_energy_data from the buckets and `series`. */
export function hourlyQuery({ relation, spans }: HourlyBuckets, changed: readonly ChangedHour[]): string {
  return `
    SELECT ${SERIES}, hour, readings, total_kwh, CAST(total_kwh AS DOUBLE) / nullif(readings,
      0) AS avg_kwh, ${completenessColumns('points')}
    FROM (
      SELECT r.*, ${pointsOfHour(changed)} AS points
      FROM (
        SELECT ${SERIES}, ${BUCKET_HOUR} AS hour, CAST(sum(n) AS BIGINT) AS readings, sum(total) AS total_kwh
        FROM ${relation} WHERE ${tellsHours(spans)} GROUP BY ALL
      ) r JOIN series s USING (${SERIES})
    )
    ORDER BY ${SERIES}, hour`;
}

/** processed_energy_data, from the table `series`. */
export function processedQuery(survey: Survey): string {
  return `
    SELECT ${SERIES}, n AS readings, total AS total_kwh, ${MEAN} AS avg_kwh, ${sampleDeviation(survey)} AS std_kwh,
      smallest AS min_kwh, largest AS max_kwh,
      CAST(total AS DOUBLE) / nullif(CAST(sum(total) OVER (PARTITION BY site_id, measure) AS DOUBLE), 0) AS share,
      peak_hour, first_timestamp, last_timestamp, interval_minutes, expected,
        least(1, covered / expected) AS completeness
    FROM series
    ORDER BY ${SERIES}`;
}
