/**
 * Makes the table of sites served equal to a site's record, as far back as intervals are kept there. The site itself is
 * in it whatever the age of its record.
 *
 * One invocation at a time works on a site: it holds a lease in the site's own item. Whoever finds a lease that has not
 * run out ends at once, because the holder reads the record again after it has given the lease back. What is being
 * written is not named as served until it is written whole, so an invocation that ended half-way leaves months that
 * the next one does again. Each write carries the sequence of its lease; a lower one never replaces a higher one.
 */
import pMap from 'p-map';
import { withDatabase } from '../../shared/database/duckdb.ts';
import { withFolder } from '../../shared/lake/run-files.ts';
import { lakeFiles } from '../../shared/record/files.ts';
import { readRecord, type SiteRecord } from '../../shared/record/site-record.ts';
import { TransientDependency } from '../../shared/runtime/errors.ts';
import { LOG } from '../../shared/runtime/log.ts';
import type { StepContext } from '../../shared/runtime/step-context.ts';
import type { ServedStore } from '../../shared/served/store.ts';
import {
  type ServedInterval,
  type ServedSite,
  type StoredItem,
  servedIntervalSchema,
  tableTime,
} from '../../shared/served/table.ts';
import { MS_PER_DAY } from '../../shared/text/days.ts';
import { HOUR_MS } from '../../shared/time-units.ts';
import { type AlertContext, tellChanges } from './alerts/tell.ts';
import { type MonthRows, monthRows } from './month-rows.ts';

/** What it takes to serve a site. */
export interface ServeContext
  extends Pick<StepContext, 'lake' | 'database' | 'folder' | 'attempt' | 'now' | 'remainingMs' | 'log'> {
  readonly store: ServedStore;
  /** Tells people of what changed at a site. */
  readonly send: AlertContext['send'];
  /** How many days back intervals are served. */
  readonly days: number;
  /** Whether nobody else can be at work: then whose lease it is does not matter. */
  readonly alone?: boolean;
}

/** What was changed in the table. */
export interface Served {
  readonly months: number;
  readonly written: number;
  readonly removed: number;
}

/** Writes that are under way at once: a table on demand takes far more, and one site must not take all of it. */
const WRITES_AT_ONCE = 24;
/** Clocks of the world are at most this far from UTC: the local month that begins or ends with them. */
const ZONE_MS = 14 * HOUR_MS;
/** What is removed stays known for so long: longer than an event can be late. */
const TOMBSTONE_DAYS = 7;
/** Beyond the time that the holder has, for clocks that differ. */
const LEASE_MARGIN_MS = 30_000;
/** Each round means that the record changed meanwhile; this many in a row are a fault. */
const MAX_ROUNDS = 20;

const NOTHING: Served = { months: 0, written: 0, removed: 0 };

/** @throws TransientDependency when the record changes faster than it can be served */
export async function serveSite(site: string, context: ServeContext): Promise<Served> {
  let served = NOTHING;
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const { record } = await readRecord(context.lake, site);
    const known = await context.store.site(site);
    const changed = changedMonths(record, known, context);
    if (changed.length === 0 && known?.commit === record.commit && known.lease === null) return served;
    if (known === undefined && Object.keys(record.months).length === 0) return served;
    if (isHeldByAnother(known, context)) return served;
    const held = await takeLease(site, record, known, changed, context);
    if (held === null) continue;
    const { changes, last } = await serveMonths(record, held, changed, context);
    const alerts = await tellChanges({ ...held, ...last }, context);
    await giveBack(held, record, changed, last, context);
    context.log.info(LOG.siteServed, { ...changes, alerts, commit: record.commit });
    served = add(served, changes);
  }
  throw new TransientDependency(`The record of ${JSON.stringify(site)} changed in each of ${MAX_ROUNDS} rounds.`);
}

/** Times between which the local month lies, whatever the zone. */
function reachOf(month: string): { from: number; to: number } {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return { from: Date.UTC(year, number - 1, 1) - ZONE_MS, to: Date.UTC(year, number, 1) + ZONE_MS };
}

function sinceOf({ now, days }: ServeContext): number {
  return now().getTime() - days * MS_PER_DAY;
}

/** The months that are not in the table as they are in the record, and are not too old for it. */
function changedMonths(record: SiteRecord, known: ServedSite | undefined, context: ServeContext): string[] {
  const had = known?.days === context.days ? known.months : {};
  const names = new Set([...Object.keys(record.months), ...Object.keys(known?.months ?? {})]);
  const since = sinceOf(context);
  return [...names]
    .filter((month) => reachOf(month).to > since && had[month] !== (record.months[month]?.generation ?? null))
    .sort();
}

function isHeldByAnother(known: ServedSite | undefined, { attempt, now, alone }: ServeContext): boolean {
  const lease = alone ? null : (known?.lease ?? null);
  return lease !== null && lease.by !== attempt && lease.until > now().getTime();
}

