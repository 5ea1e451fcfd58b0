/** Brings the rows of sites' months together: what they had, with the present rows of the datasets that changed. */
import { readFile } from 'node:fs/promises';
import pMap from 'p-map';
import { type Database, literal } from '../database/duckdb.ts';
import { FILES, monthPrefix } from '../lake/keys.ts';
import type { Publication } from '../lake/manifest.ts';
import { appliedLayoutSchema } from '../readings/layout.ts';
import { TABLES } from '../tables/schema.ts';
import type { LakeFiles } from './files.ts';
import type { SiteRecord } from './site-record.ts';

export const TRANSFERS_AT_ONCE = 8;

/** A table of versions: the readings of uploads as they were told, where others are worked out from them. */
export const UPLOADED_READINGS = 'uploaded_readings';

/** A month of a site that is to be made anew. */
export interface Change {
  readonly record: SiteRecord;
  readonly month: string;
  /** Datasets whose rows are replaced by what they publish now. */
  readonly datasets: readonly string[];
}

/** A dataset as it is published now; null for one that is not. */
export type Published = ReadonlyMap<string, Publication | null>;

/** Creates `changes` (nth, site_id, month) and `replaced` (site_id, month, dataset). */
export async function createChanges(changes: readonly Change[], db: Database): Promise<void> {
  const rows = changes.map(({ record, month }, nth) => `(${nth}, ${literal(record.site)}, ${literal(month)})`);
  const replaced = changes.flatMap(({ record, month, datasets }) =>
    datasets.map((dataset) => `(${literal(record.site)}, ${literal(month)}, ${literal(dataset)})`),
  );
  await db.run(
    `CREATE OR REPLACE TEMP TABLE changes AS SELECT * FROM (VALUES ${rows.join(', ')}) t(nth, site_id, month)`,
  );
  await db.run('CREATE OR REPLACE TEMP TABLE replaced (site_id VARCHAR, month VARCHAR, dataset VARCHAR)');
  if (replaced.length > 0) await db.run(`INSERT INTO replaced VALUES ${replaced.join(', ')}`);
}

/**
 * All rows of the months, counted or not, as they were uploaded.
 * @returns relation for `fold`; null where there are none
 */
export async function gather(
  changes: readonly Change[],
  published: Published,
  files: LakeFiles,
  db: Database,
): Promise<string | null> {
  const [kept, present] = await Promise.all([keptFiles(changes, files), presentFiles(changes, published, files)]);
  const columns = TABLES.raw_energy_data.columns.map(({ name }) => name).join(', ');
  const parts: string[] = [];
  if (kept.length > 0) {
    await createFiles(
      'kept_files',
      kept.map(({ file, site, month }) => [file, site, month]),
      ['file', 'site_id', 'month'],
      db,
    );
    const list = kept.map(({ file }) => literal(file)).join(', ');
    const read =
      `SELECT k.site_id, k.month, r.* EXCLUDE (filename, commit) ` +
      `FROM read_parquet([${list}], filename = true, union_by_name = true, hive_partitioning = false) r ` +
      `JOIN kept_files k ON k.file = r.filename`;
    const others = `SELECT * FROM (${read}) ANTI JOIN replaced USING (site_id, month, dataset)`;
    const whole = kept.some(({ table }) => table === 'shadowed_readings') ? wholeRows(others) : others;
    parts.push(`SELECT ${columns}, month, dataset, uploaded, time_zone FROM (${whole})`);
  }
  if (present.length > 0) {
    await createFiles(
      'present_files',
      present.map(({ file, dataset, month, uploaded, zone }) => [file, dataset, month, uploaded, zone]),
      ['file', 'dataset', 'month', 'uploaded', 'zone'],
      db,
    );
    const list = present.map(({ file }) => literal(file)).join(', ');
    const zones = await siteZones(changes, published, files, db);
    parts.push(
      `SELECT ${columns}, p.month, p.dataset, CAST(p.uploaded AS TIMESTAMP) AS uploaded, ` +
        `${zones ? 'coalesce(site_zones.zone, p.zone)' : 'p.zone'} AS time_zone ` +
        `FROM read_parquet([${list}], filename = true, union_by_name = true, hive_partitioning = false) r ` +
        `JOIN present_files p ON p.file = r.filename SEMI JOIN replaced USING (site_id, month, dataset)` +
        `${zones ? ' LEFT JOIN site_zones USING (site_id, dataset)' : ''}`,
    );
  }
  return parts.length === 0 ? null : `(${parts.join(' UNION ALL BY NAME ')})`;
}

/** Where a month's rows come from that one upload alone tells of. */
export interface LoneMonth {
  readonly nth: number;
  /** With the columns of the relation of `gather` but `month`. */
  readonly query: string;
}

/**
 * The months one by one, where each is new to its record and is told of by a file of its own: nothing has to be decided
 * then, and rows that need not be sorted into their months are written in half the time.
 * @returns null where that is not so
 */
