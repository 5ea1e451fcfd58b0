/** What a change would make of the months of its sites, before anything is written. */
import pMap from 'p-map';
import { z } from 'zod';
import { type Database, withDatabase } from '../database/duckdb.ts';
import type { Manifest } from '../lake/manifest.ts';
import { withFolder } from '../lake/run-files.ts';
import type { RecordContext } from './context.ts';
import { copyOf, publicationOf } from './copies.ts';
import { type LakeFiles, lakeFiles } from './files.ts';
import type { Change, Published } from './gather.ts';
import { foldMonths } from './generations.ts';
import { affected } from './neighbours.ts';
import { readRecord, type SiteRecord } from './site-record.ts';
import { touchedByPublication } from './touched.ts';

/** Energies that count in a month, kWh; null where there are none. */
export interface MonthEnergies {
  readonly used: number | null;
  readonly produced: number | null;
}

export interface MonthChange {
  readonly site: string;
  readonly month: string;
  readonly before: MonthEnergies;
  readonly after: MonthEnergies;
}

const AT_ONCE = 8;
const NONE: MonthEnergies = { used: null, produced: null };

/** As if the dataset published nothing; a copy takes its place. */
export async function previewWithout(manifest: Manifest, context: RecordContext): Promise<MonthChange[]> {
  const { dataset, published } = manifest;
  const copy = published && (await copyOf(dataset, published, context));
  const instead = copy ? [[copy.dataset, publicationOf(copy, published, published.committed_at)] as const] : [];
  return preview(new Map([[dataset, null], ...instead]), manifest, (record) => record, context);
}

/** As if the dataset came after all others. */
export async function previewPreferred(manifest: Manifest, context: RecordContext): Promise<MonthChange[]> {
  const { dataset } = manifest;
  const then = new Map([[dataset, manifest.published]]);
  return preview(then, manifest, (record) => ({ ...record, preferred: [...record.preferred, dataset] }), context);
}

/**
 * @param then what would be published
 * @param now the manifest as it is; its publication tells the months
 */
async function preview(
  then: Published,
  { published }: Manifest,
  change: (record: SiteRecord) => SiteRecord,
  context: RecordContext,
): Promise<MonthChange[]> {
  if (!published) return [];
  return withFolder(context, (folder) =>
    withDatabase(context.database, async (db) => {
      const files = lakeFiles(context.lake, folder);
      const touched = await touchedByPublication(published, files, db);
      const records = await pMap(touched.keys(), async (site) => (await readRecord(context.lake, site)).record, {
        concurrency: AT_ONCE,
      });
      const months = records.flatMap((record) => {
        // With the next month: an interval between uploads may end there.
        const theirs = affected([...(touched.get(record.site) ?? [])], record, 'month');
        return theirs.map((month): Change => ({ record, month, datasets: [] }));
      });
      const before = await energies(months, new Map(), files, db);
      const changed = months.map((each) => ({ ...each, record: change(each.record), datasets: [...then.keys()] }));
      const after = await energies(changed, then, files, db);
      return months.map(({ record: { site }, month }) => {
        const key = JSON.stringify([site, month]);
        return { site, month, before: before.get(key) ?? NONE, after: after.get(key) ?? NONE };
      });
    }),
  );
}

const energySchema = z.array(
  z.object({ site_id: z.string(), month: z.string(), used: z.number().nullable(), produced: z.number().nullable() }),
);

/** By site and month. */
async function energies(
  months: readonly Change[],
  published: Published,
  files: LakeFiles,
  db: Database,
): Promise<Map<string, MonthEnergies>> {
  const folded = await foldMonths(months, published, files, db);
  if (folded === null) return new Map();
  const rows = energySchema.parse(
    await db.rows(
      `SELECT site_id, month, CAST(sum(kwh) AS DOUBLE) AS used, CAST(sum(generated_kwh) AS DOUBLE) AS produced
      FROM ${folded.counted} GROUP BY site_id, month`,
    ),
  );
  return new Map(rows.map(({ site_id, month, ...each }) => [JSON.stringify([site_id, month]), each]));
}
