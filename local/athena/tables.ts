import type { DuckDBConnection } from '@duckdb/node-api';
import { identifier, literal } from '../../shared/database/duckdb.ts';
import type { GlueCatalog, PartitionRecord, TableRecord } from '../glue/index.ts';
import type { ObjectFiles } from '../service.ts';
import { informationSql, informationTable } from './information-schema.ts';
import { INFORMATION_SCHEMA, PATH_COLUMN, type Scan, type TableSchema } from './sql/environment.ts';
import { QueryError } from './sql/error.ts';
import { glueType } from './sql/glue-type.ts';
import { duckType, type Type, VARCHAR } from './sql/types.ts';

/** Reads the catalogue's tables: what a query may see of them, and the SQL that reads their files. */
export interface Tables {
  schema(database: string, name: string): TableSchema | undefined;
  /** @returns SQL whose columns are c1, c2, …, and the bytes of the files that it reads */
  scan(scan: Scan, connection: DuckDBConnection): Promise<{ sql: string; bytes: number }>;
}

interface LakeFile {
  file: string;
  size: number;
  /** The partition's values, in the order of the keys; then the object, where the query asks for it. */
  values: readonly string[];
}

/** Lower-case column name to the type that DuckDB reads from a file. */
type FileSchema = ReadonlyMap<string, string>;

const REMEMBERED_FILES = 50_000;

export function createTables(catalog: GlueCatalog, objects: ObjectFiles): Tables {
  /** A file's schema by path and size: files of the lake are written once. */
  const schemas = new Map<string, FileSchema>();

  const findRecord = (database: string, name: string): TableRecord | undefined =>
    catalog.tables(database).find((table) => table.Name === name);

  return {
    schema(database, name) {
      if (database === INFORMATION_SCHEMA) return informationTable(name);
      const record = findRecord(database, name);
      return record && tableSchema(database, record);
    },
    async scan(scan, connection) {
      const { database, name } = scan.table;
      if (database === INFORMATION_SCHEMA) return { sql: informationSql(scan.table, catalog), bytes: 0 };
      const record = findRecord(database, name);
      if (!record) throw new QueryError('TABLE_NOT_FOUND', `Table 'awsdatacatalog.${database}.${name}' was dropped`);
      const files = await filesOf(scan, record, catalog, objects);
      const bytes = files.reduce((sum, file) => sum + file.size, 0);
      const readable = files.filter((file) => file.size > 0);
      const table = scan.readsPath ? withPath(scan.table) : scan.table;
      const sql = isJson(record) ? jsonSql(table, readable) : await parquetSql(table, readable, connection, schemas);
      if (schemas.size > REMEMBERED_FILES) schemas.clear();
      return { sql: sql ?? emptySql(table), bytes };
    },
  };
}

/** The object of each row is a value of its file, as those of its partition are. */
function withPath(table: TableSchema): TableSchema {
  return { ...table, partitionKeys: [...table.partitionKeys, { name: PATH_COLUMN, type: VARCHAR }] };
}

export function tableSchema(database: string, record: TableRecord): TableSchema {
  const typed = (columns: readonly { Name: string; Type?: string | undefined }[] | undefined) =>
    (columns ?? []).map((column) => ({ name: column.Name.toLowerCase(), type: glueType(column.Type ?? 'string') }));
  return {
    database,
    name: record.Name,
    columns: typed(record.StorageDescriptor?.Columns),
    partitionKeys: typed(record.PartitionKeys),
  };
}

function isJson(record: TableRecord): boolean {
  const library = record.StorageDescriptor?.SerdeInfo?.SerializationLibrary ?? '';
  const input = record.StorageDescriptor?.InputFormat ?? '';
  if (/JsonSerDe/i.test(library)) return true;
  if (/parquet/i.test(library) || /parquet/i.test(input)) return false;
  throw new QueryError(
    'HIVE_UNSUPPORTED_FORMAT',
    `The table ${record.Name} is neither Parquet nor JSON: '${library || input}'`,
  );
}

