import type { GlueCatalog } from '../glue/index.ts';
import { namePattern } from '../glue/wildcard.ts';
import { describe, describeFormatted, type Listing } from './describe.ts';
import type { Statement } from './sql/ast.ts';
import { type Place, QueryError } from './sql/error.ts';
import { isView } from './views.ts';

type ShowStatement = Exclude<Statement, { kind: 'query' | 'create view' | 'drop view' }>;

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
      return describe(find(statement, catalog, database).table);
    case 'describe formatted': {
      const { table, inDatabase } = find(statement, catalog, database);
      return describeFormatted(table, inDatabase);
    }
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
