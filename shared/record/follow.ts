/**
 * Takes what is published into the record of each site, then makes the tables show it. Whoever comes takes
 * everything along that waits in a site's inbox: of many uploads of one site at once a few write the record, and the
 * others find that they are in it already.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pMap from 'p-map';
import { withDatabase } from '../database/duckdb.ts';
import type { Manifest } from '../lake/manifest.ts';
import { readManifest } from '../lake/manifest-store.ts';
import { withFolder } from '../lake/run-files.ts';
import { TransientDependency } from '../runtime/errors.ts';
import { LOG } from '../runtime/log.ts';
import { billReach } from '../tariff/reach-of-bills.ts';
import type { Tariffs } from '../tariff/timeline.ts';
import type { RecordContext } from './context.ts';
import { type LakeFiles, lakeFiles } from './files.ts';
import type { Change, Published } from './gather.ts';
import { type Made, makeGenerations } from './generations.ts';
import { deleteEntry, entryId, type InboxEntry, isDecided, readInbox } from './inbox.ts';
import { affected } from './neighbours.ts';
import { pricesOf, tariffsOf } from './prices.ts';
import { show } from './register.ts';
import { type ReadRecord, readRecord, type SiteRecord, writeRecord } from './site-record.ts';

const AT_ONCE = 8;
/** Each lost round means that somebody else's write went through; this many in a row are a fault, not a race. */
const MAX_ROUNDS = 25;
const LONGEST_PAUSE_MS = 200;

/** A site as it was found: its record, and the decided entries of its inbox. */
interface Found extends ReadRecord {
  readonly site: string;
  readonly entries: readonly InboxEntry[];
  /** Entries that are not in the record yet. */
  readonly open: readonly InboxEntry[];
}

/** A site whose entries are all in its record. */
interface Followed {
  readonly record: SiteRecord;
  readonly entries: readonly InboxEntry[];
  readonly added: readonly string[];
}

/**
 * Brings the records of sites, and the tables, to what the manifests say. Nothing happens to a site whose inbox is
 * empty.
 * @param known files that were fetched already; their folder is the caller's
 * @throws TransientDependency when a record or the catalogue is too contended
 */
export async function follow(sites: Iterable<string>, context: RecordContext, known?: LakeFiles): Promise<void> {
  const followed = known
    ? await takeIn([...sites], known, context)
    : await withFolder(context, (folder) => takeIn([...sites], lakeFiles(context.lake, folder), context));
  const shown = followed.map(({ record, entries, added }) => ({
    ...{ record, added },
    months: affected(monthsOf(entries), record, record.bills),
  }));
  await show(shown, context);
  const entries = followed.flatMap((each) => each.entries);
  await pMap(entries, (entry) => deleteEntry(context.lake, entry), { concurrency: AT_ONCE });
  const months = followed.reduce((sum, each) => sum + monthsOf(each.entries).length, 0);
  context.log.info(LOG.recordFollowed, { sites: followed.length, months, entries: entries.length });
}

/** @returns the sites that had something in their inbox */
async function takeIn(sites: readonly string[], files: LakeFiles, context: RecordContext): Promise<Followed[]> {
  const done: Followed[] = [];
  let pending = sites;
  for (let round = 1; pending.length > 0; round += 1) {
    if (round > MAX_ROUNDS) {
      throw new TransientDependency(`The record of ${pending.length} sites was changed by others ${MAX_ROUNDS} times`);
    }
    const { manifests, found } = await look(pending, context);
    for (const { record, entries, open } of found) if (open.length === 0) done.push({ record, entries, added: [] });
    const behind = found.filter(({ open }) => open.length > 0);
    const written = await advance(behind, manifests, `${context.attempt}-${round}`, files, context);
    done.push(...written);
    const taken = new Set(written.map(({ record }) => record.site));
    pending = behind.map(({ site }) => site).filter((site) => !taken.has(site));
    if (pending.length > 0) {
      context.log.warn(LOG.recordContended, { sites: pending.length, round });
      await sleep(Math.random() * Math.min(LONGEST_PAUSE_MS, 5 * 2 ** round));
    }
  }
  return done;
}

type Manifests = ReadonlyMap<string, Manifest | undefined>;

