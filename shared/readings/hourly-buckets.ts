/**
 * A bucket is what one series measured in one hour of its site's wall clock: local hour of a local date. Buckets are
 * small (an hour of minutes is one row), every rollup derives from them, and they are all that most steps need of the
 * readings.
 */
import { literal } from '../database/duckdb.ts';
import { momentSums } from './moments.ts';
import { eachMeasure, type Survey } from './series.ts';

/** Microseconds from 0001-01-01 to 1970-01-01: added so that integer division rounds down for every date. */
export const YEAR_ONE = '62135596800000000';

/** Hours from 0001-01-01T00:00 to a reading, by the site's wall clock. */
export const HOURS = `(epoch_us(timestamp) + ${YEAR_ONE}) // 3600000000`;

/**
 * Whether the energy of a reading flowed in the hours of its interval, and is not that of a gap: over raw_energy_data.
 */
export const HOURS_KNOWN =
  'coalesce(epoch_us(end_utc) - epoch_us(utc) <= greatest(3600000000, interval_minutes * 90000000), true)';

/**
 * SQL: whether the readings of a bucket tell at which hour of day energy flows. Those of a day begin at midnight, and
 * say nothing of it; one of less than a day with an end of its own, such as a charge, says when it was.
 * @param spans whether readings have an end of their own
 */
export function tellsHours(spans: boolean): string {
  const minutes = 'coalesce(interval_minutes, 0)';
  return spans ? `state = 'read' AND ${minutes} < ${SHORTEST_DAY_MINUTES}` : `${minutes} <= 60`;
}

/** On which clocks go forward. */
const SHORTEST_DAY_MINUTES = 23 * 60;

/** Local date and hour of day of a bucket's `hours`. */
export const BUCKET_DAY = "DATE '0001-01-01' + CAST(hours // 24 AS INTEGER)";
export const BUCKET_HOUR = 'CAST(hours % 24 AS INTEGER)';

/**
 * SQL aggregate: length of the interval of a series, minutes; the mean one where it changed, so that `n` readings
 * always cover `n` times it. Summed as exact decimals: the order of rows does not matter.
 * @param n SQL of the readings in a row
 */
export function meanInterval(n: string): string {
  const minutes = `CAST(sum(${n} * CAST(interval_minutes AS DECIMAL(24, 12))) AS DOUBLE)`;
  return (
    `CASE WHEN min(interval_minutes) = max(interval_minutes) THEN min(interval_minutes) ` +
    // What only goes on from an earlier bucket has no reading of its own.
    `ELSE coalesce(${minutes} / nullif(CAST(sum(${n}) FILTER (interval_minutes IS NOT NULL) AS DOUBLE), 0), ` +
    `max(interval_minutes)) END`
  );
}

/**
 * Buckets of each measure that has readings: `site_id, appliance, measure, hours`, the sums of `momentSums`, `smallest,
 * largest` (kWh), `first_utc, last_utc, first_timestamp, last_timestamp`, and the columns that `more` adds.
 *
 * When clocks go back, one bucket holds the hour twice: first with the larger offset from UTC, then with the smaller
 * one. That is why the first reading's local time is its UTC plus the bucket's largest offset.
 * @param readings relation with `site_id, appliance, timestamp, utc` and a column for each measure
 * @param more further aggregates, as a select list
 */
export function hourlyBucketsQuery(readings: string, survey: Survey, more = ''): string {
  const offset = 'epoch_us(timestamp) - epoch_us(utc)';
  return eachMeasure(
    survey,
    (measure, column) => `
      SELECT site_id, appliance, ${literal(measure)} AS measure, ${HOURS} AS hours,
        ${momentSums(survey, column)},
        min(${column}) AS smallest, max(${column}) AS largest,
        min(utc) AS first_utc, max(utc) AS last_utc,
        min(utc) + to_microseconds(max(${offset})) AS first_timestamp,
        max(utc) + to_microseconds(min(${offset})) AS last_timestamp${more && `, ${more}`}
      FROM ${readings} WHERE ${column} IS NOT NULL
      GROUP BY site_id, appliance, hours`,
  );
}
