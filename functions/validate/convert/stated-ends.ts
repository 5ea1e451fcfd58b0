/**
 * Ends of readings that a file gives: a portal writes the last day, minute or second of an interval, or the first one
 * after it.
 */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import { DAY_US, HOUR_US, MINUTE_US } from '../../../shared/time-units.ts';

/** A day on which the clock changes. */
/** What lies between the end that is written and the next start, where ends are inclusive, microseconds. */
const INCLUSIVE = [1_000_000, MINUTE_US, DAY_US] as const;
/** Of the readings that one follows, at least this share does so after that time. */
const SHARE = 0.5;

const gapSchema = z.tuple([z.object({ gap: z.coerce.number().nullable() })]);
const countSchema = z.tuple([z.object({ n: z.coerce.number() })]);

/**
 * @param accepted relation with `site_id, appliance, timestamp, utc, end_utc` and whatever else
 * @returns the relation with ends that are the first instant after each reading
 */
export async function exclusiveEnds(accepted: string, db: Database): Promise<string> {
  const between = 'epoch_us(lead(utc) OVER (PARTITION BY site_id, appliance ORDER BY utc)) - epoch_us(end_utc)';
  const aboutADay = `between_us BETWEEN ${DAY_US - HOUR_US} AND ${DAY_US + HOUR_US}`;
  const kind = `CASE WHEN ${aboutADay} THEN ${DAY_US} ELSE between_us END`;
  const [{ gap }] = gapSchema.parse(
    await db.rows(
      `SELECT CASE WHEN max(n) >= ${SHARE} * sum(n) THEN arg_max(gap, n) END AS gap FROM (` +
        `SELECT ${kind} AS gap, count(*) AS n FROM (SELECT ${between} AS between_us FROM ${accepted}) ` +
        `WHERE between_us IS NOT NULL GROUP BY 1)`,
    ),
  );
  if (gap === null || !INCLUSIVE.some((each) => each === gap)) return accepted;
  await db.run(
    `CREATE OR REPLACE TEMP TABLE ended AS SELECT * EXCLUDE (next_utc) REPLACE (` +
      // The clock may change on the last day: then the next start tells the end.
      `CASE WHEN epoch_us(next_utc) - epoch_us(end_utc) BETWEEN ${gap} - ${HOUR_US} AND ${gap} ` +
      `+ ${gap === DAY_US ? HOUR_US : 0} AND next_utc > end_utc THEN next_utc ` +
      `ELSE end_utc + to_microseconds(${gap}) END AS end_utc) ` +
      `FROM (SELECT *, lead(utc) OVER (PARTITION BY site_id, appliance ORDER BY utc) AS next_utc FROM ${accepted})`,
  );
  return 'ended';
}

/**
 * @param accepted as above; the table `series` describes it
 * @returns whether every end is that of the series' interval, so that they say nothing new
 */
export async function endsAreUsual(accepted: string, db: Database): Promise<boolean> {
  const [{ n }] = countSchema.parse(
    await db.rows(
      `SELECT count(*) AS n FROM ${accepted} JOIN (SELECT site_id, appliance, interval_minutes ` +
        `FROM series) USING (site_id, appliance) ` +
        `WHERE end_utc IS NOT NULL AND interval_minutes IS DISTINCT FROM ` +
        `(epoch_us(end_utc) - epoch_us(utc)) / ${MINUTE_US}.0::DOUBLE`,
    ),
  );
  return n === 0;
}
