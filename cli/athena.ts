/** Queries of the lake's tables, by Athena or the local stack. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ColumnInfo, QueryExecution } from '@aws-sdk/client-athena';
import { sanitizeLines } from '../shared/text/sanitize.ts';
import type { Connection } from './connection.ts';
import { CliError } from './errors.ts';
import { commandLine } from './hints.ts';
import type { RowColumn } from './output/rows.ts';

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 500;

/**
 * @returns the id of the query, which has ended
 * @throws CliError with Athena's reason when it did not succeed
 */
export async function runQuery(connection: Connection, sql: string): Promise<string> {
  const id = await startQuery(connection, sql);
  await ended(connection, id);
  return id;
}

/** The rows of a small result, without the names of its columns. @throws CliError as `runQuery` */
export async function queryRows(connection: Connection, sql: string): Promise<(string | null)[][]> {
  const { paginateGetQueryResults } = await import('@aws-sdk/client-athena');
  const id = await runQuery(connection, sql);
  const client = await connection.clients.athena();
  const rows: (string | null)[][] = [];
  for await (const { ResultSet } of paginateGetQueryResults({ client }, { QueryExecutionId: id, MaxResults: 1000 }))
    rows.push(...(ResultSet?.Rows ?? []).map(({ Data = [] }) => Data.map(({ VarCharValue = null }) => VarCharValue)));
  return rows.slice(1);
}

/** @returns the id of a query that has begun. @throws CliError when it is refused at once */
export async function startQuery({ clients, workgroup, database }: Connection, sql: string): Promise<string> {
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

/** How a query stands. */
export async function describeQuery({ clients }: Connection, id: string): Promise<QueryExecution | undefined> {
  const { GetQueryExecutionCommand } = await import('@aws-sdk/client-athena');
  const athena = await clients.athena();
  return (await athena.send(new GetQueryExecutionCommand({ QueryExecutionId: id }))).QueryExecution;
}

export interface ResultPage {
  readonly columns: readonly (RowColumn & { readonly type: string })[];
  readonly rows: readonly (readonly (string | null)[])[];
  /** Where the next page begins; undefined after the last one. */
  readonly next: string | undefined;
}

const PAGE_ROWS = 1000;

/** Up to 1,000 rows of a query that has succeeded. @param from `next` of the page before */
export async function resultPage({ clients }: Connection, id: string, from?: string): Promise<ResultPage> {
  const { GetQueryResultsCommand } = await import('@aws-sdk/client-athena');
  const athena = await clients.athena();
  const { ResultSet, NextToken } = await athena.send(
    new GetQueryResultsCommand({ QueryExecutionId: id, MaxResults: PAGE_ROWS, NextToken: from }),
  );
  const columns = ResultSet?.ResultSetMetadata?.ColumnInfo ?? [];
  const rows = (ResultSet?.Rows ?? []).map(({ Data = [] }) => columns.map((_, at) => Data[at]?.VarCharValue ?? null));
  // Athena's first row of a SELECT repeats the names of the columns.
  if (from === undefined && isHeader(rows[0], columns)) rows.shift();
  return { columns: columns.map(columnOf), rows, next: NextToken };
}

/** Pages through all rows; nothing but the page at hand is kept. */
export async function* resultPages(connection: Connection, id: string): AsyncGenerator<ResultPage> {
  for (let from: string | undefined; ; ) {
    const page = await resultPage(connection, id, from);
    yield page;
    from = page.next;
    if (from === undefined) return;
  }
}

function isHeader(row: readonly (string | null)[] | undefined, columns: readonly ColumnInfo[]): boolean {
  return row !== undefined && columns.length > 0 && columns.every(({ Name }, at) => row[at] === Name);
}

const NUMBERS = /^(tinyint|smallint|integer|int|bigint|real|float|double|decimal)/;

function columnOf({ Name = '', Type = '' }: ColumnInfo) {
  return { name: Name, type: Type, isNumber: NUMBERS.test(Type), isBoolean: Type === 'boolean' };
}

async function ended(connection: Connection, id: string): Promise<void> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(LONGEST_PAUSE_MS, pause * 2)) {
    if (isOver(await describeQuery(connection, id))) return;
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
