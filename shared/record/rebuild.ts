/**
 * Makes the records of sites from the manifests: for a lake of an earlier release, and for one whose catalogue was
 * lost.
 */
import pMap from 'p-map';
import { z } from 'zod';
import { type Database, literal, withDatabase } from '../database/duckdb.ts';
import { generationFile, PREFIXES } from '../lake/keys.ts';
import { type Manifest, readableManifest } from '../lake/manifest.ts';
import { withFolder } from '../lake/run-files.ts';
import type { Catalog } from '../tables/catalog-port.ts';
import { RECORD_TABLES } from '../tables/schema.ts';
import { entriesOf } from './announce.ts';
import type { RecordContext } from './context.ts';
import { type LakeFiles, lakeFiles } from './files.ts';
import { follow } from './follow.ts';
import { UPLOADED_READINGS } from './gather.ts';
import { type InboxEntry, writeEntries } from './inbox.ts';
import { type MonthChange, preview } from './preview.ts';
import { readRecords, type SiteRecord } from './site-record.ts';
import { together, touchedByPublication } from './touched.ts';
import type { GenerationTable } from './write-by-month.ts';

const AT_ONCE = 8;
const LISTED = 1_000_000;
/** The tables that together have rows of every upload that has any in a month. */
const HAVE_UPLOADS: ReadonlySet<string> = new Set([
  'raw_energy_data',
  'shadowed_readings',
  UPLOADED_READINGS,
] satisfies GenerationTable[]);
/** Sites that are followed in one go. */
const SITES_AT_ONCE = 200;

export interface Rebuilt {
  readonly datasets: number;
  readonly sites: number;
  /** Partitions that no record names. */
  readonly removed: number;
}

/**
 * Takes every published dataset into the records of its sites again, takes out what is not published any more, and
 * removes the partitions of the record's tables that belong to no record. Safe beside runs, and safe to run again.
 * @param only a site, or null for all
 */
export async function rebuild(only: string | null, context: RecordContext): Promise<Rebuilt> {
  const { entries } = await plan(only, context);
  const sites = [...new Set(entries.map(({ site }) => site))].sort();
  // All of them first: should this process end, whoever comes next finishes.
  await writeEntries(context.lake, entries);
  for (let start = 0; start < sites.length; start += SITES_AT_ONCE)
    await follow(sites.slice(start, start + SITES_AT_ONCE), context);
  const removed = only === null ? await removeStrangers(context.catalog, await readRecords(context.lake)) : 0;
  return { datasets: new Set(entries.map(({ dataset }) => dataset)).size, sites: sites.length, removed };
}

interface Plan {
  readonly manifests: readonly Manifest[];
  /** What is to be looked at again. */
  readonly entries: readonly InboxEntry[];
}

async function plan(only: string | null, context: RecordContext): Promise<Plan> {
  const manifests = await readManifests(context);
  const published = await publishedEntries(manifests, context);
  const all = [...published, ...(await strangeEntries(published, manifests, context))];
  return { manifests, entries: all.filter(({ site }) => only === null || site === only) };
}

/**
 * What a rebuild would make of each month, with the tariffs of today; nothing is changed.
 * @param only a site, or null for all
 */
export async function previewRebuild(only: string | null, context: RecordContext): Promise<MonthChange[]> {
  const { manifests, entries } = await plan(only, context);
  const known = new Map(manifests.map(({ dataset, published }) => [dataset, published]));
  const next = new Map(entries.map(({ dataset }) => [dataset, known.get(dataset) ?? null]));
  const touched = together(...entries.map(({ site, months }) => new Map([[site, new Set(months)]])));
  return preview({ next, touched, whole: new Set(touched.keys()) }, context);
}

async function readManifests({ lake }: RecordContext): Promise<Manifest[]> {
  const listed = await lake.list(PREFIXES.manifests, LISTED);
  const read = await pMap(
    listed.filter(({ key }) => key.endsWith('.json')),
    async ({ key }) => readableManifest((await lake.getText(key))?.text ?? ''),
    { concurrency: AT_ONCE },
  );
  return read.filter((manifest) => manifest !== undefined);
}

async function publishedEntries(manifests: readonly Manifest[], context: RecordContext): Promise<InboxEntry[]> {
  return withFolder(context, (folder) =>
    withDatabase(context.database, async (db) => {
      const files = lakeFiles(context.lake, folder);
      const entries: InboxEntry[] = [];
      for (const { dataset, key, published } of manifests) {
        if (published === null) continue;
        const touched = await touchedByPublication(published, files, db);
        entries.push(...entriesOf(touched, { ...rebuilt(context), dataset, key }));
      }
      return entries;
    }),
  );
}

function rebuilt({ attempt, now }: RecordContext, what = 'all') {
  return { kind: 'REBUILT', run: `rebuilt-${attempt}-${what}`, at: now().toISOString() } as const;
}

const datasetsSchema = z.array(z.object({ dataset: z.string() }));

/** Entries of datasets that have rows in a record's month and do not publish them. */
async function strangeEntries(
  present: readonly InboxEntry[],
  manifests: readonly Manifest[],
  context: RecordContext,
): Promise<InboxEntry[]> {
  const keys = new Map(manifests.map(({ dataset, key }) => [dataset, key]));
  const held = new Map(present.map((entry) => [JSON.stringify([entry.site, entry.dataset]), new Set(entry.months)]));
  const records = await readRecords(context.lake);
  return withFolder(context, (folder) =>
    withDatabase(context.database, async (db) => {
      const files = lakeFiles(context.lake, folder);
      const entries: InboxEntry[] = [];
      for (const record of records) {
        for (const [month, { generation, tables }] of Object.entries(record.months)) {
          const named = tables
            .filter(({ table }) => HAVE_UPLOADS.has(table))
            .map(({ table }) => generationFile(generation, table));
          for (const dataset of await datasetsIn(named, files, db)) {
            if (held.get(JSON.stringify([record.site, dataset]))?.has(month)) continue;
            const key = keys.get(dataset) ?? '';
            const change = rebuilt(context, month);
            entries.push({ ...change, site: record.site, dataset, key, months: [month] });
          }
        }
      }
      return entries;
    }),
  );
}

async function datasetsIn(keys: readonly string[], files: LakeFiles, db: Database): Promise<string[]> {
  const fetched: string[] = [];
  for (const key of keys) fetched.push(await files.fetch(key));
  const list = fetched.map(literal).join(', ');
  const rows = await db.rows(
    `SELECT DISTINCT dataset FROM read_parquet([${list}], union_by_name = true, hive_partitioning = false) ORDER BY 1`,
  );
  return datasetsSchema.parse(rows).map(({ dataset }) => dataset);
}

/** Partitions of an earlier release, which had one an upload, and of months that are gone. */
async function removeStrangers(catalog: Catalog, records: readonly SiteRecord[]): Promise<number> {
  const known = new Set(
    records.flatMap(({ site, months }) => Object.keys(months).map((month) => JSON.stringify([site, month]))),
  );
  let removed = 0;
  for (const table of RECORD_TABLES) {
    const strangers = (await catalog.partitions(table))
      .map(({ values }) => values)
      .filter((values) => !known.has(JSON.stringify(values)));
    if (strangers.length > 0) await catalog.deletePartitions(table, strangers);
    removed += strangers.length;
  }
  return removed;
}
