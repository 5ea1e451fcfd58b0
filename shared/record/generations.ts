/**
 * Makes new versions of sites' months: takes the rows of some datasets out, puts their present ones in, decides,
 * writes.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pMap from 'p-map';
import { z } from 'zod';
import { type Database, literal } from '../database/duckdb.ts';
import { FILES, generationPrefix, generationTable, monthPrefix } from '../lake/keys.ts';
import type { Publication } from '../lake/manifest.ts';
import { castQueriedColumns, RECORD_TABLES, type RecordTable, TABLES } from '../tables/schema.ts';
import type { RecordContext } from './context.ts';
import type { LakeFiles } from './files.ts';
import { type Folded, fold } from './fold.ts';
import type { RecordMonth, SiteRecord } from './site-record.ts';

const PARQUET = 'application/vnd.apache.parquet';
const TRANSFERS_AT_ONCE = 8;
/** Months of sites that are written in one pass; DuckDB keeps a file of each open. */
const MONTHS_AT_ONCE = 400;

/** A month of a site that is to be made anew. */
export interface Change {
  readonly record: SiteRecord;
  readonly month: string;
  /** Datasets whose rows are replaced by what they publish now. */
  readonly datasets: readonly string[];
}

/** A dataset as it is published now; null for one that is not. */
export type Published = ReadonlyMap<string, Publication | null>;

/** A month that was made; null where nothing is left of it. */
export interface Made extends Change {
  readonly made: RecordMonth | null;
}

/** @param commit names the versions that are made; never used before */
export async function makeGenerations(
  changes: readonly Change[],
  published: Published,
  commit: string,
  files: LakeFiles,
  db: Database,
  context: RecordContext,
): Promise<Made[]> {
  const made: Made[] = [];
  for (let start = 0; start < changes.length; start += MONTHS_AT_ONCE) {
    const some = changes.slice(start, start + MONTHS_AT_ONCE);
    made.push(...(await makeSome(some, published, commit, files, db, context)));
  }
  return made;
}

async function makeSome(
  changes: readonly Change[],
  published: Published,
  commit: string,
  files: LakeFiles,
  db: Database,
  context: RecordContext,
): Promise<Made[]> {
  const folded = await foldMonths(changes, published, files, db);
  const months = new Map<number, RecordMonth>();
  const relations = folded === null ? [] : relationsOf(folded);
  for (const { table, relation } of relations) {
    for (const written of await writeTable(table, relation, commit, files, db)) {
      const change = changes[written.nth];
      if (!change) continue;
      const generation = generationPrefix(change.record.site, change.month, commit);
      const known = months.get(written.nth) ?? { generation, tables: [] };
      known.tables.push({ table, rows: written.rows });
      months.set(written.nth, known);
      await context.lake.upload(`${generationTable(generation, table)}${FILES.table}`, written.file, PARQUET);
      await rm(written.file);
    }
  }
  return changes.map((change, nth) => ({ ...change, made: months.get(nth) ?? null }));
}

/** @returns what counts in the months that are to be made; null where nothing is left of any */
export async function foldMonths(
  changes: readonly Change[],
  published: Published,
  files: LakeFiles,
  db: Database,
): Promise<Folded | null> {
  await createChanges(changes, db);
  const rows = await gather(changes, published, files, db);
  const preferred = changes.flatMap(({ record }) =>
    record.preferred.map((dataset) => ({ site: record.site, dataset })),
  );
  return rows === null ? null : fold(rows, preferred, db);
}

function relationsOf({ counted, shadowed, overlaps }: Folded): { table: RecordTable; relation: string }[] {
  const relations = { raw_energy_data: counted, shadowed_readings: shadowed } as const satisfies Record<
    RecordTable,
    string
  >;
  return RECORD_TABLES.filter((table) => overlaps || table !== 'shadowed_readings').map((table) => ({
    table,
    relation: relations[table],
  }));
}

