import type { Database } from '../../shared/database/duckdb.ts';
import type { HourlyBuckets } from '../../shared/readings/fetch-hourly-buckets.ts';
import { BUCKET_DAY, BUCKET_HOUR } from '../../shared/readings/hourly-buckets.ts';
import { MEAN, sampleDeviation } from '../../shared/readings/moments.ts';
import { SERIES, type Survey } from '../../shared/readings/series.ts';
import { completenessColumns, pointsOfHour, pointsWithin } from './expected.ts';
import type { ChangedHour } from './zones.ts';

/** Creates `daily`: the rows of daily_energy_data, from the buckets, `series` and `days`. */
export async function createDaily(db: Database, { relation }: HourlyBuckets): Promise<void> {
  await db.run(`
    CREATE TEMP TABLE daily AS
    SELECT r.*, ${completenessColumns(pointsWithin('s', 'd'))}
    FROM (
      SELECT ${SERIES}, ${BUCKET_DAY} AS day, CAST(sum(n) AS BIGINT) AS readings, sum(total) AS total_kwh
      FROM ${relation} GROUP BY ALL
    ) r
    JOIN series s USING (${SERIES}) JOIN days d ON d.zone = s.zone AND d.day = r.day`);
}

/** daily_energy_data, from the table `daily`. */
export function dailyQuery(): string {
  return `SELECT * FROM daily ORDER BY ${SERIES}, day`;
}

/** hourly_energy_data from the buckets and `series`. */
export function hourlyQuery({ relation }: HourlyBuckets, changed: readonly ChangedHour[]): string {
  return `
    SELECT ${SERIES}, hour, readings, total_kwh, CAST(total_kwh AS DOUBLE) / readings AS avg_kwh, ${completenessColumns('points')}
    FROM (
      SELECT r.*, ${pointsOfHour(changed)} AS points
      FROM (
        SELECT ${SERIES}, ${BUCKET_HOUR} AS hour, CAST(sum(n) AS BIGINT) AS readings, sum(total) AS total_kwh
        FROM ${relation} GROUP BY ALL
      ) r JOIN series s USING (${SERIES})
    )
    ORDER BY ${SERIES}, hour`;
}

/** processed_energy_data, from the table `series`. */
export function processedQuery(survey: Survey): string {
  return `
    SELECT ${SERIES}, n AS readings, total AS total_kwh, ${MEAN} AS avg_kwh, ${sampleDeviation(survey)} AS std_kwh,
      smallest AS min_kwh, largest AS max_kwh,
      CAST(total AS DOUBLE) / nullif(CAST(sum(total) FILTER (counts) OVER (PARTITION BY site_id, measure) AS DOUBLE), 0) AS share,
      peak_hour, first_timestamp, last_timestamp, interval_minutes, expected, least(1, n / expected) AS completeness
    FROM series
    ORDER BY ${SERIES}`;
}
