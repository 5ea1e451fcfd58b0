import { literal } from '../../shared/database/duckdb.ts';
import type { GlueCatalog, TableRecord } from '../glue/index.ts';
import { INFORMATION_SCHEMA, type TableSchema } from './sql/environment.ts';
import { glueType } from './sql/glue-type.ts';
import { BIGINT, duckType, type Type, typeName, VARCHAR } from './sql/types.ts';
import { isView, viewDefinition } from './views.ts';

const CATALOG = 'awsdatacatalog';

type Cell = string | number | undefined;

interface InformationTable {
  columns: Readonly<Record<string, Type>>;
  rows(catalog: GlueCatalog): Cell[][];
}

const OF_TABLE = { table_catalog: VARCHAR, table_schema: VARCHAR, table_name: VARCHAR };

const TABLES: Readonly<Record<string, InformationTable>> = {
  schemata: {
    columns: { catalog_name: VARCHAR, schema_name: VARCHAR },
    rows: (catalog) => [...catalog.databases().map(({ Name }) => Name), INFORMATION_SCHEMA].map((n) => [CATALOG, n]),
  },
  tables: {
    columns: { ...OF_TABLE, table_type: VARCHAR },
    rows: (catalog) => [
      ...allTables(catalog).map(([place, table]) => [...place, isView(table) ? 'VIEW' : 'BASE TABLE']),
      ...Object.keys(TABLES).map((name) => [CATALOG, INFORMATION_SCHEMA, name, 'BASE TABLE']),
    ],
  },
  columns: {
    columns: {
      ...OF_TABLE,
      column_name: VARCHAR,
      ordinal_position: BIGINT,
      column_default: VARCHAR,
      is_nullable: VARCHAR,
      data_type: VARCHAR,
      comment: VARCHAR,
      extra_info: VARCHAR,
    },
    rows: (catalog) => [
      ...allTables(catalog).flatMap(([place, table]) => columnRows(place, table)),
      ...Object.entries(TABLES).flatMap(([table, { columns }]) =>
        Object.entries(columns).map(([name, type], index) =>
          columnRow([CATALOG, INFORMATION_SCHEMA, table], index, name, typeName(type)),
        ),
      ),
    ],
  },
  views: {
    columns: { ...OF_TABLE, view_definition: VARCHAR },
    rows: (catalog) =>
      allTables(catalog)
        .filter(([, table]) => isView(table))
        .map(([place, table]) => [...place, viewDefinition(table)?.originalSql]),
  },
};

function allTables(catalog: GlueCatalog): [place: string[], TableRecord][] {
  return catalog
    .databases()
    .flatMap(({ Name }) =>
      catalog.tables(Name).map((table): [string[], TableRecord] => [[CATALOG, Name, table.Name], table]),
    );
}

function columnRows(place: readonly string[], table: TableRecord): Cell[][] {
  const view = viewDefinition(table);
  if (view) return view.columns.map(({ name, type }, index) => columnRow(place, index, name, type));
  const columns = table.StorageDescriptor?.Columns ?? [];
  return [...columns, ...(table.PartitionKeys ?? [])].map(({ Name, Type, Comment }, index) =>
    columnRow(place, index, Name.toLowerCase(), trinoType(Type ?? 'string'), Comment, index >= columns.length),
  );
}

function columnRow(place: readonly string[], index: number, name: string, type: string, note?: string, key = false) {
  return [...place, name, index + 1, undefined, 'YES', type, note, key ? 'partition key' : undefined];
}

/** A type that queries cannot read here is still listed, by Glue's name: one column must not hide the others. */
function trinoType(glue: string): string {
  try {
    return typeName(glueType(glue));
  } catch {
    return glue.toLowerCase();
  }
}

/** @returns undefined for a name that information_schema has not */
export function informationTable(name: string): TableSchema | undefined {
  const table = Object.hasOwn(TABLES, name) ? TABLES[name] : undefined;
  if (!table) return undefined;
  const columns = Object.entries(table.columns).map(([column, type]) => ({ name: column, type }));
  return { database: INFORMATION_SCHEMA, name, columns, partitionKeys: [] };
}

/** SQL of the rows of a table of information_schema, as the catalogue is now; its columns are c1, c2, …. */
export function informationSql({ name, columns }: TableSchema, catalog: GlueCatalog): string {
  const rows = TABLES[name]?.rows(catalog) ?? [];
  const cells = (row: readonly Cell[]) =>
    row.map((cell) => (cell === undefined ? 'NULL' : typeof cell === 'number' ? String(cell) : literal(cell)));
  // VALUES needs a row; one that nothing lets through stands for none.
  const given = rows.length > 0 ? rows : [columns.map(() => undefined)];
  const values = given.map((row) => `(${cells(row).join(', ')})`).join(', ');
  const typed = columns.map(({ type }, index) => `CAST(v${index + 1} AS ${duckType(type)}) AS c${index + 1}`);
  const names = columns.map((_, index) => `v${index + 1}`);
  return `SELECT ${typed.join(', ')} FROM (VALUES ${values}) AS f(${names.join(', ')}) WHERE ${rows.length > 0}`;
}
