import type { ColumnInfo } from '@aws-sdk/client-athena';
import { plural } from '../../shared/text/format.ts';
import { runQuery } from '../athena.ts';
import { type Connection, withConnection } from '../connection.ts';
import type { GlobalOptions } from '../options.ts';
import { note } from '../output/print.ts';
import { createRowPrinter } from '../output/rows.ts';
import type { QueryFormat } from '../query-formats.ts';

export async function queryCommand(sql: string, options: GlobalOptions & { format: QueryFormat }): Promise<void> {
  await withConnection(options, async (connection) => {
    await printRows(connection, await runQuery(connection, sql), options.format);
  });
}

/** Pages through all rows; nothing but the page at hand is kept, except for a table, whose columns must be aligned. */
async function printRows({ clients }: Connection, id: string, format: QueryFormat): Promise<void> {
  const { paginateGetQueryResults } = await import('@aws-sdk/client-athena');
  const pages = paginateGetQueryResults({ client: await clients.athena() }, { QueryExecutionId: id, MaxResults: 1000 });
  let printer: ReturnType<typeof createRowPrinter> | undefined;
  for await (const { ResultSet } of pages) {
    const columns = ResultSet?.ResultSetMetadata?.ColumnInfo ?? [];
    const rows = (ResultSet?.Rows ?? []).map(({ Data = [] }) => columns.map((_, at) => Data[at]?.VarCharValue ?? null));
    // Athena's first row of a SELECT repeats the names of the columns.
    if (!printer && isHeader(rows[0], columns)) rows.shift();
    printer ??= createRowPrinter(format, columns.map(columnOf));
    await printer.print(rows);
  }
  const rows = (await printer?.end()) ?? 0;
  if (format === 'table') note(plural(rows, 'row'));
}

function isHeader(row: readonly (string | null)[] | undefined, columns: readonly ColumnInfo[]): boolean {
  return row !== undefined && columns.length > 0 && columns.every(({ Name }, at) => row[at] === Name);
}

const NUMBERS = /^(tinyint|smallint|integer|int|bigint|real|float|double|decimal)/;

function columnOf({ Name = '', Type = '' }: ColumnInfo) {
  return { name: Name, isNumber: NUMBERS.test(Type), isBoolean: Type === 'boolean' };
}
