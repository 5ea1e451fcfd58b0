/**
 * The one declaration of every table: Glue's columns, the casts of every Parquet column, the data dictionary.
 * Each table stands in the file of its subject in `declared/`; this one puts them in order and says which are of the
 * record.
 */
import { keysOf } from '../keys-of.ts';
import type { Column, ColumnType, Table } from './column.ts';
import { dataset } from './common-columns.ts';
import { DEMAND_TABLES } from './declared/demand.ts';
import { FORECAST_TABLES } from './declared/forecast.ts';
import { IRREGULAR_TABLES } from './declared/irregular.ts';
import { MEASURED_TABLES } from './declared/measured.ts';
import { MONEY_TABLES } from './declared/money.ts';
import { READING_TABLES } from './declared/readings.ts';
import { USAGE_TABLES } from './declared/usage.ts';

export {
  COST_TYPE,
  type Column,
  type ColumnType,
  ENERGY_SUM_TYPE,
  PRICE_TYPE,
  RECORD_DATA_FOLDER,
  RECORD_FOLDER,
  type Table,
} from './column.ts';

export const TABLES = {
  ...READING_TABLES,
  ...USAGE_TABLES,
  ...MONEY_TABLES,
  ...DEMAND_TABLES,
  ...MEASURED_TABLES,
  ...IRREGULAR_TABLES,
  ...FORECAST_TABLES,
} as const satisfies Record<string, Table>;

export type TableName = keyof typeof TABLES;
/** In the order of their declaration. */
export const TABLE_NAMES = keysOf(TABLES);

/**
 * Tables of the record: a partition is a month of a site, made of all uploads that tell of it. Others have one an
 * upload.
 */
export const RECORD_TABLES = [
  'raw_energy_data',
  'shadowed_readings',
  'balance_data',
  'daily_energy_data',
  'hourly_energy_data',
  'cost_data',
  'bill_data',
  'bill_line_data',
  'demand_data',
  'missing_data',
] as const satisfies readonly TableName[];
export type RecordTable = (typeof RECORD_TABLES)[number];

export function isRecordTable(table: TableName): table is RecordTable {
  return RECORD_TABLES.some((each) => each === table);
}

/** Tables of which an upload has a partition of its own. */
export const UPLOAD_TABLES: readonly TableName[] = TABLE_NAMES.filter((table) => !isRecordTable(table));

const commit: Column = { name: 'commit', type: 'string', comment: 'Version of the month that the row is in' };
/** What each row that is from one upload says of it, beside what the upload's own file holds. */
const fromUpload: readonly Column[] = [
  { ...dataset, comment: 'Upload that the row is from' },
  { name: 'uploaded', type: 'timestamp', comment: 'When that was uploaded, UTC' },
];
const readingOrigin: readonly Column[] = [
  ...fromUpload,
  { name: 'time_zone', type: 'string', comment: 'Zone of the wall clock at the site' },
  commit,
];
/** What a row says that sums up readings. */
const sumOrigin: readonly Column[] = [
  { ...dataset, comment: 'Upload of its readings; of several the last one' },
  commit,
];

/** What the files of the record hold beside what those of an upload do. */
const ORIGIN: Readonly<Record<RecordTable, readonly Column[]>> = {
  raw_energy_data: readingOrigin,
  shadowed_readings: readingOrigin,
  balance_data: [...fromUpload, commit],
  daily_energy_data: sumOrigin,
  hourly_energy_data: sumOrigin,
  cost_data: sumOrigin,
  bill_data: sumOrigin,
  bill_line_data: sumOrigin,
  demand_data: sumOrigin,
  missing_data: sumOrigin,
};

/** The columns of a table's files as it is queried; the partition's values are not in them. */
export function queriedColumns(table: TableName): readonly Column[] {
  const { columns, partitionKeys } = TABLES[table];
  if (!isRecordTable(table)) return columns;
  const keys = new Set<string>(partitionKeys.map(({ name }) => name));
  return [...columns.filter(({ name }) => !keys.has(name)), ...ORIGIN[table]];
}

export const DATABASE_NAME = 'energy_db';

export const MEASURES = ['consumption', 'generation'] as const;
export type Measure = (typeof MEASURES)[number];

/** The DuckDB type that is written as this Glue type. */
export function duckdbType(type: ColumnType): string {
  switch (type) {
    case 'string':
      return 'VARCHAR';
    case 'int':
      return 'INTEGER';
    default:
      return type.toUpperCase();
  }
}

/**
 * The select list that gives a relation exactly a table's columns, in order and type: every Parquet file is written
 * through it, because DuckDB's own result types drift (an hour is BIGINT, a sum of integers HUGEINT).
 * @param types DuckDB types by column, where another one is written as the same Parquet type: an ENUM is a string there
 */
export function castColumns(table: TableName, types: Readonly<Record<string, string | undefined>> = {}): string {
  return castOf(TABLES[table].columns, types);
}

/** As `castColumns`, for the files of a record's table. */
export function castQueriedColumns(table: RecordTable): string {
  return castOf(queriedColumns(table), {});
}

function castOf(columns: readonly Column[], types: Readonly<Record<string, string | undefined>>): string {
  return columns
    .map(({ name, type }) => `CAST("${name}" AS ${types[name] ?? duckdbType(type)}) AS "${name}"`)
    .join(', ');
}
