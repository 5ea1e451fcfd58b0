import { setTimeout as sleep } from 'node:timers/promises';
import type { ColumnInfo, QueryExecution } from '@aws-sdk/client-athena';
import { plural } from '../../shared/text/format.ts';
import { type Connection, withConnection } from '../connection.ts';
import { CliError } from '../errors.ts';
import { commandLine } from '../hints.ts';
import type { GlobalOptions } from '../options.ts';
import { note } from '../output/print.ts';
import { createRowPrinter } from '../output/rows.ts';
import { sanitizeLines } from '../output/sanitize.ts';
import type { QueryFormat } from '../query-formats.ts';

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 500;

export async function queryCommand(sql: string, options: GlobalOptions & { format: QueryFormat }): Promise<void> {
  await withConnection(options, async (connection) => {
    const id = await start(connection, sql);
    await ended(connection, id);
    await printRows(connection, id, options.format);
  });
}

async function start({ clients, workgroup, database }: Connection, sql: string): Promise<string> {
  const { StartQueryExecutionCommand } = await import('@aws-sdk/client-athena');
  const athena = await clients.athena();
  const { QueryExecutionId } = await athena
    .send(
      new StartQueryExecutionCommand({
        QueryString: sql,
        WorkGroup: workgroup,
        QueryExecutionContext: { Database: database },
      }),
    )
    .catch((error: unknown) => {
      if (error instanceof Error && error.name === 'InvalidRequestException') throw refused(error.message);
      throw error;
    });
  return QueryExecutionId ?? '';
}

async function ended({ clients }: Connection, id: string): Promise<void> {
  const { GetQueryExecutionCommand } = await import('@aws-sdk/client-athena');
  const athena = await clients.athena();
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(LONGEST_PAUSE_MS, pause * 2)) {
    const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
    if (isOver(QueryExecution)) return;
    await sleep(pause);
  }
}

/** @throws CliError with Athena's reason when the query did not succeed */
function isOver(execution: QueryExecution | undefined): boolean {
  const { State, StateChangeReason } = execution?.Status ?? {};
  if (State === 'FAILED' || State === 'CANCELLED') throw refused(StateChangeReason ?? State);
  return State === 'SUCCEEDED';
}

function refused(reason: string): CliError {
  return new CliError(`The query did not run. ${sanitizeLines(reason)}`, {
    hint: `${commandLine('query --help')} names the tables; local/SUPPORT.md lists the SQL that runs locally.`,
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
