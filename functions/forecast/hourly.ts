/** The forecast days by hour. */

import type { Validated } from '../../shared/contract.ts';
import { literal } from '../../shared/database/duckdb.ts';
import { clockOf, skippedTimes, timestampLiteral } from '../../shared/readings/clock.ts';
import { BUCKET_DAY, BUCKET_HOUR } from '../../shared/readings/hourly-buckets.ts';
import { MS_PER_DAY } from '../../shared/text/days.ts';
import { HOUR_MS, MINUTES_PER_HOUR } from '../../shared/time-units.ts';
import { INTERVAL_WIDTH } from './interval.ts';

/** The days of this upload whose hours count, the newer half of them twice. */
const PROFILE_DAYS = 56;
const RECENT_DAYS = 28;
/** With fewer days an hour without readings may be a habit or an accident. */
const MINIMUM_DAYS = 7;
/** Exact, because sums of floating point depend on the order in which threads add. */
const PROFILE_TYPE = 'DECIMAL(30, 12)';

/**
 * A day's misses as shares of half its interval: what a normal distribution has at 10, 30, 50, 70 and 90 %, of which
 * the interval holds 80 %.
 */
const DAY_MISSES = [-1, -0.409, 0, 0.409, 1];

/** An hour's total as one of its day: in proportion to what is usual, else by the same amount more or less. */
const IN_PROPORTION = 'min(kwh) OVER day >= 0 AND sum(kwh) OVER day > 0';
const USUAL_OF_DAY = 'CAST(sum(kwh) OVER day AS DOUBLE)';
const SHARE = `CASE WHEN ${IN_PROPORTION} THEN CAST(kwh AS DOUBLE) / ${USUAL_OF_DAY} ELSE 1 / count(*) OVER day END`;
const spread = (total: string) => `CASE WHEN ${IN_PROPORTION} THEN ${total} * CAST(kwh AS DOUBLE) / ${USUAL_OF_DAY}
  ELSE CAST(kwh AS DOUBLE) + (${total} - ${USUAL_OF_DAY}) / count(*) OVER day END`;

/**
 * hourly_forecast_data from the table `forecasts`: each forecast day is spread over its hours as the energy of the last
 * eight weeks was, working days and days of rest (weekend, holiday) apart; a kind of day that was never seen takes the
 * profile of all. The hours of a day add up to its yhat. Where the profile has negative hours or none, the day's
 * difference from it is spread evenly.
 *
 * The interval of an hour is conformal, as that of a day, and of two misses together: how far the hours of these weeks
 * were from their day's total spread in the same way, each with what the hour has of the day's own miss.
 *
 * An hour that clocks skip is absent, by the zone of the upload; one that they repeat is there once.
 * @param buckets relation of `fetchHourlyBuckets`
 * @param horizon days that are forecast
 * @param holidays local dates
 */
