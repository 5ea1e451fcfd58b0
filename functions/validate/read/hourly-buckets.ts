/**
 * The readings' buckets, made here unless they are many and hardly fewer than the readings: later steps then need not
 * read those.
 */

import { join } from 'node:path';
import { z } from 'zod';
import { type Database, literal } from '../../../shared/database/duckdb.ts';
import { FILES } from '../../../shared/lake/keys.ts';
import { HOURS, hourlyBucketsQuery } from '../../../shared/readings/hourly-buckets.ts';
import { SERIES, type Survey } from '../../../shared/readings/series.ts';
import { MS_PER_DAY } from '../../../shared/text/days.ts';
import { MINUTES_PER_HOUR } from '../../../shared/time-units.ts';

/** Below this, every way is fast. */
export const FEW_READINGS = 100_000;
/** What one function does in a few seconds. */
const MOST_OF_PART_OF_A_DAY = 10_000;
/** Buckets hold more columns than readings: below this many readings a bucket, they are not smaller. */
const READINGS_PER_BUCKET = 4;
/** Readings that are looked at to guess how many a bucket holds. A wrong guess costs time, nothing else. */
const SAMPLE = 50_000;

/** The columns of `buckets` that leave this step, except the interval. */
const STORED =
  `${SERIES}, hours, n, total, squared_total, squares, smallest, largest, first_utc, last_utc, ` +
  `first_timestamp, last_timestamp`;
/** And where readings have an end of their own. */
const STORED_OF_PIECES = `${STORED}, state, minutes, begins_utc, begins_timestamp, ends_utc`;

const number = z.coerce.number();
const perBucketSchema = z.tuple([z.object({ per_bucket: number.nullable() })]);

/** Guesses from a part of the readings whether their buckets are worth making. */
export async function seemsDense(readings: string, rows: number, db: Database): Promise<boolean> {
  if (rows < FEW_READINGS) return false;
  const [{ per_bucket }] = perBucketSchema.parse(
    await db.rows(
      `SELECT count(*) / count(DISTINCT (site_id, appliance, hours)) AS per_bucket ` +
        `FROM (SELECT site_id, appliance, ${HOURS} AS hours FROM ${readings} LIMIT ${SAMPLE})`,
    ),
  );
  return per_bucket !== null && per_bucket >= READINGS_PER_BUCKET;
}

/**
 * SQL over the table `series`: whether the buckets are worth making. Of few readings they are made whatever their
 * number, so that they are made once and not by each step. A series' interval is the commonest one; what is far from it
 * counts little.
 */
export const ARE_WORTH_IT =
  `sum(readings) < ${FEW_READINGS} OR sum(readings) >= ${READINGS_PER_BUCKET} * ` +
  `sum(readings * least(1, coalesce(interval_minutes, ${MINUTES_PER_HOUR}) / ${MINUTES_PER_HOUR}))`;

/** Whether it is less than a day, and little enough to be worked out again in a moment. */
export function isFew({ from, to }: { readonly from: string; readonly to: string }, readings: number): boolean {
  return Date.parse(`${to}Z`) - Date.parse(`${from}Z`) < MS_PER_DAY && readings <= MOST_OF_PART_OF_A_DAY;
}

/**
 * Makes the TEMP table `buckets`.
 * @param more as for `hourlyBucketsQuery`
 */
export async function createHourlyBuckets(
  readings: string,
  survey: Survey,
  db: Database,
  more?: string,
): Promise<void> {
  await db.run(`CREATE OR REPLACE TEMP TABLE buckets AS ${hourlyBucketsQuery(readings, survey, more)}`);
}

/** SQL aggregate: whether a bucket has two readings for one of its minutes. For readings on whole minutes only. */
export function repeatsAMinute(utcIsLocal: boolean): string {
  const bit = '1::BIGINT << ((epoch_us(timestamp) // 60000000) % 60)';
  if (utcIsLocal) return `bit_count(bit_or(${bit})) <> count(*) AS repeats`;
  // An hour that comes twice is one bucket. Its two passes differ by an hour or less, and so in the parity of their
  // offset.
  const odd = '((epoch_us(timestamp) - epoch_us(utc)) // 3600000000) % 2 <> 0';
  const minutes = (pass: string) => `coalesce(bit_count(bit_or(${bit}) FILTER (${pass})), 0)`;
  return `${minutes(odd)} + ${minutes(`NOT (${odd})`)} <> count(*) AS repeats`;
}

/**
 * Writes the table `buckets` to local disk; a connection answers one query at a time, so going up is apart.
 * @param names types of site and appliance, as for `castColumns`
 * @param timed whether the table has a column `interval_minutes`; otherwise it is that of the table `series`
 * @param spans whether it is of readings with an end of their own
 */
export async function writeHourlyBuckets(
  names: Readonly<Record<string, string>>,
  { timed, spans }: { readonly timed: boolean; readonly spans: boolean },
  db: Database,
  folder: string,
): Promise<string> {
  const from = timed
    ? 'buckets'
    : 'buckets JOIN (SELECT site_id, appliance, interval_minutes FROM series) USING (site_id, appliance)';
  const file = join(folder, FILES.cells);
  const cast = Object.entries(names)
    .filter(([column]) => column !== 'series')
    .map(([column, type]) => `CAST(${column} AS ${type}) AS ${column}`);
  await db.run(
    `COPY (SELECT *${cast.length > 0 ? ` REPLACE (${cast.join(', ')})` : ''} ` +
      `FROM (SELECT ${spans ? STORED_OF_PIECES : STORED}, interval_minutes FROM ${from})) ` +
      `TO ${literal(file)} (FORMAT parquet, COMPRESSION zstd)`,
  );
  return file;
}
