/**
 * Makes the table of sites served equal to a site's record, as far back as intervals are kept there. The site itself is
 * in it whatever the age of its record.
 *
 * One invocation at a time works on a site: it holds a lease in the site's own item. Whoever finds a lease that has not
 * run out ends at once, because the holder reads the record again after it has given the lease back. What is being
 * written is not named as served until it is written whole, so an invocation that ended half-way leaves months that
 * the next one does again. Each write carries the sequence of its lease; a lower one never replaces a higher one.
 * */
import pMap from 'p-map';
import { withDatabase } from '../../shared/database/duckdb.ts';
import { withFolder } from '../../shared/lake/run-files.ts';
import { type LakeFiles, lakeFiles } from '../../shared/record/files.ts';
import { readRecord, type SiteRecord } from '../../shared/record/site-record.ts';
import { TransientDependency } from '../../shared/runtime/errors.ts';
import { LOG } from '../../shared/runtime/log.ts';
import type { StepContext } from '../../shared/runtime/step-context.ts';
import type { ServedStore } from '../../shared/served/store.ts';
import { type ServedSite, tableTime } from '../../shared/served/table.ts';
import { MS_PER_DAY } from '../../shared/text/days.ts';
import { type AlertContext, tellChanges } from './alerts/tell.ts';
import { type LastOfMonth, lastOf, NO_LAST } from './month-rows.ts';
import { type Plan, planMonth, reachOf } from './plan.ts';
import { fetchVersion, servedVersion, type Version } from './version.ts';

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
    const { changes, last } = await serveMonths(record, held, servedMonths(known, context), changed, context);
    const alerts = await tellChanges({ ...held, ...last }, context);
    await giveBack(held, record, changed, last, context);
    context.log.info(LOG.siteServed, { ...changes, alerts, commit: record.commit });
    served = add(served, changes);
  }
  throw new TransientDependency(`The record of ${JSON.stringify(site)} changed in each of ${MAX_ROUNDS} rounds.`);
}

function sinceOf({ now, days }: ServeContext): number {
  return now().getTime() - days * MS_PER_DAY;
}

type ServedMonths = ServedSite['months'];

/** The months that are in the table whole, as far back as it goes now. */
function servedMonths(known: ServedSite | undefined, { days }: ServeContext): ServedMonths {
  return known?.days === days ? known.months : {};
}

/** The months that are not in the table as they are in the record, and are not too old for it. */
function changedMonths(record: SiteRecord, known: ServedSite | undefined, context: ServeContext): string[] {
  const had = servedMonths(known, context);
  const names = new Set([...Object.keys(record.months), ...Object.keys(known?.months ?? {})]);
  const since = sinceOf(context);
  return [...names]
    .filter((month) => reachOf(month).to > since && had[month]?.generation !== record.months[month]?.generation)
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

async function giveBack(
  held: ServedSite,
  record: SiteRecord,
  changed: readonly string[],
  last: LastOfMonth | null,
  context: ServeContext,
): Promise<void> {
  const since = sinceOf(context);
  const now = changed.flatMap((month) => {
    const version = record.months[month];
    return version === undefined ? [] : [[month, servedVersion(version)] as const];
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
  had: ServedMonths,
  changed: readonly string[],
  context: ServeContext,
): Promise<{ changes: Served; last: LastOfMonth | null }> {
  const since = tableTime(sinceOf(context));
  const lastMonth = Object.keys(record.months).sort().at(-1);
  return withFolder(context, (folder) =>
    withDatabase(context.database, async (db) => {
      const files = lakeFiles(context.lake, folder);
      const moved = new Set<string>();
      let changes = NOTHING;
      let last: LastOfMonth | null = null;
      for (const month of changed) {
        const version = await versionOf(record, month, files);
        const plan = await planMonth(month, version, had[month], { record, since, sequence, files, db }, context);
        changes = add(changes, await writeMonth(plan, moved, context));
        if (month === lastMonth) last = version ? await lastOf(version, db) : NO_LAST;
      }
      // A site is known by its record, also where all of it is older than the intervals that are served.
      if (lastMonth !== undefined && reachOf(lastMonth).to <= sinceOf(context)) {
        const version = await versionOf(record, lastMonth, files);
        last = version ? await lastOf(version, db) : NO_LAST;
      }
      return { changes, last };
    }),
  );
}

async function versionOf({ months }: SiteRecord, month: string, files: LakeFiles): Promise<Version | null> {
  const made = months[month];
  return made ? fetchVersion(made, files) : null;
}

/** @param moved starts of intervals that an earlier month has now: this one must not remove them */
async function writeMonth({ put, gone }: Plan, moved: Set<string>, { store }: ServeContext): Promise<Served> {
  const removed = gone.filter(({ timestamp }) => !moved.has(timestamp));
  await pMap([...put, ...removed], (item) => store.put(item), { concurrency: WRITES_AT_ONCE });
  for (const { timestamp } of put) moved.add(timestamp);
  return { months: 1, written: put.length, removed: removed.length };
}

function add(a: Served, b: Served): Served {
  return { months: a.months + b.months, written: a.written + b.written, removed: a.removed + b.removed };
}
