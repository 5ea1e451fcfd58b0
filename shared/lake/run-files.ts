import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pMap from 'p-map';
import type { TableOutput, Validated } from '../contract.ts';
import { type Database, literal } from '../database/duckdb.ts';
import { settleAll } from '../runtime/settle-all.ts';
import type { StepContext } from '../runtime/step-context.ts';
import { castColumns, type TableName } from '../tables/schema.ts';
import { FILES, monthPrefix, tablePrefix } from './keys.ts';

const PARQUET = 'application/vnd.apache.parquet';
/** Files that are fetched side by side: more only share the function's network. */
const DOWNLOADS_AT_ONCE = 4;

/** A folder for one invocation's files, gone when it ends, however it ends. */
export async function withFolder<T>(
  context: Pick<StepContext, 'folder'>,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  await mkdir(context.folder, { recursive: true });
  const folder = await mkdtemp(join(context.folder, 'work-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Brings the accepted readings of a run to local disk.
 * @returns an SQL relation with the columns of raw_energy_data; energy into the grid, at basis grid, is left out
 */
export async function fetchReadings(input: Validated, context: StepContext, folder: string): Promise<string> {
  const fileOf = (month: string) => join(folder, `readings-${month}.parquet`);
  const running = new Set<Promise<unknown>>();
  const download = async (month: string) => {
    const work = context.lake.download(`${monthPrefix(input.data.prefix, month)}${FILES.table}`, fileOf(month));
    running.add(work);
    await work.finally(() => running.delete(work));
  };
  try {
    await pMap(input.data.months, download, { concurrency: DOWNLOADS_AT_ONCE });
  } finally {
    // One that failed stops those that have not begun; the others would go on in a folder that is deleted.
    await Promise.allSettled(running);
  }
  const files = input.data.months.map(fileOf);
  const relation = `read_parquet([${files.map(literal).join(', ')}])`;
  const mixed = input.bases.includes('grid') && input.measures.includes('generation');
  return mixed ? withoutExports(relation) : relation;
}

/** SQL: readings in which `generated_kwh` is what a site generates, and never what a grid meter saw leave. */
export function withoutExports(readings: string): string {
  return (
    `(SELECT * REPLACE (CASE WHEN basis IS DISTINCT FROM 'grid' THEN generated_kwh END AS generated_kwh) ` +
    `FROM ${readings})`
  );
}

/** Brings one table's file to local disk. @returns an SQL relation with the table's columns */
export async function fetchTable(output: TableOutput, context: StepContext, folder: string): Promise<string> {
  const file = join(folder, `${output.table}.parquet`);
  await context.lake.download(`${output.prefix}${FILES.table}`, file);
  return `read_parquet(${literal(file)})`;
}

/**
 * Brings the file of a table that an earlier step wrote.
 * @throws Error when none of the outputs is of the table
 */
export async function fetchNamed(
  table: TableName,
  outputs: readonly TableOutput[],
  context: StepContext,
  folder: string,
): Promise<string> {
  const output = outputs.find((each) => each.table === table);
  if (!output) throw new Error(`The input names no table ${table}: an earlier step did not write it.`);
  return fetchTable(output, context, folder);
}

/** A table and the SQL query for its rows. */
export interface TableQuery {
  readonly table: TableName;
  /** Has the table's columns; ends in a total ORDER BY, so that two runs give the same rows in the same order. */
  readonly query: string;
  /** As for `castColumns`. */
  readonly types?: Readonly<Record<string, string | undefined>>;
}

/** The run whose tables are written. */
type RunId = Pick<Validated, 'dataset' | 'run'>;

/**
 * Writes a relation as a table's file, with exactly the declared columns, below this attempt's prefix.
 * @param query as in TableQuery
 */
export async function writeTable(
  table: TableName,
  query: string,
  input: RunId,
  db: Database,
  context: StepContext,
  folder: string,
): Promise<TableOutput> {
  const { file, output } = await copyTable({ table, query }, input, db, context, folder);
  await context.lake.upload(`${output.prefix}${FILES.table}`, file, PARQUET);
  return output;
}

/**
 * Writes several tables as `writeTable` does: the queries one after another, the uploads side by side.
 * @returns what was written, in the order of `queries`
 */
export async function writeTables(
  queries: readonly TableQuery[],
  input: RunId,
  db: Database,
  context: StepContext,
  folder: string,
): Promise<TableOutput[]> {
  const written: { file: string; output: TableOutput }[] = [];
  for (const query of queries) written.push(await copyTable(query, input, db, context, folder));
  await settleAll(
    ...written.map(({ file, output }) => context.lake.upload(`${output.prefix}${FILES.table}`, file, PARQUET)),
  );
  return written.map(({ output }) => output);
}

/** A table's file on local disk, and where it belongs. */
async function copyTable(
  { table, query, types }: TableQuery,
  input: RunId,
  db: Database,
  context: StepContext,
  folder: string,
): Promise<{ file: string; output: TableOutput }> {
  const prefix = tablePrefix(table, { dataset: input.dataset, run: input.run, attempt: context.attempt });
  const file = join(folder, `${table}-out.parquet`);
  const [counted] = await db.rows(
    `COPY (SELECT ${castColumns(table, types)} FROM (${query})) TO ${literal(file)} ` +
      '(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)',
  );
  return { file, output: { table, prefix, rows: Number(counted?.Count ?? 0) } };
}
