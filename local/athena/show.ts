import type { GlueCatalog } from '../glue/index.ts';
import { namePattern } from '../glue/wildcard.ts';
import type { Statement } from './sql/ast.ts';
import { type Place, QueryError } from './sql/error.ts';
import { isView } from './views.ts';

type ShowStatement = Exclude<Statement, { kind: 'query' | 'create view' | 'drop view' }>;

/** What SHOW and DESCRIBE answer: one column name, and lines as Athena writes them. */
export interface Listing {
  columns: string[];
  lines: string[];
}

/** @throws QueryError when the table is not there or has no partitions to show */
export function show(statement: ShowStatement, catalog: GlueCatalog, database: string): Listing {
  switch (statement.kind) {
    case 'show databases':
      return { columns: ['database_name'], lines: catalog.databases().map((each) => each.Name) };
    case 'show tables':
    case 'show views': {
      const inDatabase = statement.database ?? database;
      checkDatabase(catalog, inDatabase);
      const matches = statement.pattern === undefined ? () => true : namePattern(statement.pattern.toLowerCase());
      const viewsOnly = statement.kind === 'show views';
      const tables = catalog.tables(inDatabase).filter((table) => !viewsOnly || isView(table));
      const names = tables.map((table) => table.Name);
      return { columns: [viewsOnly ? 'views' : 'tab_name'], lines: names.filter(matches).sort() };
    }
    case 'show columns': {
      const { table } = find(statement, catalog, database);
      const columns = [...(table.StorageDescriptor?.Columns ?? []), ...(table.PartitionKeys ?? [])];
      return { columns: ['field'], lines: columns.map((column) => column.Name.padEnd(20)) };
    }
    case 'show partitions':
      return partitions(statement, catalog, database);
    case 'describe':
      return describe(statement, catalog, database);
  }
}

function partitions(
  statement: { parts: readonly string[]; at: Place },
  catalog: GlueCatalog,
  database: string,
): Listing {
  const { table, inDatabase } = find(statement, catalog, database);
  const keys = table.PartitionKeys ?? [];
  if (keys.length === 0) {
    throw new QueryError('INVALID_TABLE_PROPERTY', `Table ${inDatabase}.${table.Name} is not a partitioned table`);
  }
  const lines = catalog
    .partitions(inDatabase, table.Name)
    .map(({ Values }) => keys.map((key, index) => `${key.Name}=${Values[index] ?? ''}`).join('/'));
  return { columns: ['partition'], lines };
}

function describe(statement: { parts: readonly string[]; at: Place }, catalog: GlueCatalog, database: string): Listing {
  const { table } = find(statement, catalog, database);
  const line = (name: string, type: string, comment: string) =>
    `${name.padEnd(20)}\t${type.padEnd(20)}\t${comment.padEnd(20)}`;
  const of = (columns: NonNullable<typeof table.PartitionKeys>) =>
    columns.map((column) => line(column.Name, column.Type ?? '', column.Comment ?? ''));
  const keys = table.PartitionKeys ?? [];
  const ofKeys =
    keys.length === 0
      ? []
      : [
          line('', '', ''),
          line('# Partition Information', '', ''),
          line('# col_name', 'data_type', 'comment'),
          line('', '', ''),
          ...of(keys),
        ];
  const columns = [...(table.StorageDescriptor?.Columns ?? []), ...keys];
  return { columns: ['col_name', 'data_type', 'comment'], lines: [...of(columns), ...ofKeys] };
}

function checkDatabase(catalog: GlueCatalog, name: string, place?: Place): void {
  if (catalog.databases().some((each) => each.Name === name)) return;
  throw new QueryError('SCHEMA_NOT_FOUND', `Schema '${name}' does not exist`, place);
}

function find({ parts, at }: { parts: readonly string[]; at: Place }, catalog: GlueCatalog, database: string) {
  const [name = '', inDatabase = database] = parts.toReversed();
  checkDatabase(catalog, inDatabase, at);
  const table = catalog.tables(inDatabase).find((each) => each.Name === name);
  if (!table)
    throw new QueryError('TABLE_NOT_FOUND', `Table 'awsdatacatalog.${inDatabase}.${name}' does not exist`, at);
  return { table, inDatabase };
}
