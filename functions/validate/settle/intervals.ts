/**
 * How long each reading lasts. A series has one interval, the commonest difference of its times; where its readings do
 * not follow one another so, each is looked at by itself:
 *
 * - Four equal steps in a row, or more, are an interval of their own: the meter was set to another one.
 * - Any other reading lasts until the next one, unless that is half as far again as the interval that was in force, or
 *   farther: then readings are missing, and it lasts that interval.
 */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import { MINUTE_US } from '../../../shared/time-units.ts';

const STEPS_OF_AN_INTERVAL = 4;
const GAP_FROM = 1.5;

/** Which end of its interval a reading's time is. */
export type Stamped = 'start' | 'end';

const USUAL = `CAST(round(interval_minutes * ${MINUTE_US}) AS BIGINT)`;
/**
 * SQL: whether the readings of a row of the table `series` do not simply follow one another. Too many here and too few
 * there may even out in their number; in the first steps they do not.
 */
export const IS_IRREGULAR =
  `coalesce(interval_minutes > 0 AND (steps_seen < times_looked_at - 1 ` +
  `OR (readings - 1) * ${USUAL} <> epoch_us(last_utc) - epoch_us(first_utc)), false)`;

/**
 * Makes the table `odd_intervals`: `site_id, appliance, utc, timestamp, next, usual, step, in_force, lasts`, a row for
 * each reading of an irregular series that is not followed by the next one after its series' interval; `step` is null
 * for the last one.
 * @param readings relation with `site_id, appliance, utc, timestamp`, keys unique; the table `series` is of them
 * @param stamped of ends, what follows is what lies before
 */
export async function createOddIntervals(readings: string, stamped: Stamped, db: Database): Promise<void> {
  const series = '(PARTITION BY site_id, appliance ORDER BY place)';
  const place = stamped === 'start' ? 'epoch_us(utc)' : '-epoch_us(utc)';
  const steady = 'CASE WHEN steady THEN step END IGNORE NULLS';
  const chain = '(PARTITION BY site_id, appliance, chain ORDER BY place ROWS';
  await db.run(
    `CREATE OR REPLACE TEMP TABLE odd_intervals AS WITH ` +
      `steps AS (SELECT site_id, appliance, utc, timestamp, usual, place, ` +
      `lead(place) OVER ${series} - place AS step, lead(timestamp) OVER ${series} AS next ` +
      `FROM (SELECT *, ${place} AS place FROM ${readings}) JOIN (SELECT site_id, appliance, ${USUAL} AS usual ` +
      `FROM series WHERE ${IS_IRREGULAR}) USING (site_id, appliance)), ` +
      `odd AS (SELECT *, place - lag(place + step) OVER ${series} AS apart, lag(step) OVER ${series} AS before ` +
      `FROM steps WHERE step IS DISTINCT FROM usual), ` +
      `turns AS (SELECT *, sum(CASE WHEN apart = 0 AND step = before THEN 0 ELSE 1 END) OVER ${series} AS stretch, ` +
      // Between two of them the usual interval was in force for a while.
      `sum(CASE WHEN apart < ${STEPS_OF_AN_INTERVAL} * usual THEN 0 ELSE 1 END) OVER ${series} AS chain FROM odd), ` +
      `runs AS (SELECT *, count(step) OVER (PARTITION BY site_id, appliance, ` +
      `stretch) >= ${STEPS_OF_AN_INTERVAL} AS steady FROM turns), ` +
      `forced AS (SELECT *, coalesce(last_value(${steady}) OVER ${chain} UNBOUNDED PRECEDING), ` +
      `first_value(${steady}) OVER ${chain} BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING), ` +
      `usual) AS in_force FROM runs) ` +
      `SELECT site_id, appliance, utc, timestamp, next, usual, step, in_force, ` +
      `CASE WHEN step < ${GAP_FROM} * in_force THEN step ELSE in_force END AS lasts FROM forced`,
  );
}

const oddSchema = z.tuple([z.object({ changes: z.number(), uneven: z.number() })]);

/**
 * @returns of the readings in the table `odd_intervals`, whether for some another interval than their series' is in
 * force, and whether some last another time
 */
export async function surveyOdd(db: Database): Promise<{ changes: boolean; uneven: boolean }> {
  const [{ changes, uneven }] = oddSchema.parse(
    await db.rows(
      'SELECT coalesce(count_if(in_force <> usual), 0)::INTEGER AS changes, ' +
        'coalesce(count_if(lasts <> usual), 0)::INTEGER AS uneven FROM odd_intervals',
    ),
  );
  return { changes: changes > 0, uneven: uneven > 0 };
}
