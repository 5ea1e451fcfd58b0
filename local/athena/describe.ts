/** What DESCRIBE says of a table, in the lines that Hive writes and Athena hands on. */
import type { TableRecord } from '../glue/shapes.ts';

/** What SHOW and DESCRIBE answer: one column name, and lines as Athena writes them. */
export interface Listing {
  columns: string[];
  lines: string[];
}

const COLUMNS = ['col_name', 'data_type', 'comment'];
const WIDTH = 20;

function line(...cells: readonly (string | undefined)[]): string {
  return COLUMNS.map((_, place) => (cells[place] ?? '').padEnd(WIDTH)).join('\t');
}

const NOTHING = line();

type Columns = NonNullable<TableRecord['PartitionKeys']>;
const linesOf = (columns: Columns) => columns.map(({ Name, Type, Comment }) => line(Name, Type, Comment));

export function describe(table: TableRecord): Listing {
  const keys = table.PartitionKeys ?? [];
  const own = linesOf([...(table.StorageDescriptor?.Columns ?? []), ...keys]);
  const ofKeys = keys.length === 0 ? [] : [NOTHING, ...partitionLines(keys)];
  return { columns: COLUMNS, lines: [...own, ...ofKeys] };
}

function partitionLines(keys: Columns): string[] {
  return [line('# Partition Information'), line('# col_name', 'data_type', 'comment'), NOTHING, ...linesOf(keys)];
}

/** DESCRIBE FORMATTED: the columns, then where the table comes from, lies and how it is stored. */
export function describeFormatted(table: TableRecord, database: string): Listing {
  const { StorageDescriptor: storage = {}, PartitionKeys: keys = [], TableType = '', CreateTime } = table;
  const { SerdeInfo } = storage;
  const lines = [
    ...[line('# col_name', 'data_type', 'comment'), NOTHING, ...linesOf(storage.Columns ?? [])],
    ...(keys.length === 0 ? [] : [NOTHING, ...partitionLines(keys)]),
    ...[NOTHING, line('# Detailed Table Information')],
    line('Database:', database),
    line('Owner:', 'hadoop'),
    line('CreateTime:', javaDate(new Date(1000 * CreateTime))),
    line('LastAccessTime:', 'UNKNOWN'),
    line('Protect Mode:', 'None'),
    line('Retention:', '0'),
    ...(storage.Location === undefined ? [] : [line('Location:', storage.Location)]),
    line('Table Type:', TableType),
    ...[line('Table Parameters:'), ...parameterLines(table.Parameters)],
    ...[NOTHING, line('# Storage Information')],
    line('SerDe Library:', SerdeInfo?.SerializationLibrary),
    line('InputFormat:', storage.InputFormat),
    line('OutputFormat:', storage.OutputFormat),
    line('Compressed:', 'No'),
    line('Num Buckets:', '-1'),
    line('Bucket Columns:', '[]'),
    line('Sort Columns:', '[]'),
    ...[line('Storage Desc Params:'), ...parameterLines(SerdeInfo?.Parameters)],
  ];
  return { columns: COLUMNS, lines };
}

function parameterLines(parameters: Readonly<Record<string, string>> = {}): string[] {
  const names = Object.keys(parameters).sort();
  return names.map((name) => line('', name, parameters[name]));
}

/** `Sun Nov 29 19:00:05 UTC 2026`. */
function javaDate(time: Date): string {
  const [day = '', date, month, year, clock] = time.toUTCString().replace(',', '').split(' ');
  return [day, month, date, clock, 'UTC', year].join(' ');
}
