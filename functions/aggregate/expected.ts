/**
 * How many intervals of a series begin in a stretch of time: what its readings there are compared with.
 *
 * A series' intervals begin on a grid from its first reading to its last, one every `step`. Grids of up to an hour run in UTC, so that a day
 * of 23 or 25 hours expects 23 or 25 of them; longer ones (a day, a month) run by the wall clock, because a day's reading is at
 * midnight in summer and in winter.
 */
import { type Clock, toUtc } from '../../shared/domain/clock.ts';
import { type Database, literal } from '../../shared/duckdb.ts';

/**
 * SQL: intervals of a series that begin before an instant.
 * @param series alias of the table `series`
 * @param utc the instant, and `local` the wall clock at it; both TIMESTAMP
 */
function pointsBefore(series: string, utc: string, local: string): string {
  const at = `(CASE WHEN ${series}.by_wall_clock THEN epoch_us(${local}) ELSE epoch_us(${utc}) END)`;
  const points = `(${series}.grid_last - ${series}.grid_first) // ${series}.step + 1`;
  return `greatest(0, least(${points}, (${at} - ${series}.grid_first + ${series}.step - 1) // ${series}.step))`;
}

/**
 * SQL: intervals of a series that begin within a stretch of time; null where the interval is unknown.
 * @param stretch alias of a relation with `begin_utc, begin_local, end_utc, end_local`
 */
export function pointsWithin(series: string, stretch: string): string {
  const before = (edge: string) => pointsBefore(series, `${stretch}.${edge}_utc`, `${stretch}.${edge}_local`);
  return `${before('end')} - ${before('begin')}`;
}

/**
 * SQL: columns `expected` and `completeness`. Readings that stand beside the grid are not too many: then as many were expected. Where
 * nothing was expected nothing is missing.
 * @param points SQL: what `pointsWithin` gives, or a sum of it
 */
export function completenessColumns(points: string, readings = 'readings'): string {
  const expected = `greatest(${readings}, coalesce(${points}, 0))`;
  return `${expected} AS expected, CASE WHEN ${expected} = 0 THEN 1 ELSE ${readings} / ${expected} END AS completeness`;
}

/** Creates `days`: each local date's `begin_local, end_local, begin_utc, end_utc`. */
export async function createDays(db: Database, dates: readonly string[], clock: Clock): Promise<void> {
  await db.run(`
    CREATE TEMP TABLE days AS
    SELECT *, ${toUtc('begin_local', clock)} AS begin_utc, ${toUtc('end_local', clock)} AS end_utc
    FROM (
      SELECT day, CAST(day AS TIMESTAMP) AS begin_local, CAST(day + 1 AS TIMESTAMP) AS end_local
      FROM (SELECT CAST(unnest([${dates.map(literal).join(', ')}]) AS DATE) AS day)
    )`);
}
