import { COMBINED_SUMS, MEAN, sampleDeviation } from '../../shared/domain/moments.ts';
import { SERIES, type Survey } from '../../shared/domain/series.ts';
import { CELL_DAY, CELL_HOUR } from './cells.ts';

/** daily_energy_data from the cells. */
export function dailyQuery(): string {
  return `
    SELECT ${SERIES}, ${CELL_DAY} AS day, sum(n) AS readings, sum(total) AS total_kwh
    FROM cells GROUP BY ALL ORDER BY ${SERIES}, day`;
}

/** hourly_energy_data from the cells. */
export function hourlyQuery(): string {
  return `
    SELECT *, CAST(total_kwh AS DOUBLE) / readings AS avg_kwh
    FROM (
      SELECT ${SERIES}, ${CELL_HOUR} AS hour, CAST(sum(n) AS BIGINT) AS readings, sum(total) AS total_kwh
      FROM cells GROUP BY ALL
    ) ORDER BY ${SERIES}, hour`;
}

/** processed_energy_data from the cells. */
export function processedQuery(survey: Survey): string {
  return `
    WITH sums AS (
      SELECT ${SERIES}, ${COMBINED_SUMS}, min(smallest) AS smallest, max(largest) AS largest,
        min(first_utc) AS first_utc, max(last_utc) AS last_utc,
        arg_min(first_utc + to_microseconds(first_offset), first_utc) AS first_timestamp,
        arg_max(last_utc + to_microseconds(last_offset), last_utc) AS last_timestamp
      FROM cells GROUP BY ${SERIES}
    ),
    intervals AS (${intervalsQuery()}),
    peaks AS (${peaksQuery()})
    SELECT ${SERIES}, n AS readings, total AS total_kwh, ${MEAN} AS avg_kwh,
      ${sampleDeviation(survey)} AS std_kwh,
      smallest AS min_kwh, largest AS max_kwh,
      CAST(total AS DOUBLE) / nullif(CAST(sum(total) OVER (PARTITION BY site_id, measure) AS DOUBLE), 0) AS share,
      peak_hour, first_timestamp, last_timestamp, interval_minutes,
      ${EXPECTED} AS expected,
      least(1, n / (${EXPECTED})) AS completeness
    FROM sums JOIN intervals USING (${SERIES}) JOIN peaks USING (${SERIES})
    ORDER BY ${SERIES}`;
}

/**
 * Intervals from the first to the last reading, both included, counted in UTC: a day on which clocks change has 23 or
 * 25 hours. Without a known interval nothing can be said to be missing.
 */
const EXPECTED = `CASE WHEN interval_minutes > 0
  THEN (epoch_us(last_utc) - epoch_us(first_utc)) // greatest(1, CAST(round(interval_minutes * 60000000) AS BIGINT)) + 1
  ELSE n END`;

/** The interval that most readings of a series have, the shortest on a tie. */
function intervalsQuery(): string {
  return `
    SELECT ${SERIES}, interval_minutes
    FROM (SELECT ${SERIES}, interval_minutes, sum(n) AS n FROM cells GROUP BY ALL)
    QUALIFY row_number() OVER (PARTITION BY ${SERIES} ORDER BY n DESC, interval_minutes NULLS LAST) = 1`;
}

/**
 * The hour of day with the highest mean, the earliest on a tie. Means are compared as whole nano-kWh and the remaining
 * fraction: equal means compare equal whatever their counts, which quotients of rounded numbers would not.
 */
function peaksQuery(): string {
  return `
    SELECT ${SERIES}, hour AS peak_hour
    FROM (
      SELECT ${SERIES}, ${CELL_HOUR} AS hour, sum(n) AS n, CAST(sum(total) * 1000000000 AS HUGEINT) AS nano
      FROM cells GROUP BY ALL
    )
    QUALIFY row_number() OVER (
      PARTITION BY ${SERIES} ORDER BY nano // n DESC, CAST(nano % n AS DOUBLE) / n DESC, hour
    ) = 1`;
}
