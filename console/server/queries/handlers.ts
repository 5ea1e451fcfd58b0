import type { QueryExecution } from '@aws-sdk/client-athena';
import { startQuery as begin, describeQuery, resultPage } from '../../../cli/athena.ts';
import { SQL_FUNCTIONS } from '../../../local/athena/sql-functions.ts';
import { NAMED_QUERIES } from '../../../shared/named-queries.ts';
import { DATASETS_COLUMNS, DATASETS_TABLE, DATASETS_TABLE_DESCRIPTION } from '../../../shared/tables/datasets-table.ts';
import { TABLE_NAMES, TABLES } from '../../../shared/tables/schema.ts';
import { cancelQuery, downloadRows, listTables, queryRows, queryState, startQuery } from '../../api/queries.ts';
import type { ConsoleContext } from '../context.ts';
import { serve } from '../served.ts';
import { sendCsv } from './csv.ts';

export function queryHandlers({ connection, tickets }: ConsoleContext) {
  return {
    listTables: serve(listTables, async () => ({
      tables: tables(),
      functions: functions(),
      saved: [...NAMED_QUERIES],
    })),
    startQuery: serve(startQuery, async ({ sql }) => ({ query: await begin(connection, sql) })),
    queryState: serve(queryState, async ({ query }) => stateOf(await describeQuery(connection, query))),
    queryRows: serve(queryRows, async ({ query, next }) => {
      const page = await resultPage(connection, query, next ?? undefined);
      return { columns: [...page.columns], rows: page.rows.map((row) => [...row]), next: page.next ?? null };
    }),
    cancelQuery: serve(cancelQuery, async ({ query }) => {
      const { StopQueryExecutionCommand } = await import('@aws-sdk/client-athena');
      const athena = await connection.clients.athena();
      await athena.send(new StopQueryExecutionCommand({ QueryExecutionId: query }));
      return {};
    }),
    downloadRows: serve(downloadRows, async ({ query }) => ({
      path: tickets.issue((response) => sendCsv(connection, query, response)),
    })),
  };
}

function tables() {
  return [
    ...TABLE_NAMES.map((name) => ({
      name,
      comment: TABLES[name].description,
      columns: [...TABLES[name].columns, ...TABLES[name].partitionKeys].map((column) => ({ ...column })),
    })),
    {
      name: DATASETS_TABLE,
      comment: DATASETS_TABLE_DESCRIPTION,
      columns: DATASETS_COLUMNS.map(({ name, type, comment }) => ({ name, type, comment })),
    },
  ];
}

function functions() {
  return SQL_FUNCTIONS.map(({ name, signature }) => ({ name, signature }));
}

function stateOf(execution: QueryExecution | undefined) {
  const { Status, Statistics } = execution ?? {};
  return {
    state: Status?.State ?? 'QUEUED',
    reason: Status?.StateChangeReason ?? null,
    scannedBytes: Statistics?.DataScannedInBytes ?? 0,
    milliseconds: Statistics?.TotalExecutionTimeInMillis ?? 0,
  };
}