/** @returns the site's item with the lease; null where somebody else was faster */
async function takeLease(
  site: string,
  record: SiteRecord,
  known: ServedSite | undefined,
  changed: readonly string[],
  { store, attempt, days, now, remainingMs }: ServeContext,
): Promise<ServedSite | null> {
  const open = new Set(changed);
  const lease = { by: attempt, until: now().getTime() + remainingMs() + LEASE_MARGIN_MS };
  const before = known ?? {
    ...{ site_id: site, commit: '', committed_at: record.committed_at, months: {}, sequence: 0 },
    ...{ time_zone: null, basis: null, dataset: null, first_month: null, last_month: null, last_timestamp: null },
  };
  // Should the item be lost, the sequence still grows.
  const sequence = Math.max(before.sequence + 1, now().getTime());
  const months = Object.fromEntries(Object.entries(before.months).filter(([month]) => !open.has(month)));
  const held: ServedSite = { ...before, days, sequence, months, lease };
  return (await store.putSite(held, known?.sequence ?? null)) ? held : null;
}

/** What the item says of the last month. */
type LastMonth = Pick<ServedSite, 'time_zone' | 'basis' | 'dataset' | 'last_timestamp'>;

async function giveBack(
  held: ServedSite,
  record: SiteRecord,
  changed: readonly string[],
  last: LastMonth | null,
  context: ServeContext,
): Promise<void> {
  const since = sinceOf(context);
  const now = changed.flatMap((month) => {
    const version = record.months[month]?.generation;
    return version === undefined ? [] : [[month, version] as const];
  });
  const months = [...Object.entries(held.months), ...now].filter(([month]) => reachOf(month).to > since);
  const all = Object.keys(record.months).sort();
  const site: ServedSite = {
    ...held,
    ...last,
    ...{ commit: record.commit, committed_at: record.committed_at, lease: null },
    ...{ sequence: held.sequence + 1, months: Object.fromEntries(months) },
    ...{ first_month: all.at(0) ?? null, last_month: all.at(-1) ?? null },
  };
  // Where the lease ran out and another took it, that one has what follows.
  await context.store.putSite(site, held.sequence);
}

async function serveMonths(
  record: SiteRecord,
  { sequence }: ServedSite,
  changed: readonly string[],
  context: ServeContext,
): Promise<{ changes: Served; last: LastMonth | null }> {
  const since = tableTime(sinceOf(context));
  const lastMonth = Object.keys(record.months).sort().at(-1);
  return withFolder(context, (folder) =>
    withDatabase(context.database, async (db) => {
      const surroundings = { lake: context.lake, files: lakeFiles(context.lake, folder), db };
      let changes = NOTHING;
      let last: LastMonth | null = null;
      for (const month of changed) {
        const made = record.months[month];
        const rows = made ? await monthRows(record.site, made, since, surroundings) : GONE;
        changes = add(changes, await writeMonth(record, month, rows, { since, sequence }, context));
        if (month === lastMonth) last = lastOf(rows);
      }
      // A site is known by its record, also where all of it is older than the intervals that are served.
      const old = lastMonth !== undefined && reachOf(lastMonth).to <= sinceOf(context) && record.months[lastMonth];
      if (old) last = lastOf(await monthRows(record.site, old, EVER, surroundings));
      return { changes, last };
    }),
  );
}

/** Before every reading. */
const EVER = '0001-01-01T00:00:00Z';
const GONE: MonthRows = { intervals: [], dataset: null, timeZone: null };

function lastOf({ intervals, dataset, timeZone }: MonthRows): LastMonth {
  const interval = intervals.at(-1);
  return {
    ...{ time_zone: timeZone, dataset },
    ...{ basis: interval?.basis ?? null, last_timestamp: interval?.timestamp ?? null },
  };
}

/** Writes what differs, and removes what the record does not have. */
async function writeMonth(
  { site, commit }: SiteRecord,
  month: string,
  { intervals }: MonthRows,
  { since, sequence }: { since: string; sequence: number },
  context: ServeContext,
): Promise<Served> {
  const { from, to } = reachOf(month);
  const present = await context.store.items(site, tableTime(Math.max(from, Date.parse(since))), tableTime(to));
  const byTime = new Map(present.map((item) => [item.timestamp, item]));
  const wanted = new Set(intervals.map(({ timestamp }) => timestamp));
  const common = { site_id: site, month, commit, served: sequence };
  const put = intervals
    .map((each): StoredItem => ({ ...each, ...common, expires: expiryOf(each.end, context) }))
    .filter((item) => !isSame(byTime.get(item.timestamp), item));
  const gone = present
    .filter((item) => item.month === month && !('removed' in item) && !wanted.has(item.timestamp))
    .map(({ timestamp }): StoredItem => {
      const expires = secondsOf(context.now().getTime() + TOMBSTONE_DAYS * MS_PER_DAY);
      return { ...common, timestamp, removed: true, expires };
    });
  await pMap([...put, ...gone], (item) => context.store.put(item), { concurrency: WRITES_AT_ONCE });
  return { months: 1, written: put.length, removed: gone.length };
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

function expiryOf(end: string, { days }: ServeContext): number {
  return secondsOf(Date.parse(end) + days * MS_PER_DAY);
}

const secondsOf = (time: number) => Math.ceil(time / 1000);

function add(a: Served, b: Served): Served {
  return { months: a.months + b.months, written: a.written + b.written, removed: a.removed + b.removed };
}