/** The objects below the locations of the partitions that the query can need; of the table's when it has none. */
async function filesOf(
  scan: Scan,
  record: TableRecord,
  catalog: GlueCatalog,
  objects: ObjectFiles,
): Promise<LakeFile[]> {
  const files: LakeFile[] = [];
  const add = async (location: string | undefined, values: readonly string[]) => {
    const { bucket, prefix } = parseLocation(location, record.Name);
    for await (const object of objects.list(bucket, prefix)) {
      if (isHidden(object.key.slice(prefix.length))) continue;
      const all = scan.readsPath ? [...values, `s3://${bucket}/${object.key}`] : values;
      files.push({ file: object.file, size: object.size, values: all });
    }
  };
  if ((record.PartitionKeys?.length ?? 0) === 0) await add(record.StorageDescriptor?.Location, []);
  else {
    for (const partition of catalog.partitions(scan.table.database, record.Name)) {
      if (scan.keep(partition.Values)) await add(locationOf(partition, record), partition.Values);
    }
  }
  return files;
}

function locationOf(partition: PartitionRecord, record: TableRecord): string | undefined {
  if (partition.StorageDescriptor?.Location) return partition.StorageDescriptor.Location;
  const names = record.PartitionKeys?.map((key, index) => `${key.Name}=${partition.Values[index]}`) ?? [];
  return `${record.StorageDescriptor?.Location?.replace(/\/?$/, '/')}${names.join('/')}`;
}

