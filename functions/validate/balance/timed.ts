/** The energies of a file with the length of each: its interval, and its end. */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import { plusMicroseconds, toUtc } from '../../../shared/readings/clock.ts';
import { HOUR_US, MINUTE_US, MINUTES_PER_DAY } from '../../../shared/time-units.ts';
import type { Energies } from '../convert/to-energy.ts';
import { onlyClock, type Zones } from '../read/zones.ts';

const intervalSchema = z.tuple([z.object({ interval: z.number().nullable() })]);

/**
 * @returns the relation `site_id, appliance` (the key of the series), `timestamp, utc, kwh, interval_minutes, end_utc`,
 * and where readings have an end of their own `series_minutes, hours_known`, see `createSpans`. One interval of all
 * series is the rule: a constant costs no join
 */
export async function timed(energies: Energies, zones: Zones, db: Database): Promise<string> {
  if (energies.spans) return energies.accepted;
  const relation = await withUsualEnds(energies, db);
  const [{ days }] = daysSchema.parse(await db.rows(`SELECT count_if(${IS_OF_DAYS}) AS days FROM series`));
  return days === 0 ? relation : await withEndsOfDays(relation, zones, db);
}

/** SQL: whether an interval is a day, or several. */
const IS_OF_DAYS =
  `coalesce(interval_minutes >= ${MINUTES_PER_DAY} ` + `AND interval_minutes % ${MINUTES_PER_DAY} = 0, false)`;

const daysSchema = z.tuple([z.object({ days: z.coerce.number() })]);

/**
 * A day is over where the next one begins, and has 23 or 25 hours where clocks change: an hour too many would be
 * another day's, at the end of a month another month's. Where no reading follows, the wall clock says when that is.
 */
async function withEndsOfDays(relation: string, zones: Zones, db: Database): Promise<string> {
  const clock = onlyClock(zones);
  const lasts = `CAST(interval_minutes * ${MINUTE_US} AS BIGINT)`;
  const byWall = clock === null ? 'end_utc' : toUtc(plusMicroseconds('timestamp', lasts), clock);
  // Days that begin at one time of the wall clock are days of it; those of UTC move by an hour with the seasons.
  const isWall = 'min(CAST(timestamp AS TIME)) OVER series = max(CAST(timestamp AS TIME)) OVER series';
  const follows = `abs(epoch_us(next_utc) - epoch_us(end_utc)) <= ${HOUR_US}`;
  await db.run(
    `CREATE OR REPLACE TEMP TABLE timed_days AS SELECT * EXCLUDE (next_utc, is_wall) REPLACE (CASE ` +
      `WHEN NOT ${IS_OF_DAYS} THEN end_utc WHEN ${follows} THEN next_utc WHEN is_wall THEN ${byWall} ` +
      `ELSE end_utc END AS end_utc) FROM (SELECT *, lead(utc) OVER (series ORDER BY utc) AS next_utc, ` +
      `${isWall} AS is_wall FROM ${relation} WINDOW series AS (PARTITION BY site_id, appliance))`,
  );
  return 'timed_days';
}

async function withUsualEnds(energies: Energies, db: Database): Promise<string> {
  const ofReading = 'site_id, appliance, timestamp, utc, kwh';
  const [{ interval }] = intervalSchema.parse(
    await db.rows(
      'SELECT CASE WHEN count(interval_minutes) = count(*) ' +
        'AND min(interval_minutes) = max(interval_minutes) THEN min(interval_minutes) END AS interval FROM series',
    ),
  );
  const end = (lasts: string) => `make_timestamp(epoch_us(utc) + ${lasts}) AS end_utc`;
  if (interval !== null && !energies.changes) {
    return (
      `(SELECT ${ofReading}, ${interval}::DOUBLE ` +
      `AS interval_minutes, ${end(String(Math.round(interval * MINUTE_US)))} FROM ${energies.accepted})`
    );
  }
  const odd = energies.changes
    ? ' LEFT JOIN (SELECT site_id, appliance, utc, in_force FROM odd_intervals) USING (site_id, appliance, utc)'
    : '';
  const force = energies.changes ? `coalesce(in_force / ${MINUTE_US}.0::DOUBLE, usual)` : 'usual';
  return (
    `(SELECT *, ${end(`CAST(round(coalesce(interval_minutes, 0) * ${MINUTE_US}) AS BIGINT)`)} FROM (` +
    `SELECT ${ofReading}, ${force} AS interval_minutes ` +
    `FROM ${energies.accepted} JOIN (SELECT site_id, appliance, interval_minutes AS usual ` +
    `FROM series) USING (site_id, appliance)${odd}))`
  );
}
