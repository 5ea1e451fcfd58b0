/**
 * Counters that show 0 while what they count in is asleep, as inverters do by night, and then go on from where they had
 * been: such stands say nothing. A counter that begins again from 0 goes on from there.
 */
import { z } from 'zod';
import type { Database } from '../../../../shared/database/duckdb.ts';
import { HOUR_US } from '../../../../shared/time-units.ts';
import { REGISTER } from './falls.ts';

/** The step from 0 back to where the counter had been is so many times faster than any other. */
const TIMES_FASTEST = 2;

/** A counter of a few digits falls by one of them now and then. */
const JITTER_SHARE = 0.001;

const countSchema = z.object({ n: z.coerce.number() });

/**
 * Creates `asleep_stands`: `site_id, appliance, utc, timestamp, value`, of counters whose other stands never fall.
 * @param stands relation `site_id, appliance, timestamp, utc, value` (kWh)
 * @returns how many there are
 */
export async function findAsleep(stands: string, db: Database): Promise<number> {
  const byTime = `PARTITION BY ${REGISTER} ORDER BY utc`;
  const hours = (from: string, to: string) => `((epoch_us(${to}) - epoch_us(${from})) / ${HOUR_US}.0::DOUBLE)`;
  await db.run(
    `CREATE OR REPLACE TEMP TABLE asleep_stands AS WITH ` +
      `zeros AS (SELECT ${REGISTER} FROM ${stands} GROUP BY ALL HAVING count_if(value = 0) > 0 ` +
      `AND count_if(value > 0) > 0), ` +
      `steps AS (SELECT ${REGISTER}, utc, value, lead(value) OVER w AS next_value, lead(utc) OVER w AS next_utc ` +
      `FROM ${stands} SEMI JOIN zeros USING (${REGISTER}) WHERE value <> 0 WINDOW w AS (${byTime})), ` +
      `counters AS (SELECT ${REGISTER}, ` +
      `max(CAST(next_value - value AS DOUBLE) / ${hours('utc', 'next_utc')}) AS fastest ` +
      `FROM steps GROUP BY ALL ` +
      `HAVING count_if(next_value < CAST(value AS DOUBLE) * ${1 - JITTER_SHARE}) = 0 AND fastest > 0), ` +
      `around AS (SELECT s.*, fastest, ` +
      `max(CASE WHEN value <> 0 THEN utc END) OVER (${byTime} ROWS UNBOUNDED PRECEDING) IS NOT NULL AS was_awake, ` +
      `min(CASE WHEN value <> 0 THEN value END) OVER (${byTime} ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) ` +
      `AS wakes_at, max(utc) OVER (${byTime} ROWS BETWEEN 1 PRECEDING AND 1 PRECEDING) AS before, ` +
      `lead(utc) OVER (${byTime}) AS after ` +
      `FROM ${stands} s JOIN counters USING (${REGISTER})) ` +
      `SELECT ${REGISTER}, utc, timestamp, value FROM around WHERE value = 0 AND CASE ` +
      `WHEN wakes_at IS NULL THEN was_awake ` +
      `ELSE CAST(wakes_at AS DOUBLE) / ${hours('coalesce(before, utc)', 'coalesce(after, utc)')} ` +
      `> ${TIMES_FASTEST} * fastest END`,
  );
  const [row] = await db.rows('SELECT count(*) AS n FROM asleep_stands');
  return countSchema.parse(row).n;
}
