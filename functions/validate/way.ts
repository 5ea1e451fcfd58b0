/**
 * Which way an upload goes: a few readings of sites that have a record go the short way, on which one function does all
 * steps that follow, so that what they hand to each other is written nowhere.
 */
import type { Validated } from '../../shared/contract.ts';
import type { Database } from '../../shared/database/duckdb.ts';
import { readRecord } from '../../shared/record/site-record.ts';
import type { LakeStore } from '../../shared/runtime/lake-port.ts';
import { isFew } from './read/hourly-buckets.ts';

const MOST_SITES = 10;

/**
 * @param accepted how many readings
 * @param readings relation with a `site_id`
 */
export async function isSmall(
  period: Validated['period'],
  accepted: number,
  readings: string,
  db: Database,
  lake: LakeStore,
): Promise<boolean> {
  if (!isFew(period, accepted)) return false;
  const rows = await db.rows(`SELECT DISTINCT site_id FROM ${readings} LIMIT ${MOST_SITES + 1}`);
  if (rows.length > MOST_SITES) return false;
  const records = await Promise.all(rows.map(({ site_id }) => readRecord(lake, String(site_id))));
  return records.every(({ record }) => Object.keys(record.months).length > 0);
}
