/** Writes relations as files of the record, one a month of a site and table. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Database, literal } from '../database/duckdb.ts';
import { castQueriedColumns, duckdbType, queriedColumns, type RecordTable } from '../tables/schema.ts';
import { FOUND_COLUMNS, FOUND_TABLE } from './found.ts';
import type { UPLOADED_READINGS } from './gather.ts';
import { STANDS_COLUMNS, STANDS_TABLE } from './seams.ts';

/**
 * Beside the tables of the catalogue, what a month is worked out from again: the readings and the balance of each
 * upload as they were published, where what counts is worked out from those of several, the stands with which what
 * registers tell begins and ends, and what uploads found out of the ordinary.
 */
export type GenerationTable = RecordTable | keyof typeof AS_UPLOADED | typeof STANDS_TABLE | typeof FOUND_TABLE;

/** What uploads told, by the table that has its columns. */
const AS_UPLOADED = {
  uploaded_balance: 'balance_data',
  uploaded_readings: 'raw_energy_data',
} as const satisfies Record<'uploaded_balance' | typeof UPLOADED_READINGS, RecordTable>;

export interface WrittenFile {
  /** Place of the month among the changes. */
  readonly nth: number;
  readonly table: GenerationTable;
  readonly rows: number;
  readonly file: string;
}

const PARQUET_OPTIONS = 'FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1';

const countSchema = z.array(z.object({ Count: z.coerce.number() }));
const writtenSchema = z.array(z.object({ filename: z.string(), count: z.coerce.number() }));

/**
 * @param query with `nth` and the columns of the table but `commit`
 * @returns a file for each month that has rows
 */
export async function writeByMonth(
  table: GenerationTable,
  query: string,
  commit: string,
  folder: string,
  db: Database,
): Promise<WrittenFile[]> {
  await mkdir(folder, { recursive: true });
  const written = writtenSchema.parse(
    await db.rows(
      `COPY (${selectOf(table, query, commit, 'nth, ')}) TO ${literal(join(folder, table))} ` +
        `(${PARQUET_OPTIONS}, PARTITION_BY (nth), FILENAME_PATTERN 'data', RETURN_STATS)`,
    ),
  );
  const files = written.map(({ filename, count }) => ({
    ...{ table, rows: count, file: filename },
    nth: Number(/nth=(\d+)/.exec(filename)?.[1]),
  }));
  if (new Set(files.map(({ nth }) => nth)).size < files.length)
    throw new Error(`${table}: a month was written in several files, of which a version has one.`);
  return files;
}

/** As `writeByMonth`, from a query a month. */
export async function writeMonths(
  table: GenerationTable,
  months: readonly { readonly nth: number; readonly query: string }[],
  commit: string,
  folder: string,
  db: Database,
): Promise<WrittenFile[]> {
  const files: WrittenFile[] = [];
  for (const { nth, query } of months) {
    const own = join(folder, table, `nth=${nth}`);
    await mkdir(own, { recursive: true });
    const file = join(own, 'data.parquet');
    const [written] = countSchema.parse(
      await db.rows(`COPY (${selectOf(table, query, commit)}) TO ${literal(file)} (${PARQUET_OPTIONS})`),
    );
    if (written && written.Count > 0) files.push({ nth, table, rows: written.Count, file });
  }
  return files;
}

function selectOf(table: GenerationTable, query: string, commit: string, also = ''): string {
  if (table === STANDS_TABLE) return `SELECT ${also}${STANDS_COLUMNS} FROM (${query})`;
  if (table === FOUND_TABLE) return `SELECT ${also}${FOUND_COLUMNS} FROM (${query})`;
  const columns = castQueriedColumns(isAsUploaded(table) ? AS_UPLOADED[table] : table);
  return `SELECT ${also}${columns} FROM (SELECT *, ${literal(commit)} AS commit FROM (${query}))`;
}

function isAsUploaded(table: GenerationTable): table is keyof typeof AS_UPLOADED {
  return Object.hasOwn(AS_UPLOADED, table);
}

/** SQL: the rows that were written of a table, with `nth`, and `site_id` as if each month were a site of its own. */
export function rowsIn(table: RecordTable, files: readonly WrittenFile[]): string {
  const list = files.flatMap((each) => (each.table === table ? literal(each.file) : []));
  const columns = queriedColumns(table).map(({ name, type }) => `NULL::${duckdbType(type)} AS "${name}"`);
  const rows =
    list.length > 0
      ? `read_parquet([${list.join(', ')}], hive_partitioning = true)`
      : `(SELECT NULL::BIGINT AS nth, ${columns.join(', ')} WHERE false)`;
  return `(SELECT *, CAST(nth AS VARCHAR) AS site_id FROM ${rows})`;
}
