import type { Cells } from '../../shared/cells.ts';
import { CELL_DAY, CELL_HOUR, meanInterval } from '../../shared/domain/cells.ts';
import { COMBINED_SUMS, MEAN, sampleDeviation } from '../../shared/domain/moments.ts';
import { SERIES } from '../../shared/domain/series.ts';
import { isTotal } from '../../shared/totals.ts';

/** daily_energy_data from the cells. */
export function dailyQuery({ relation }: Cells): string {
  return `
    SELECT ${SERIES}, ${CELL_DAY} AS day, sum(n) AS readings, sum(total) AS total_kwh
    FROM ${relation} GROUP BY ALL ORDER BY ${SERIES}, day`;
}

/** hourly_energy_data from the cells. */
export function hourlyQuery({ relation }: Cells): string {
  return `
    SELECT *, CAST(total_kwh AS DOUBLE) / readings AS avg_kwh
    FROM (
      SELECT ${SERIES}, ${CELL_HOUR} AS hour, CAST(sum(n) AS BIGINT) AS readings, sum(total) AS total_kwh
      FROM ${relation} GROUP BY ALL
    ) ORDER BY ${SERIES}, hour`;
}

/**
 * processed_energy_data from the cells.
 * @param totals series whose site has a total are a part of that, see shared/totals.ts
 */
export function processedQuery({ relation, survey }: Cells, totals: readonly string[] = []): string {
  return `
    SELECT ${SERIES}, n AS readings, total AS total_kwh, ${MEAN} AS avg_kwh, ${sampleDeviation(survey)} AS std_kwh,
      smallest AS min_kwh, largest AS max_kwh,
      CAST(total AS DOUBLE) / nullif(CAST(${siteTotal(totals)} AS DOUBLE), 0) AS share,
      peak_hour, first_timestamp, last_timestamp, interval_minutes, expected, least(1, n / expected) AS completeness
    FROM (SELECT *, ${EXPECTED} AS expected FROM (${seriesQuery(relation)}))
    ORDER BY ${SERIES}`;
}

function siteTotal(totals: readonly string[]): string {
  const sum = 'sum(total) OVER (PARTITION BY site_id, measure)';
  if (totals.length === 0) return sum;
  return `coalesce(sum(CASE WHEN ${isTotal(totals)} THEN total END) OVER (PARTITION BY site_id, measure), ${sum})`;
}

/**
 * One row per series, by way of its hours of day.
 *
 * The peak hour is the one with the highest mean, the earliest on a tie. Means are compared as whole nano-kWh and the
 * remaining fraction: equal means compare equal whatever their counts, which quotients of rounded numbers would not.
 */
function seriesQuery(cells: string): string {
  const nano = 'CAST(total * 1000000000 AS HUGEINT)';
  const figures = `${COMBINED_SUMS}, min(smallest) AS smallest, max(largest) AS largest,
    ${meanInterval('n')} AS interval_minutes, min(first_utc) AS first_utc, max(last_utc) AS last_utc,
    arg_min(first_timestamp, first_utc) AS first_timestamp, arg_max(last_timestamp, last_utc) AS last_timestamp`;
  return `
    SELECT ${SERIES}, ${figures},
      arg_max(hour, (${nano} // n, CAST(${nano} % n AS DOUBLE) / n, -hour)) AS peak_hour
    FROM (SELECT ${SERIES}, ${CELL_HOUR} AS hour, ${figures} FROM ${cells} GROUP BY ${SERIES}, hour)
    GROUP BY ${SERIES}`;
}

/**
 * Intervals from the first to the last reading, both included, counted in UTC: a day on which clocks change has 23 or
 * 25 hours. Without a known interval nothing can be said to be missing.
 */
const EXPECTED = `CASE WHEN interval_minutes > 0
  THEN (epoch_us(last_utc) - epoch_us(first_utc)) // greatest(1, CAST(round(interval_minutes * 60000000) AS BIGINT)) + 1
  ELSE n END`;
