/** Small tables from what was decided outside SQL. */
import type { Database } from '../../../shared/database/duckdb.ts';

type Value = string | number | boolean | null;

/** @param columns DuckDB types by name, in order */
export async function createTable<Column extends string>(
  name: string,
  columns: Readonly<Record<Column, string>>,
  rows: readonly Readonly<Record<Column, Value>>[],
  db: Database,
): Promise<void> {
  const structure = JSON.stringify([columns]);
  await db.run(
    `CREATE OR REPLACE TEMP TABLE ${name} AS SELECT unnest(from_json($rows::JSON, '${structure}'), recursive := true)`,
    { rows: JSON.stringify(rows) },
  );
}