function parseLocation(location: string | undefined, table: string): { bucket: string; prefix: string } {
  const [, bucket, key = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(location ?? '') ?? [];
  if (bucket === undefined) {
    throw new QueryError(
      'HIVE_INVALID_METADATA',
      `The table ${table} has a location that is not s3://bucket/prefix: '${location}'`,
    );
  }
  return { bucket, prefix: key === '' || key.endsWith('/') ? key : `${key}/` };
}

/** Hive does not read names that begin with _ or a dot, nor the empty objects that stand for folders. */
function isHidden(relative: string): boolean {
  return relative === '' || relative.endsWith('/') || relative.split('/').some((part) => /^[_.]/.test(part));
}

/** A table of which nothing is registered has its columns and no rows. */
function emptySql(table: TableSchema): string {
  const columns = [...table.columns, ...table.partitionKeys];
  return (
    `SELECT ${columns.map(({ type }, index) => `CAST(NULL AS ${duckType(type)}) AS c${index + 1}`).join(', ')} ` +
    `WHERE false`
  );
}

function partitionColumns(table: TableSchema, value: (index: number) => string): string[] {
  return table.partitionKeys.map(
    ({ type }, index) => `CAST(${value(index)} AS ${duckType(type)}) AS c${table.columns.length + index + 1}`,
  );
}

/** Reads files that share their columns in one go; the partition's values come from the file's name. */
function groupSql(
  table: TableSchema,
  columns: readonly string[],
  reader: (files: string, options: string) => string,
  files: readonly LakeFile[],
): string {
  const list = `[${files.map(({ file }) => literal(file)).join(', ')}]`;
  const [first] = files;
  const oneValue = files.every(({ values }) => values === first?.values);
  if (oneValue) {
    const all = [...columns, ...partitionColumns(table, (index) => literal(first?.values[index] ?? ''))];
    return `SELECT ${all.join(', ')} FROM ${reader(list, '')} AS f`;
  }
  const names = table.partitionKeys.map((_, index) => `k${index + 1}`);
  const rows = files.map(
    ({ file, values }) => `(${[file, ...names.map((_, index) => values[index] ?? '')].map(literal).join(', ')})`,
  );
  const all = [...columns, ...partitionColumns(table, (index) => `p.k${index + 1}`)];
  return (
    `SELECT ${all.join(', ')} FROM ${reader(list, ', filename = true')} AS f` +
    ` JOIN (VALUES ${rows.join(', ')}) AS p(file, ${names.join(', ')}) ON f.filename = p.file`
  );
}

function jsonSql(table: TableSchema, files: readonly LakeFile[]): string | undefined {
  if (files.length === 0) return undefined;
  const declared = table.columns.map(({ name, type }) => `${literal(name)}: ${literal(duckType(type))}`).join(', ');
  const reader = (list: string, options: string) =>
    `read_json(${list}, format = 'newline_delimited', columns = {${declared}}, maximum_object_size = 67108864, ` +
    `auto_detect = false${options})`;
  return groupSql(
    table,
    table.columns.map(({ name }, index) => `f.${identifier(name)} AS c${index + 1}`),
    reader,
    files,
  );
}

async function parquetSql(
  table: TableSchema,
  files: readonly LakeFile[],
  connection: DuckDBConnection,
  schemas: Map<string, FileSchema>,
): Promise<string | undefined> {
  const unknown = files.filter((file) => !schemas.has(schemaKey(file)));
  for (let start = 0; start < unknown.length; start += 500)
    await readSchemas(unknown.slice(start, start + 500), connection, schemas);
  const groups = Map.groupBy(files, (file) =>
    [...(schemas.get(schemaKey(file)) ?? [])].map(([name, type]) => `${name} ${type}`).join('\n'),
  );
  const parts = [...groups.values()].map((group) => {
    const schema = group[0] ? schemas.get(schemaKey(group[0])) : undefined;
    return groupSql(
      table,
      parquetColumns(table, schema ?? new Map(), group[0]),
      (list, options) => `read_parquet(${list}, hive_partitioning = false${options})`,
      group,
    );
  });
  return parts.length === 0 ? undefined : parts.join(' UNION ALL ');
}

function schemaKey({ file, size }: LakeFile): string {
  return `${size} ${file}`;
}

/** What stands for the type of an array, a map or a row in a file: the lake's Parquet tables have none. */
const NESTED = 'NESTED';

async function readSchemas(
  files: readonly LakeFile[],
  connection: DuckDBConnection,
  schemas: Map<string, FileSchema>,
): Promise<void> {
  const list = files.map(({ file }) => literal(file)).join(', ');
  const reader = await connection.runAndReadAll(
    `SELECT file_name, name, duckdb_type, num_children FROM parquet_schema([${list}])`,
  );
  const found = new Map<string, Map<string, string>>();
  let pending = 0;
  for (const [file, name, type, children] of reader.getRows()) {
    const schema = found.get(String(file));
    if (!schema) {
      // The first element of a file is its root.
      found.set(String(file), new Map());
      pending = 0;
      continue;
    }
    // Elements come depth first: what is inside a nested column is passed over.
    if (pending > 0) pending += Number(children ?? 0) - 1;
    else {
      schema.set(String(name).toLowerCase(), type === null ? NESTED : String(type));
      pending = Number(children ?? 0);
    }
  }
  for (const file of files) schemas.set(schemaKey(file), found.get(file.file) ?? new Map());
}

/** A column that a file has not is null; one of another type is an error, as it is in Athena. */
function parquetColumns(table: TableSchema, schema: FileSchema, example: LakeFile | undefined): string[] {
  return table.columns.map(({ name, type }, index) => {
    const stored = schema.get(name);
    if (stored === undefined) return `CAST(NULL AS ${duckType(type)}) AS c${index + 1}`;
    if (!readable(stored, type)) {
      throw new QueryError(
        'HIVE_BAD_DATA',
        `Field ${name}'s type ${stored} in parquet file ${example?.file} is incompatible with ` +
          `type ${duckType(type)} defined in table schema`,
      );
    }
    return `CAST(f.${identifier(name)} AS ${duckType(type)}) AS c${index + 1}`;
  });
}

/** What Athena reads as a type: the type itself, and narrower numbers. */
function readable(stored: string, type: Type): boolean {
  const wanted = duckType(type);
  if (stored === wanted) return true;
  switch (type.kind) {
    case 'bigint':
      return stored === 'INTEGER';
    case 'double':
      return stored === 'FLOAT';
    case 'timestamp':
      return stored === 'TIMESTAMP_MS' || stored === 'TIMESTAMP_NS' || stored === 'TIMESTAMP_S';
    case 'decimal': {
      const [, precision, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(stored) ?? [];
      return (
        precision !== undefined &&
        Number(scale) <= type.scale &&
        Number(precision) - Number(scale) <= type.precision - type.scale
      );
    }
    default:
      return false;
  }
}
