/**
 * What is to be written of a month: the intervals that differ from what the table has, and those that are gone. A month
 * that is in the table whole is compared with the version that is served, file by file, so it takes the same whatever
 * else the month has; any other is compared with the table.
 */
import type { Database } from '../../shared/database/duckdb.ts';
import type { LakeFiles } from '../../shared/record/files.ts';
import type { SiteRecord } from '../../shared/record/site-record.ts';
import { LOG } from '../../shared/runtime/log.ts';
import type { StepContext } from '../../shared/runtime/step-context.ts';
import type { ServedStore } from '../../shared/served/store.ts';
import {
  type ServedInterval,
  type ServedVersion,
  type StoredItem,
  servedIntervalSchema,
  tableTime,
} from '../../shared/served/table.ts';
import { MS_PER_DAY } from '../../shared/text/days.ts';
import { HOUR_MS } from '../../shared/time-units.ts';
import { changedIntervals, intervalsOf, type MonthInterval } from './month-rows.ts';
import { fetchServed, type Version } from './version.ts';

export interface PlanContext extends Pick<StepContext, 'now' | 'log'> {
  readonly store: Pick<ServedStore, 'items'>;
  /** How many days back intervals are served. */
  readonly days: number;
}

/** What is to be written of a month. */
export interface Plan {
  readonly put: readonly StoredItem[];
  readonly gone: readonly StoredItem[];
}

export interface Surroundings {
  readonly record: SiteRecord;
  /** What begins before is left out, ISO 8601 in UTC. */
  readonly since: string;
  /** Orders the writes. */
  readonly sequence: number;
  readonly files: LakeFiles;
  readonly db: Database;
}

/** Clocks of the world are at most this far from UTC: the local month that begins or ends with them. */
const ZONE_MS = 14 * HOUR_MS;
/** What is removed stays known for so long: longer than an event can be late. */
const TOMBSTONE_DAYS = 7;

/** Times between which the local month lies, whatever the zone. */
export function reachOf(month: string): { from: number; to: number } {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return { from: Date.UTC(year, number - 1, 1) - ZONE_MS, to: Date.UTC(year, number, 1) + ZONE_MS };
}

/**
 * @param version null where the month has no intervals any more
 * @param served the version that is in the table whole
 */
export async function planMonth(
  month: string,
  version: Version | null,
  served: ServedVersion | undefined,
  { record: { site, commit }, since, sequence, files, db }: Surroundings,
  context: PlanContext,
): Promise<Plan> {
  const common = { site_id: site, month, commit, served: sequence };
  const itemOf = (each: MonthInterval): StoredItem => ({ ...each, ...common, expires: expiryOf(each.end, context) });
  const tombstone = (timestamp: string): StoredItem => {
    const expires = secondsOf(context.now().getTime() + TOMBSTONE_DAYS * MS_PER_DAY);
    return { ...common, timestamp, removed: true, expires };
  };
  const before = version && served ? await servedFiles(served, files, context) : null;
  if (version && before) {
    const { intervals, gone } = await changedIntervals(before, version, since, db);
    return { put: intervals.map(itemOf), gone: gone.map(tombstone) };
  }
  const intervals = version ? await intervalsOf(version, since, db) : [];
  const { from, to } = reachOf(month);
  const present = await context.store.items(site, tableTime(Math.max(from, Date.parse(since))), tableTime(to));
  const byTime = new Map(present.map((item) => [item.timestamp, item]));
  const wanted = new Set(intervals.map(({ timestamp }) => timestamp));
  return {
    put: intervals.map(itemOf).filter((item) => !isSame(byTime.get(item.timestamp), item)),
    gone: present
      .filter((item) => item.month === month && !('removed' in item) && !wanted.has(item.timestamp))
      .map(({ timestamp }) => tombstone(timestamp)),
  };
}

/** @returns null where the version was made by an earlier release, or its files cannot be had any more */
async function servedFiles(served: ServedVersion, files: LakeFiles, { log }: PlanContext): Promise<Version | null> {
  if (served.found === null) return null;
  try {
    return await fetchServed(served, files);
  } catch (error) {
    log.warn(LOG.versionNotCompared, { generation: served.generation, error: String(error) });
    return null;
  }
}

/** Whether an item says already what it is to say: who asks reads the same, and a write costs more than a look. */
function isSame(present: StoredItem | undefined, item: StoredItem): boolean {
  if (!present || 'removed' in present || present.expires !== item.expires) return false;
  return contentOf(present) === contentOf(item);
}

function contentOf(item: StoredItem): string {
  const { commit: _, ...content }: ServedInterval = servedIntervalSchema.parse(item);
  return JSON.stringify(content);
}

function expiryOf(end: string, { days }: Pick<PlanContext, 'days'>): number {
  return secondsOf(Date.parse(end) + days * MS_PER_DAY);
}

const secondsOf = (time: number) => Math.ceil(time / 1000);
