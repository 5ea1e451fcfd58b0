/** What is known about each series: its span, its interval, and whether a time is there twice. */
import { z } from 'zod';
import type { Database } from '../../shared/duckdb.ts';
import { isBadName } from './parse.ts';

/** A series' interval is the commonest difference among this many of its first times. */
const TIMES_LOOKED_AT = 1000;
const MICROSECONDS_PER_MINUTE = 60_000_000;

/** The times that readings can have: `count` of them from `first`, `step` apart, microseconds. */
export interface Slots {
  readonly first: number;
  readonly step: number;
  readonly count: number;
}

const number = z.coerce.number();
const checkSchema = z.object({ bad_names: number, repeats: number });

/**
 * Makes the temporary table `series`, in one pass: `site_id, appliance, readings, first, last` (local time), `first_utc, last_utc`, `consumed,
 * generated` (counts) and `interval_minutes`, which is null for a single reading.
 * @param readings relation with `site_id, appliance, timestamp, utc, kwh, generated_kwh`
 * @param slots where given, each series sets one bit per time: with fewer bits than readings, a time is there twice.
 *   A tenth of the cost of comparing keys by hashing.
 */
export async function createSeries(
  readings: string,
  db: Database,
  slots?: Slots,
): Promise<{ badNames: boolean; repeats: boolean }> {
  const slot = slots && `CAST((epoch_us(utc) - ${slots.first}) // ${slots.step} AS BIGINT)`;
  const distinct = slots ? `bit_count(bitstring_agg(${slot}, 0::BIGINT, ${slots.count}::BIGINT))` : 'count(*)';
  await db.run('DROP TABLE IF EXISTS series');
  await db.run(
    `CREATE TEMP TABLE series AS WITH spans AS (` +
      `SELECT site_id, appliance, count(*) AS readings, ${distinct} AS distinct_times, ` +
      `list_sort(min(utc, ${TIMES_LOOKED_AT})) AS times, min(timestamp) AS first, max(timestamp) AS last, max(utc) AS last_utc, ` +
      `count(kwh) AS consumed, count(generated_kwh) AS generated FROM ${readings} GROUP BY ALL), ` +
      `steps AS (SELECT site_id, appliance, unnest(list_transform(range(2, len(times) + 1), ` +
      `lambda i: date_diff('microsecond', times[i - 1], times[i]))) AS step FROM spans), ` +
      `commonest AS (SELECT site_id, appliance, first(step ORDER BY n DESC, step) AS step FROM ` +
      `(SELECT site_id, appliance, step, count(*) AS n FROM steps GROUP BY ALL) GROUP BY ALL) ` +
      `SELECT s.* EXCLUDE (times), times[1] AS first_utc, c.step / ${MICROSECONDS_PER_MINUTE}.0::DOUBLE AS interval_minutes ` +
      `FROM spans s LEFT JOIN commonest c USING (site_id, appliance)`,
  );
  const [row] = await db.rows(
    `SELECT count_if(${isBadName('site_id')} OR ${isBadName('appliance')}) AS bad_names, ` +
      `count_if(distinct_times <> readings) AS repeats FROM series`,
  );
  const { bad_names, repeats } = checkSchema.parse(row);
  return { badNames: bad_names > 0, repeats: repeats > 0 };
}
