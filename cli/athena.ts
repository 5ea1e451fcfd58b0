/** Queries of the lake's tables, by Athena or the local stack. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { QueryExecution } from '@aws-sdk/client-athena';
import type { Connection } from './connection.ts';
import { CliError } from './errors.ts';
import { commandLine } from './hints.ts';
import { sanitizeLines } from './output/sanitize.ts';

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 500;

/**
 * @returns the id of the query, which has ended
 * @throws CliError with Athena's reason when it did not succeed
 */
export async function runQuery(connection: Connection, sql: string): Promise<string> {
  const id = await start(connection, sql);
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