export function hourlyQuery(buckets: string, input: Validated, horizon: number, holidays: readonly string[]): string {
  const dates = holidays.map((date) => `DATE ${literal(date)}`).join(', ');
  const rest = (day: string) => `(isodow(${day}) >= 6${dates === '' ? '' : ` OR ${day} IN (${dates})`})`;
  return `
    WITH hours AS (
      SELECT site_id, appliance, measure, ${BUCKET_DAY} AS day, ${BUCKET_HOUR} AS hour, total
      FROM ${buckets} WHERE state = 'read' AND NOT impossible AND coalesce(interval_minutes, 0) <= ${MINUTES_PER_HOUR}
    ),
    spans AS (
      SELECT site_id, measure, max(day) AS last_day, min(total) >= 0 AS positive FROM hours GROUP BY ALL
        HAVING count(DISTINCT day) >= ${MINIMUM_DAYS}
    ),
    recent AS (
      SELECT site_id, measure, day, hour, ${rest('day')} AS rest, sum(total) AS total,
        any_value(day > last_day - ${RECENT_DAYS}) AS newer
      FROM hours JOIN spans USING (site_id, measure)
      WHERE day > last_day - ${PROFILE_DAYS} GROUP BY ALL
    ),
    usual AS (
      SELECT site_id, measure, hour, rest,
        CAST(CAST(sum(total) + coalesce(sum(total) FILTER (newer), 0) AS DOUBLE) / (count(*) + count(*) FILTER (newer))
          AS ${PROFILE_TYPE}) AS kwh
      FROM recent GROUP BY GROUPING SETS ((site_id, measure, hour, rest), (site_id, measure, hour))
    ),
    missed AS (
      SELECT site_id, measure, hour, rest, list(miss) AS misses
      FROM (
        SELECT site_id, measure, hour, rest, CAST(total AS DOUBLE) - (${spread('day_total')}) AS miss
        FROM (
          SELECT *, CAST(sum(total) OVER (PARTITION BY site_id, measure, day) AS DOUBLE) AS day_total
          FROM recent JOIN usual USING (site_id, measure, hour, rest)
        ) WINDOW day AS (PARTITION BY site_id, measure, day)
      ) GROUP BY GROUPING SETS ((site_id, measure, hour, rest), (site_id, measure, hour))
    ),
    days AS (
      SELECT site_id, measure, ds, yhat, yhat_upper - yhat AS day_width, positive, ${rest('ds')} AS rest
      FROM (SELECT site_id, measure, unnest(days, recursive := true) FROM forecasts) JOIN spans USING (site_id, measure)
    ),
    every_hour AS (SELECT *, unnest(range(24)) AS hour FROM days),
    shaped AS (
      SELECT every_hour.*, coalesce(CASE WHEN of_kind THEN kind.kwh ELSE both_kinds.kwh END, 0)::${PROFILE_TYPE} AS kwh,
        CASE WHEN of_kind THEN of_kind_missed.misses ELSE both_missed.misses END AS misses
      FROM (
        SELECT *, (site_id, measure, rest) IN (SELECT (site_id, measure, rest) FROM usual
          WHERE rest IS NOT NULL) AS of_kind
        FROM every_hour
      ) AS every_hour
      LEFT JOIN usual AS kind USING (site_id, measure, hour, rest)
      LEFT JOIN usual AS both_kinds ON both_kinds.rest IS NULL AND both_kinds.site_id = every_hour.site_id
        AND both_kinds.measure = every_hour.measure AND both_kinds.hour = every_hour.hour
      LEFT JOIN missed AS of_kind_missed USING (site_id, measure, hour, rest)
      LEFT JOIN missed AS both_missed ON both_missed.rest IS NULL AND both_missed.site_id = every_hour.site_id
        AND both_missed.measure = every_hour.measure AND both_missed.hour = every_hour.hour
      ${withoutSkipped(input, horizon)}
    ),
    spread AS (
      SELECT site_id, measure, ds + to_hours(hour) AS timestamp, positive, ${spread('yhat')} AS yhat,
        day_width * (${SHARE}) AS of_day, coalesce(misses, [0]) AS misses
      FROM shaped WINDOW day AS (PARTITION BY site_id, measure, ds)
    ),
    sized AS (
      SELECT * EXCLUDE (misses), least(len(misses), ceil((len(misses) + 1) * ${INTERVAL_WIDTH})) / len(misses) AS rank,
        list_sort(flatten(list_transform([${DAY_MISSES.join(', ')}],
          lambda part: list_transform(misses, lambda miss: abs(miss + part * of_day))))) AS sizes
      FROM spread
    )
    SELECT site_id, measure, timestamp, yhat, yhat + half AS yhat_upper,
      greatest(yhat - half, CASE WHEN positive THEN least(yhat, 0) END) AS yhat_lower
    FROM (SELECT *, sizes[CAST(ceil(len(sizes) * rank) AS INTEGER)] AS half FROM sized)
    ORDER BY site_id, measure, timestamp`;
}

/**
 * The condition that leaves out the hours that clocks skip in the days after the period. A site whose readings end
 * earlier has its forecast earlier; its hours stay as they are.
 */
function withoutSkipped({ timeZone, period }: Validated, horizon: number): string {
  const first = Date.parse(`${period.to.slice(0, 10)}T00:00:00Z`);
  const last = first + (horizon + 1) * MS_PER_DAY;
  const clock = clockOf(timeZone, new Date(last).getUTCFullYear());
  const hours = skippedTimes(clock)
    .filter(({ from, to }) => to > first && from < last)
    .flatMap(({ from, to }) => hoursBetween(from, to));
  return hours.length === 0
    ? ''
    : `WHERE ds + to_hours(every_hour.hour) NOT IN (${hours.map(timestampLiteral).join(', ')})`;
}

/** The whole hours that begin from one time on and before another, milliseconds. */
function hoursBetween(from: number, to: number): number[] {
  const first = Math.ceil(from / HOUR_MS);
  return Array.from({ length: Math.ceil(to / HOUR_MS) - first }, (_, at) => (first + at) * HOUR_MS);
}
