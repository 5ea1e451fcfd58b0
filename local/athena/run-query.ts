import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import type { GlueCatalog } from '../glue/index.ts';
import { format } from './format.ts';
import { analyseQuery } from './sql/analyse-query.ts';
import type { Query } from './sql/ast.ts';
import { type Environment, INFORMATION_SCHEMA } from './sql/environment.ts';
import { QueryError } from './sql/error.ts';
import type { Field } from './sql/types.ts';
import type { Tables } from './tables.ts';
import { storedView } from './views.ts';

/** A result column with the name that Athena shows. */
export interface ResultColumn extends Field {
  name: string;
}

/** Where the rows of a result go. */
export interface RowSink {
  begin(columns: readonly ResultColumn[]): Promise<void>;
  /** Fields as Athena writes them; undefined is null. */
  rows(rows: readonly (readonly (string | undefined)[])[]): Promise<void>;
}

// Longer than any honest query; nested divisions repeat their operands.
const MAX_SQL = 20_000_000;
const MAX_NAMES = 50_000;

/**
 * Runs a query over the tables of the catalogue.
 * @returns the bytes of the files that it read
 * @throws QueryError in Athena's words, or DuckDB's error for what fails while it runs
 */
export async function runQuery(
  query: Query,
  options: { database: string; catalog: GlueCatalog; tables: Tables; connection: DuckDBConnection; sink: RowSink },
): Promise<{ bytes: number }> {
  const { sql, columns, bytes } = await prepare(query, options);
  await options.sink.begin(columns);
  const result = await options.connection.stream(sql);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) return { bytes };
    const rows: readonly (readonly DuckDBValue[])[] = chunk.getRows();
    await options.sink.rows(rows.map((row) => columns.map(({ type }, index) => format(row[index] ?? null, type))));
  }
}

/** What a query can name: the tables and views of the catalogue as it is now. */
export function environment(database: string, catalog: GlueCatalog, tables: Tables): Environment {
  let names = 0;
  const databases = new Set([INFORMATION_SCHEMA, ...catalog.databases().map((each) => each.Name)]);
  return {
    database,
    table: (inDatabase, name) => tables.schema(inDatabase, name),
    view: (inDatabase, name) => storedView(catalog, inDatabase, name),
    inside: [],
    hasDatabase: (name) => databases.has(name),
    common: new Map(),
    scans: [],
    unique(prefix) {
      // Views of views can double what is read at each step.
      if (++names > MAX_NAMES) throw new QueryError('QUERY_TEXT_TOO_LARGE', 'The query is too complex');
      return `${prefix}${names}`;
    },
  };
}

async function prepare(query: Query, { database, catalog, tables, connection }: Parameters<typeof runQuery>[1]) {
  const env = environment(database, catalog, tables);
  const analysed = analyseQuery(query, env, undefined);
  const definitions: string[] = [];
  let bytes = 0;
  for (const scan of env.scans) {
    const source = await tables.scan(scan, connection);
    bytes += source.bytes;
    definitions.push(`${scan.id} AS NOT MATERIALIZED (${source.sql})`);
  }
  const scans = definitions.join(', ');
  // One statement, not a query around it: its ORDER BY must be the outermost.
  const own = analysed.sql.startsWith('WITH ') ? `, ${analysed.sql.slice('WITH '.length)}` : ` ${analysed.sql}`;
  const sql = scans === '' ? analysed.sql : `WITH ${scans}${own}`;
  if (sql.length > MAX_SQL) throw new QueryError('QUERY_TEXT_TOO_LARGE', 'The query is too complex');
  const columns = analysed.columns.map(({ name, type }, index) => ({ name: name ?? `_col${index}`, type }));
  return { sql, columns, bytes };
}
