/** Figures from the record of a site: exact, and as far back as it goes. */
import { literal } from '../../shared/database/duckdb.ts';
import { generationFile } from '../../shared/lake/keys.ts';
import { withFolder } from '../../shared/lake/run-files.ts';
import { lakeFiles } from '../../shared/record/files.ts';
import { readRecord } from '../../shared/record/site-record.ts';
import type { RecordTable } from '../../shared/tables/schema.ts';
import type { ApiContext } from './context.ts';

type Rows = Awaited<ReturnType<import('../../shared/database/duckdb.ts').Database['rows']>>;

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
  context: ApiContext,
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
  context: ApiContext,
): Promise<Rows> {
  if (keys.length === 0) return [];
  // Loaded where it is needed only: it takes longer than the rest of the function.
  const { withDatabase } = await import('../../shared/database/duckdb.ts');
  return withFolder(context, async (folder) => {
    const files = lakeFiles(context.lake, folder);
    const fetched = await Promise.all(keys.map((key) => files.fetch(key)));
    const list = fetched.map(literal).join(', ');
    const relation = `read_parquet([${list}], union_by_name = true, hive_partitioning = false)`;
    return withDatabase(context.database, (db) => db.rows(query(relation)));
  });
}
