/** Figures from the record of a site: exact, and as far back as it goes. */
import { type Database, type DatabaseOptions, literal } from '../database/duckdb.ts';
import { generationFile } from '../lake/keys.ts';
import { withFolder } from '../lake/run-files.ts';
import type { LakeStore } from '../runtime/lake-port.ts';
import type { RecordTable } from '../tables/schema.ts';
import { lakeFiles } from './files.ts';
import { readRecord } from './site-record.ts';

type Rows = Awaited<ReturnType<Database['rows']>>;

export interface QueryContext {
  readonly lake: LakeStore;
  readonly database: DatabaseOptions;
  /** For files in work. */
  readonly folder: string;
}

/**
 * Asks the record's files of a table, of the months from one local day to another, both included.
 * @param query SQL, given the relation
 * @returns its rows; none where the record has none of these months
 */
export async function queryRecord(
  site: string,
  table: RecordTable,
  days: { readonly from: string; readonly to: string },
  query: (relation: string) => string,
  context: QueryContext,
): Promise<Rows> {
  const { record } = await readRecord(context.lake, site);
  const keys = Object.entries(record.months).flatMap(([month, { generation, tables }]) => {
    const within = month >= days.from.slice(0, 7) && month <= days.to.slice(0, 7);
    const has = tables.some((each) => each.table === table && each.rows > 0);
    return within && has ? [generationFile(generation, table)] : [];
  });
  return queryFiles(keys, query, context);
}

/** As `queryRecord`, of files of the lake. */
export async function queryFiles(
  keys: readonly string[],
  query: (relation: string) => string,
  context: QueryContext,
): Promise<Rows> {
  if (keys.length === 0) return [];
  // Loaded where it is needed only: it takes longer than the rest of the function.
  const { withDatabase } = await import('../database/duckdb.ts');
  return withFolder(context, async (folder) => {
    const files = lakeFiles(context.lake, folder);
    const fetched = await Promise.all(keys.map((key) => files.fetch(key)));
    const list = fetched.map(literal).join(', ');
    const relation = `read_parquet([${list}], union_by_name = true, hive_partitioning = false)`;
    return withDatabase(context.database, (db) => db.rows(query(relation)));
  });
}