/** Creates `changes` (nth, site_id, month) and `replaced` (site_id, month, dataset). */
async function createChanges(changes: readonly Change[], db: Database): Promise<void> {
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
async function gather(
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
    parts.push(`SELECT ${columns}, month, dataset, uploaded FROM (${whole})`);
  }
  if (present.length > 0) {
    await createFiles(
      'present_files',
      present.map(({ file, dataset, month, uploaded }) => [file, dataset, month, uploaded]),
      ['file', 'dataset', 'month', 'uploaded'],
      db,
    );
    const list = present.map(({ file }) => literal(file)).join(', ');
    parts.push(
      `SELECT ${columns}, p.month, p.dataset, CAST(p.uploaded AS TIMESTAMP) AS uploaded ` +
        `FROM read_parquet([${list}], filename = true, union_by_name = true, hive_partitioning = false) r ` +
        `JOIN present_files p ON p.file = r.filename SEMI JOIN replaced USING (site_id, month, dataset)`,
    );
  }
  return parts.length === 0 ? null : `(${parts.join(' UNION ALL BY NAME ')})`;
}

/** A row whose energies were decided apart is one row again. */
function wholeRows(rows: string): string {
  const names = TABLES.raw_energy_data.columns.map(({ name }) => name);
  const meta = names.filter((name) => name !== 'kwh' && name !== 'generated_kwh').join(', ');
  return `
    SELECT ${meta}, month, dataset, uploaded, max(kwh) AS kwh, max(generated_kwh) AS generated_kwh
    FROM (${rows}) GROUP BY ALL`;
}

async function createFiles(
  table: string,
  rows: readonly (readonly string[])[],
  columns: readonly string[],
  db: Database,
): Promise<void> {
  const values = rows.map((row) => `(${row.map(literal).join(', ')})`).join(', ');
  await db.run(`CREATE OR REPLACE TEMP TABLE ${table} AS SELECT * FROM (VALUES ${values}) t(${columns.join(', ')})`);
}

interface KeptFile {
  readonly site: string;
  readonly month: string;
  readonly table: string;
  readonly file: string;
}

/** Files of the versions that are there. */
async function keptFiles(changes: readonly Change[], files: LakeFiles): Promise<KeptFile[]> {
  const wanted = changes.flatMap(({ record, month }) => {
    const known = record.months[month];
    return (known?.tables ?? [])
      .filter(({ table }) => table === 'raw_energy_data' || table === 'shadowed_readings')
      .map(({ table }) => ({
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
  readonly file: string;
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
    const uploaded = (publication.uploaded_at ?? publication.committed_at).replace('Z', '');
    return [{ dataset, month, uploaded, key: `${monthPrefix(publication.readings_prefix, month)}${FILES.table}` }];
  });
  return pMap(wanted, async ({ key, ...rest }) => ({ ...rest, file: await files.fetch(key) }), {
    concurrency: TRANSFERS_AT_ONCE,
  });
}

const writtenSchema = z.array(z.object({ file_name: z.string(), num_rows: z.coerce.number() }));

/** Writes a relation with `site_id, month`, a file a change. */
async function writeTable(
  table: RecordTable,
  relation: string,
  commit: string,
  files: LakeFiles,
  db: Database,
): Promise<{ nth: number; rows: number; file: string }[]> {
  const folder = join(files.folder, `made-${table}-${commit}`);
  await rm(folder, { recursive: true, force: true });
  await db.run(`SET partitioned_write_max_open_files = ${MONTHS_AT_ONCE + 1}`);
  await db.run(
    `COPY (SELECT c.nth, ${castQueriedColumns(table)} ` +
      `FROM (SELECT *, ${literal(commit)} AS commit FROM ${relation}) r JOIN changes c USING (site_id, month)) ` +
      `TO ${literal(folder)} ` +
      `(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, PARTITION_BY (nth), FILENAME_PATTERN 'data')`,
  );
  const listed = await db.rows(`SELECT file FROM glob(${literal(join(folder, '*', '*.parquet'))})`);
  if (listed.length === 0) return [];
  const written = writtenSchema.parse(
    await db.rows(`SELECT file_name, num_rows FROM parquet_file_metadata(${literal(join(folder, '*', '*.parquet'))})`),
  );
  return written.map(({ file_name, num_rows }) => ({
    nth: Number(/nth=(\d+)/.exec(file_name)?.[1]),
    rows: num_rows,
    file: file_name,
  }));
}
