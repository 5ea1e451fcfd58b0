import type { Query } from './ast.ts';
import type { Field, Type } from './types.ts';

/** A table as a query sees it: its columns, then its partition keys. */
export interface TableSchema {
  database: string;
  name: string;
  columns: readonly { name: string; type: Type }[];
  partitionKeys: readonly { name: string; type: Type }[];
}

/** The schema of the catalogue itself: https://docs.aws.amazon.com/athena/latest/ug/querying-glue-catalog.html */
export const INFORMATION_SCHEMA = 'information_schema';

/** The column that says which file a row is from; no `*` gives it. */
export const PATH_COLUMN = '$path';
/** Others of its kind, which are not here. */
export const ABSENT_COLUMNS: ReadonlySet<string> = new Set([
  '$bucket',
  '$file_modified_time',
  '$file_size',
  '$partition',
]);

/** One reading of a table. */
export interface Scan {
  /** What the query calls it; its columns are c1, c2, …, the table's in order. */
  id: string;
  table: TableSchema;
  /** False for partitions whose rows the WHERE clause cannot let through. */
  keep(values: readonly string[]): boolean;
  /** Whether the query reads "$path": the file of each row, one column after the table's. */
  readsPath: boolean;
}

/** A query of WITH: what it is called in DuckDB's SQL, and its columns. */
export interface CommonQuery {
  id: string;
  columns: readonly Field[];
}

/** A view's query, and where it looks for tables without a database. */
export interface StoredView {
  query: Query;
  database: string;
}

/** What an analysis needs from outside, and what it collects. */
export interface Environment {
  /** Where tables without a database are looked for. */
  database: string;
  /** @returns the table, or undefined when the catalogue has none of that name */
  table(database: string, name: string): TableSchema | undefined;
  /** @returns the view, or undefined when what has the name is none */
  view(database: string, name: string): StoredView | undefined;
  /** The views inside which a query stands, by `database.name`. */
  inside: readonly string[];
  hasDatabase(database: string): boolean;
  common: ReadonlyMap<string, CommonQuery>;
  scans: Scan[];
  /** A name that nothing else in the query has. */
  unique(prefix: string): string;
}