export async function loneMonths(
  changes: readonly Change[],
  published: Published,
  files: LakeFiles,
): Promise<LoneMonth[] | null> {
  const isNew = ({ record, month, datasets }: Change) => datasets.length === 1 && !Object.hasOwn(record.months, month);
  const uploads = presentOf(changes, published);
  if (!changes.every(isNew) || uploads.some(({ publication }) => publication.zones !== null)) return null;
  const present = await presentFiles(changes, published, files);
  if (present.length !== changes.length) return null;
  const columns = TABLES.raw_energy_data.columns.map(({ name }) => name).join(', ');
  return changes.flatMap(({ record, month, datasets }, nth): LoneMonth[] => {
    const source = present.find((each) => each.month === month && each.dataset === datasets[0]);
    if (!source) return [];
    const { file, dataset, uploaded, zone } = source;
    const query =
      `SELECT ${columns}, ${literal(dataset)} AS dataset, CAST(${literal(uploaded)} AS TIMESTAMP) AS uploaded, ` +
      `${literal(zone)} AS time_zone FROM (SELECT * FROM read_parquet(${literal(file)}, hive_partitioning = false)) ` +
      `WHERE site_id = ${literal(record.site)}`;
    return [{ nth, query }];
  });
}

/** A row whose energies were decided apart is one row again. */
function wholeRows(rows: string): string {
  const names = TABLES.raw_energy_data.columns.map(({ name }) => name);
  const meta = names.filter((name) => name !== 'kwh' && name !== 'generated_kwh').join(', ');
  return `
    SELECT ${meta}, month, dataset, uploaded, time_zone, max(kwh) AS kwh, max(generated_kwh) AS generated_kwh
    FROM (${rows}) GROUP BY ALL`;
}

export async function createFiles(
  table: string,
  rows: readonly (readonly string[])[],
  columns: readonly string[],
  db: Database,
): Promise<void> {
  const values = rows.map((row) => `(${row.map(literal).join(', ')})`).join(', ');
  await db.run(`CREATE OR REPLACE TEMP TABLE ${table} AS SELECT * FROM (VALUES ${values}) t(${columns.join(', ')})`);
}

export interface KeptFile {
  readonly site: string;
  readonly month: string;
  readonly table: string;
  readonly file: string;
}

/** Files of the versions that are there: all readings of their uploads, those that count and those that do not. */
export async function keptFiles(changes: readonly Change[], files: LakeFiles): Promise<KeptFile[]> {
  const wanted = changes.flatMap(({ record, month }) => {
    const known = record.months[month];
    const has = (name: string) => known?.tables.some(({ table }) => table === name);
    const sources = has(UPLOADED_READINGS) ? [UPLOADED_READINGS] : ['raw_energy_data', 'shadowed_readings'].filter(has);
    return sources.map((table) => ({
      ...{ site: record.site, month, table },
      key: `${known?.generation}${table}/${FILES.table}`,
    }));
  });
  return pMap(wanted, async ({ key, ...rest }) => ({ ...rest, file: await files.fetch(key) }), {
    concurrency: TRANSFERS_AT_ONCE,
  });
}

interface PresentFile {
  readonly dataset: string;
  readonly month: string;
  readonly uploaded: string;
  /** Zone of the upload. */
  readonly zone: string;
  readonly file: string;
}

/** When a publication's bytes were uploaded, as a TIMESTAMP is written. */
export function uploadedAt({ uploaded_at, committed_at }: Publication): string {
  return (uploaded_at ?? committed_at).replace('Z', '');
}

/** What the datasets that changed publish now. */
export function presentOf(
  changes: readonly Change[],
  published: Published,
): { readonly dataset: string; readonly publication: Publication }[] {
  const datasets = [...new Set(changes.flatMap((each) => each.datasets))];
  return datasets.flatMap((dataset) => {
    const publication = published.get(dataset);
    return publication ? [{ dataset, publication }] : [];
  });
}

/** Creates `site_zones` (dataset, site_id, zone): sites in another zone than their upload. @returns whether any are */
async function siteZones(
  changes: readonly Change[],
  published: Published,
  files: LakeFiles,
  db: Database,
): Promise<boolean> {
  const rows: string[][] = [];
  for (const { dataset, publication } of presentOf(changes, published)) {
    if (publication.zones === null) continue;
    const layout = appliedLayoutSchema.parse(JSON.parse(await readFile(await files.fetch(publication.zones), 'utf8')));
    rows.push(...Object.entries(layout.zones).map(([site, zone]) => [dataset, site, zone]));
  }
  if (rows.length === 0) return false;
  await createFiles('site_zones', rows, ['dataset', 'site_id', 'zone'], db);
  return true;
}

/** Files of what the datasets publish in these months, of all their sites. */
async function presentFiles(
  changes: readonly Change[],
  published: Published,
  files: LakeFiles,
): Promise<PresentFile[]> {
  const pairs = new Map(
    changes.flatMap(({ month, datasets }) =>
      datasets.map((dataset) => [JSON.stringify([dataset, month]), { dataset, month }] as const),
    ),
  );
  const wanted = [...pairs.values()].flatMap(({ dataset, month }) => {
    const publication = published.get(dataset);
    if (!publication?.months.includes(month)) return [];
    const { time_zone: zone } = publication;
    const uploaded = uploadedAt(publication);
    return [
      { dataset, month, uploaded, zone, key: `${monthPrefix(publication.readings_prefix, month)}${FILES.table}` },
    ];
  });
  return pMap(wanted, async ({ key, ...rest }) => ({ ...rest, file: await files.fetch(key) }), {
    concurrency: TRANSFERS_AT_ONCE,
  });
}
