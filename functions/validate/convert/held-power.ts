/** Power that is written only when it changes: each value holds until the next one. */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import { IS_IRREGULAR } from '../settle/intervals.ts';

/** With fewer values chance may look like a habit. */
const FEWEST = 10;
/**
 * Of the values this share differs from the one before, or more: the same value is hardly ever written twice, but at
 * the begin of a day's file.
 */
const DIFFER = 0.75;
/** The long steps are at least this many times the short ones; those of a late logger are nearly equal. */
const TIMES_SHORT = 10;
const [SHORT, LONG] = [0.1, 0.9];

const countSchema = z.tuple([z.object({ n: z.coerce.number() })]);

/**
 * @param accepted relation with `site_id, appliance, timestamp, utc, power, kwh`; the table `series` describes it
 * @param hasEnds whether it has `end_utc`
 * @returns how many series are such logs: none, or the table `held_power` is the relation with `end_utc`, where the
 * values of those series last until the next one and the last one is left out
 */
export async function holdPower(accepted: string, hasEnds: boolean, db: Database): Promise<number> {
  const next = 'OVER (PARTITION BY site_id, appliance ORDER BY utc)';
  await db.run(
    `CREATE OR REPLACE TEMP TABLE held_series AS SELECT site_id, appliance FROM (` +
      `SELECT site_id, appliance, power, kwh <> lag(kwh) ${next} AS differs, ` +
      `epoch_us(lead(utc) ${next}) - epoch_us(utc) AS step ` +
      `FROM ${accepted} SEMI JOIN (SELECT * FROM series WHERE ${IS_IRREGULAR}) USING (site_id, appliance)) ` +
      `GROUP BY ALL HAVING bool_and(power) AND count(*) >= ${FEWEST} ` +
      `AND count_if(differs) >= ${DIFFER} * count(differs) ` +
      `AND quantile_cont(step, ${LONG}) >= ${TIMES_SHORT} * quantile_cont(step, ${SHORT})`,
  );
  const [{ n }] = countSchema.parse(await db.rows('SELECT count(*) AS n FROM held_series'));
  if (n === 0) return 0;
  const others = hasEnds ? 'a.end_utc' : 'NULL::TIMESTAMP';
  await db.run(
    `CREATE OR REPLACE TEMP TABLE held_power AS SELECT * EXCLUDE (held) FROM (` +
      `SELECT a.* ${hasEnds ? 'EXCLUDE (end_utc)' : ''}, h.site_id IS NOT NULL AS held, ` +
      `CASE WHEN h.site_id IS NULL THEN ${others} ELSE lead(a.utc) OVER (PARTITION BY a.site_id, a.appliance ` +
      `ORDER BY a.utc) END AS end_utc ` +
      `FROM ${accepted} a LEFT JOIN held_series h ON h.site_id = a.site_id AND h.appliance = a.appliance) ` +
      `WHERE NOT held OR end_utc IS NOT NULL`,
  );
  return n;
}