/** Reads the records and inboxes of sites, and the manifests that the entries tell of. */
async function look(
  sites: readonly string[],
  { lake }: RecordContext,
): Promise<{ manifests: Manifests; found: Found[] }> {
  // The inbox first: what is in the record by then has been in the inbox.
  const read = await pMap(
    sites,
    async (site) => ({ site, entries: await readInbox(lake, site), ...(await readRecord(lake, site)) }),
    { concurrency: AT_ONCE },
  );
  const keys = new Map(read.flatMap(({ entries }) => entries.map(({ dataset, key }) => [dataset, key] as const)));
  const manifests = new Map(
    await pMap(keys, async ([dataset, key]) => [dataset, (await readManifest(lake, dataset, key)).manifest] as const, {
      concurrency: AT_ONCE,
    }),
  );
  const found = read.map(({ site, record, etag, entries }): Found => {
    const decided = entries.filter((entry) => isDecided(entry, manifests.get(entry.dataset)));
    const folded = new Set(record.folded);
    return { site, record, etag, entries: decided, open: decided.filter((entry) => !folded.has(entryId(entry))) };
  });
  return { manifests, found: found.filter(({ entries }) => entries.length > 0) };
}

/**
 * Makes the months that the open entries touch, and commits them. @returns the sites whose record was still the one
 * that was read
 */
async function advance(
  behind: readonly Found[],
  manifests: Manifests,
  commit: string,
  files: LakeFiles,
  context: RecordContext,
): Promise<Followed[]> {
  const published = new Map([...manifests].map(([dataset, manifest]) => [dataset, manifest?.published ?? null]));
  const tariffs = tariffsOf(context);
  const sites = await pMap(behind, async (found) => withDecided(found, await tariffs(found.record)));
  const changes = sites.flatMap((found) => changesOf(found, published));
  const made = await withDatabase(context.database, (db) =>
    makeGenerations(changes, published, commit, files, db, { ...context, tariffs }),
  );
  const bySite = Map.groupBy(made, ({ record }) => record.site);
  const written = await pMap(
    sites,
    async (found): Promise<Followed[]> => {
      const record = nextRecord(found, bySite.get(found.site) ?? [], commit, context);
      if (!(await writeRecord(context.lake, record, found.etag))) return [];
      const added = Object.keys(record.months).filter((month) => !Object.hasOwn(found.record.months, month));
      return [{ record, entries: found.entries, added }];
    },
    { concurrency: AT_ONCE },
  );
  return written.flat();
}

/** The record with the preferences that its open entries tell of, and how far its bills look now. */
function withDecided(found: Found, { plans }: Tariffs): Found {
  const more = found.open.filter(({ kind }) => kind === 'PREFERRED').map(({ dataset }) => dataset);
  const preferred = [...new Set([...found.record.preferred, ...more])];
  return { ...found, record: { ...found.record, preferred, bills: billReach(found.site, plans) } };
}

function changesOf({ record, open }: Found, published: Published): Change[] {
  return affected(monthsOf(open), record, record.bills).flatMap((month): Change[] => {
    const told = open.filter(({ months }) => months.includes(month));
    const datasets = [...new Set(told.map(({ dataset }) => dataset))];
    // A month that readings only last into has no version of its own.
    const exists = Object.hasOwn(record.months, month);
    return exists || datasets.some((dataset) => published.get(dataset)?.months.includes(month))
      ? [{ record, month, datasets }]
      : [];
  });
}

function monthsOf(entries: readonly InboxEntry[]): string[] {
  return [...new Set(entries.flatMap(({ months }) => months))].sort();
}

/** Kinds of entries that tell of the readings as they were. */
const SAME_READINGS: readonly InboxEntry['kind'][] = ['REBUILT', 'REFRESHED'];

/** When readings changed last: as the publication says that changed them, which is when its forecast was made. */
function changedAt({ record, open }: Found): string | null {
  const changes = open.filter(({ kind }) => !SAME_READINGS.includes(kind)).map(({ at }) => at);
  const all = record.changed_at === null ? changes : [record.changed_at, ...changes];
  return all.sort((a, b) => Date.parse(a) - Date.parse(b)).at(-1) ?? null;
}

function nextRecord(found: Found, made: readonly Made[], commit: string, context: RecordContext): SiteRecord {
  const { record, entries } = found;
  const months = { ...record.months };
  for (const { month, made: next } of made) {
    if (next) months[month] = next;
    else delete months[month];
  }
  return {
    ...record,
    commit,
    committed_at: context.now().toISOString(),
    changed_at: changedAt(found),
    prices: pricesOf(context, record),
    months: Object.fromEntries(Object.entries(months).sort(([a], [b]) => (a < b ? -1 : 1))),
    folded: entries.map(entryId),
  };
}
