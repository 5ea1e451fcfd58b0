/**
 * How many intervals of a series begin in a stretch of time: what its readings there are compared with.
 *
 * A series' intervals begin on a grid, one every `step`. Grids of up to an hour run in UTC, so that a day of 23 or 25
 * hours expects 23 or 25 of them; those of up to a day run by the wall clock, because a day's reading is at midnight in
 * summer and in winter. A day is expected whole, also where a file begins or ends in the middle of it: its total is not
 * a day's total.
 */

import { type Database, literal } from '../database/duckdb.ts';
import type { Clock } from '../readings/clock.ts';
import { YEAR_ONE } from '../readings/hourly-buckets.ts';
import { HOUR_US } from '../time-units.ts';
import { type ChangedHour, zonedToUtc } from './zones.ts';

/**
 * SQL: intervals of a series that begin before an instant, up to a constant.
 * @param series alias of the table `series`
 * @param utc the instant, and `local` the wall clock at it; both TIMESTAMP
 */
function pointsBefore(series: string, utc: string, local: string): string {
  const at = `(CASE WHEN ${series}.by_wall_clock THEN epoch_us(${local}) ELSE epoch_us(${utc}) END)`;
  // Counted from the year one, so that integer division rounds down for every date.
  return `(${at} + ${YEAR_ONE} - ${series}.phase + ${series}.step - 1) // ${series}.step`;
}

/**
 * SQL: intervals of a series that begin within a stretch of time; null where the interval is unknown or more than a
 * day.
 * @param stretch alias of a relation with `begin_utc, begin_local, end_utc, end_local`
 */
export function pointsWithin(series: string, stretch: string): string {
  const before = (edge: string) => pointsBefore(series, `${stretch}.${edge}_utc`, `${stretch}.${edge}_local`);
  return `CASE WHEN ${series}.step <= ${24 * HOUR_US} THEN ${before('end')} - ${before('begin')} END`;
}

/**
 * SQL: intervals of the series `s` that begin in the hour of day `hour`, over all dates from its first reading to its
 * last; null where the interval is unknown. Counted, not listed: one wrong date in a file spans decades.
 *
 * Hours of that name between the first and the last, each with as many intervals as an hour has, and those that the
 * clock repeats or skips; without what the first hour has before the first reading, and the last one after the last.
 * For intervals of more than an hour nothing says into which hour a missing one would have fallen: then the series' own
 * completeness.
 */
export function pointsOfHour(changed: readonly ChangedHour[]): string {
  const [first, last] = ['first_timestamp', 'last_timestamp'].map((edge) => `(epoch_us(s.${edge}) + ${YEAR_ONE})`);
  const named = `((${last} // ${HOUR_US} - hour) // 24 - (${first} // ${HOUR_US} - 1 - hour) // 24)`;
  const gained = changed.map(
    ({ zone, hours, gain }) =>
      `CASE WHEN s.zone = ${zone} AND hour = ${hours % 24} ` +
      `AND ${hours} BETWEEN ${first} // ${HOUR_US} AND ${last} // ${HOUR_US} THEN ${gain} ELSE 0 END`,
  );
  const before = `CASE WHEN hour = ${first} // ${HOUR_US} % 24 THEN ${first} % ${HOUR_US} // s.step ELSE 0 END`;
  const after =
    `CASE WHEN hour = ${last} // ${HOUR_US} % 24 THEN (${HOUR_US} - 1 - ${last} % ${HOUR_US}) // s.step ` +
    `ELSE 0 END`;
  return `CASE WHEN s.by_wall_clock THEN CAST(round(s.expected * r.readings / s.n) AS BIGINT)
    ELSE CAST(round((${[named, ...gained].join(' + ')}) * (${HOUR_US} / s.step)) AS BIGINT) - ${before} - ${after} END`;
}

/**
 * SQL: columns `expected` and `completeness`. Readings that stand beside the grid are not too many: then as many were
 * expected. Where nothing was expected nothing is missing.
 * @param points SQL: what `pointsWithin` gives, or a sum of it
 * @param covered SQL of the intervals that readings cover: as many as there are, but where one reading covers several
 */
export function completenessColumns(points: string, covered = 'readings'): string {
  const expected = `greatest(${covered}, coalesce(${points}, 0))`;
  return `${expected} AS expected, CASE WHEN ${expected} = 0 THEN 1 ELSE ${covered} / ${expected} END AS completeness`;
}

/** Creates `days`: `zone, day, begin_local, end_local, begin_utc, end_utc` of each local date under each clock. */
export async function createDays(db: Database, dates: readonly string[], clocks: readonly Clock[]): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE days AS
    SELECT *, ${zonedToUtc('begin_local', clocks)} AS begin_utc, ${zonedToUtc('end_local', clocks)} AS end_utc
    FROM (
      SELECT zone, day, CAST(day AS TIMESTAMP) AS begin_local, CAST(day + 1 AS TIMESTAMP) AS end_local
      FROM (SELECT CAST(unnest([${dates.map(literal).join(', ')}]) AS DATE) AS day),
        (SELECT CAST(unnest(range(${clocks.length})) AS INTEGER) AS zone)
    )`);
}

/**
 * SQL aggregate: intervals of a series that its buckets cover.
 * @param series alias of the table `series`
 * @param spans whether readings have an end of their own
 */
export function coveredIntervals(series: string, spans: boolean): string {
  if (!spans) return 'CAST(sum(n) AS BIGINT)';
  return (
    `CAST(coalesce(CASE WHEN any_value(${series}.step) IS NOT NULL THEN ` +
    `greatest(sum(n), CAST(round(sum(minutes) * ${HOUR_US / 60} / any_value(${series}.step)) AS BIGINT)) END, ` +
    `sum(n)) AS BIGINT)`
  );
}
