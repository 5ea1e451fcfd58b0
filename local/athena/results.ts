import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { ObjectFiles } from '../service.ts';
import { readCsv } from './csv.ts';
import { invalidRequest, maxResults, parseInput } from './errors.ts';
import { parseS3 } from './execution.ts';
import type { History } from './history.ts';
import { makeToken, readToken } from './paging.ts';
import { findExecution } from './queries.ts';

const shape = z.object({
  QueryExecutionId: z.string().min(1).max(128),
  MaxResults: maxResults(1000),
  NextToken: z.string().max(1024).optional(),
});

type Row = (string | undefined)[];

/** GetQueryResults: a page of the result file in the output location, as Athena serves it. */
export async function getQueryResults(input: unknown, history: History, objects: ObjectFiles) {
  const { QueryExecutionId: id, MaxResults = 1000, NextToken } = parseInput(shape, input);
  const record = findExecution(history, id);
  if (record.State === 'QUEUED' || record.State === 'RUNNING') {
    throw invalidRequest(`Query has not yet finished. Current state: ${record.State}`);
  }
  if (record.State !== 'SUCCEEDED') {
    throw invalidRequest(`Query did not finish successfully. Final query state: ${record.State}`);
  }
  const start = NextToken === undefined ? 0 : readToken(NextToken, id);
  const { bucket, key } = parseS3(record.ResultConfiguration.OutputLocation);
  const file = await objects.file(bucket, key);
  if (file === undefined)
    throw invalidRequest(`Could not find results: ${record.ResultConfiguration.OutputLocation} is gone`);
  const { rows, end, more } =
    record.StatementType === 'DML' ? await csvPage(file, start, MaxResults) : await textPage(file, start, MaxResults);
  return {
    UpdateCount: 0,
    ResultSet: {
      Rows: rows.map((row) => ({ Data: row.map((value) => (value === undefined ? {} : { VarCharValue: value })) })),
      ResultSetMetadata: {
        ColumnInfo: record.Columns.map((column) => ({
          CatalogName: 'hive',
          SchemaName: '',
          TableName: '',
          Label: column.Name,
          ...column,
          CaseSensitive: column.Type === 'varchar',
        })),
      },
    },
    NextToken: more ? makeToken(end, id) : undefined,
  };
}

async function csvPage(file: string, start: number, size: number) {
  const rows: Row[] = [];
  let end = start;
  for await (const row of readCsv(file, start)) {
    if (rows.length === size) return { rows, end, more: true };
    rows.push(row.fields);
    end = row.end;
  }
  return { rows, end, more: false };
}

/** SHOW and DESCRIBE write lines, without a header; they are short. */
async function textPage(file: string, start: number, size: number) {
  const lines = (await readFile(file, 'utf8')).split('\n').slice(0, -1);
  const end = Math.min(start + size, lines.length);
  // DESCRIBE's three columns come in one cell with tabs between them, from Athena too.
  return { rows: lines.slice(start, end).map((line): Row => [line]), end, more: end < lines.length };
}
