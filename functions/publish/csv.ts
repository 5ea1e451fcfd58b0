import { join } from 'node:path';
import { type Database, identifier, literal } from '../../shared/database/duckdb.ts';
import type { Column } from '../../shared/tables/schema.ts';
import { FORMULA_START } from '../../shared/text/csv.ts';

export const CSV_TYPE = 'text/csv; charset=utf-8';

/** A column of a CSV file: text cannot be taken for a formula, numbers stay numbers, times are plain. */
function cell({ name, type }: Pick<Column, 'name' | 'type'>): string {
  const column = identifier(name);
  if (type === 'string') {
    // All of those stand before A: the comparison spares nearly every cell the regular expression.
    return (
      `CASE WHEN ${column} >= 'A' THEN ${column} ` +
      `WHEN regexp_matches(${column}, ${literal(FORMULA_START)}) THEN '''' || ${column} ELSE ${column} END`
    );
  }
  // Exact, without the zeros that fill up the nine decimals.
  if (type.startsWith('decimal')) return `rtrim(rtrim(CAST(${column} AS VARCHAR), '0'), '.')`;
  return column;
}

/**
 * Writes a relation as a CSV file that is safe to open in a spreadsheet, without its rows passing through JavaScript,
 * in the relation's own order: DuckDB must have been told to keep it (`preserve_insertion_order`).
 * @returns the file
 */
export async function writeCsv(
  db: Database,
  relation: string,
  columns: readonly Pick<Column, 'name' | 'type'>[],
  folder: string,
  name: string,
): Promise<string> {
  const file = join(folder, name);
  const cells = columns.map((column) => `${cell(column)} AS ${identifier(column.name)}`).join(', ');
  await db.run(`COPY (SELECT ${cells} FROM ${relation}) TO ${literal(file)} (FORMAT csv, HEADER)`);
  return file;
}
