/** What is known about each series: its span, its interval, and whether a time is there twice. */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import { MINUTE_US } from '../../../shared/time-units.ts';
import { isBadKey, isBadName } from './record-sql.ts';

/** A series' interval is the commonest difference among this many of its first times. */
const TIMES_LOOKED_AT = 1000;
const FIRST_TIMES = `list_sort(min(utc, ${TIMES_LOOKED_AT}))`;
/** Most series have had this many readings by then, where an hour holds a few. */
const HOURS_LOOKED_AT = 300;

/** The times that readings can have: `count` of them from `first`, `step` apart, microseconds. */
export interface Slots {
  readonly first: number;
  readonly step: number;
  readonly count: number;
}

const number = z.coerce.number();
const checkSchema = z.object({ bad_names: number, repeats: number });

/** What the table `series` shows to be wrong. */
export interface Checked {
  readonly badNames: boolean;
  /** A time is there twice. */
  readonly repeats: boolean;
}

/**
 * Makes the temporary table `series`, in one pass: `site_id, appliance, readings, first, last` (local time),
 * `first_utc, last_utc` and `interval_minutes`, which is null for a single reading.
 * @param readings relation with `site_id, appliance, timestamp, utc`
 * @param slots where given, each series sets one bit per time: with fewer bits than readings, a time is there twice.
 *   A tenth of the cost of comparing keys by hashing.
 */
export async function createSeries(readings: string, db: Database, slots?: Slots): Promise<Checked> {
  const slot = slots && `CAST((epoch_us(utc) - ${slots.first}) // ${slots.step} AS BIGINT)`;
  const distinct = slots ? `bit_count(bitstring_agg(${slot}, 0::BIGINT, ${slots.count}::BIGINT))` : 'count(*)';
  return createFrom(
    `SELECT site_id, appliance, count(*) AS readings, ${distinct} <> count(*) AS repeats, ` +
      `${FIRST_TIMES} AS times, min(timestamp) AS first, max(timestamp) AS last, max(utc) AS last_utc ` +
      `FROM ${readings} GROUP BY ALL`,
    db,
  );
}

/**
 * The same from the table `buckets`, which has a column `repeats`: a tenth of the readings and less. Only the first
 * times are looked up in the readings themselves.
 * @param readings as above
 */
export async function createSeriesOfBuckets(readings: string, db: Database): Promise<Checked> {
  const spans = (before: string) =>
    `SELECT c.*, times FROM (SELECT site_id, appliance, sum(n)::BIGINT AS readings, bool_or(repeats) AS repeats, ` +
    `arg_min(first_timestamp, first_utc) AS first, ` +
    `arg_max(last_timestamp, last_utc) AS last, max(last_utc) AS last_utc ` +
    `FROM buckets GROUP BY ALL) c ` +
    `JOIN (SELECT site_id AS site, appliance AS name, ${FIRST_TIMES} AS times FROM ${readings} ` +
    `WHERE ${before} GROUP BY ALL) ` +
    `ON site_id IS NOT DISTINCT FROM site AND appliance IS NOT DISTINCT FROM name`;
  const [row] = await db.rows(
    `SELECT strftime(max(first_utc) + INTERVAL ${HOURS_LOOKED_AT} HOUR, '%Y-%m-%d %H:%M:%S') AS before ` +
      `FROM (SELECT min(first_utc) AS first_utc FROM buckets GROUP BY site_id, appliance)`,
  );
  const { before } = z.object({ before: z.string() }).parse(row);
  const checked = await createFrom(spans(`utc < TIMESTAMP '${before}'`), db);
  const [short] = await db.rows(
    `SELECT count(*) AS n FROM series WHERE times_looked_at < least(readings, ${TIMES_LOOKED_AT})`,
  );
  return Number(short?.n) === 0 ? checked : createFrom(spans('true'), db);
}

/**
 * A step that was seen once tells less than the spacing of the records that the readings stand in: of two readings with
 * an empty cell between, or a register that was reset, each lasts one record.
 * @param records relation with `site_id, appliance, utc`; the table `series` is of readings in it
 */
export async function adoptSpacing(records: string, db: Database): Promise<void> {
  const [few] = await db.rows('SELECT count(*) AS n FROM series WHERE steps_seen < 2');
  if (Number(few?.n) === 0) return;
  await db.run(
    `CREATE OR REPLACE TEMP TABLE spacing AS SELECT site_id, appliance, min(step) AS step FROM ` +
      `(SELECT site_id, appliance, epoch_us(lead(utc) OVER (PARTITION BY site_id, appliance ` +
      `ORDER BY utc)) - epoch_us(utc) AS step ` +
      `FROM ${records} SEMI JOIN (SELECT * FROM series WHERE steps_seen < 2) USING (site_id, appliance)) ` +
      `WHERE step > 0 GROUP BY ALL`,
  );
  await db.run(
    `UPDATE series SET interval_minutes = step / ${MINUTE_US}.0::DOUBLE FROM spacing ` +
      `WHERE series.site_id = spacing.site_id AND series.appliance = spacing.appliance AND steps_seen < 2`,
  );
}

/** @param spans query with a row a series, and its first times */
async function createFrom(spans: string, db: Database): Promise<Checked> {
  await db.run(
    `CREATE OR REPLACE TEMP TABLE series AS WITH spans AS (${spans}), ` +
      `steps AS (SELECT site_id, appliance, unnest(list_transform(range(2, len(times) + 1), ` +
      `lambda i: date_diff('microsecond', times[i - 1], times[i]))) AS step FROM spans), ` +
      `commonest AS (SELECT site_id, appliance, first(step ORDER BY n DESC, step) AS step, max(n) AS seen FROM ` +
      `(SELECT site_id, appliance, step, count(*) AS n FROM steps GROUP BY ALL) GROUP BY ALL) ` +
      `SELECT s.* EXCLUDE (times), len(times) AS times_looked_at, times[1] AS first_utc, ` +
      `coalesce(c.seen, 0) AS steps_seen, c.step / ${MINUTE_US}.0::DOUBLE AS interval_minutes ` +
      `FROM spans s LEFT JOIN commonest c USING (site_id, appliance)`,
  );
  const [row] = await db.rows(
    `SELECT count_if(${isBadName('site_id')} OR ${isBadKey('appliance')}) AS bad_names, ` +
      `count_if(repeats) AS repeats FROM series`,
  );
  const { bad_names, repeats } = checkSchema.parse(row);
  return { badNames: bad_names > 0, repeats: repeats > 0 };
}
