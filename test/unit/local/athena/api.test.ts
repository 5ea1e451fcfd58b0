import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  BatchGetNamedQueryCommand,
  BatchGetQueryExecutionCommand,
  CreateNamedQueryCommand,
  CreateWorkGroupCommand,
  DeleteNamedQueryCommand,
  GetDatabaseCommand,
  GetNamedQueryCommand,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  GetQueryRuntimeStatisticsCommand,
  GetTableMetadataCommand,
  GetWorkGroupCommand,
  InvalidRequestException,
  ListDatabasesCommand,
  ListNamedQueriesCommand,
  ListQueryExecutionsCommand,
  ListTableMetadataCommand,
  ListWorkGroupsCommand,
  MetadataException,
  paginateGetQueryResults,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Lake, openLake } from './lake.ts';

const SLOW = 'SELECT count(*) FROM big a CROSS JOIN big b CROSS JOIN big c WHERE a.x * b.x = c.x + 7';

let lake: Lake;
beforeEach(async () => {
  lake = await openLake();
  await lake.table('big', 'x bigint, s string', { keys: 'part string' });
  await lake.parquet(
    'big/a/data.parquet',
    "SELECT i AS x, CASE WHEN i % 2 = 0 THEN 'even' END AS s FROM range(2500) AS t(i)",
  );
  await lake.partition('big', ['a'], 'big/a/');
});
afterEach(async () => {
  await lake.close();
});

async function start(sql: string): Promise<string> {
  const { QueryExecutionId } = await lake.client.send(
    new StartQueryExecutionCommand({ QueryString: sql, WorkGroup: 'energy' }),
  );
  return QueryExecutionId ?? '';
}

async function status(QueryExecutionId: string) {
  return (await lake.client.send(new GetQueryExecutionCommand({ QueryExecutionId }))).QueryExecution?.Status;
}

async function reaches(id: string, state: string): Promise<void> {
  while ((await status(id))?.State !== state) await sleep(3);
}

describe('a query execution', () => {
  test('is described as Athena describes it', async () => {
    const execution = await lake.finished('SELECT x FROM big ORDER BY x LIMIT 2');
    expect(execution).toMatchObject({
      Query: 'SELECT x FROM big ORDER BY x LIMIT 2',
      StatementType: 'DML',
      WorkGroup: 'energy',
      QueryExecutionContext: { Database: 'energy_db' },
      ResultConfiguration: { OutputLocation: `s3://energy-lake/athena-results/${execution.QueryExecutionId}.csv` },
      Status: { State: 'SUCCEEDED', SubmissionDateTime: expect.any(Date), CompletionDateTime: expect.any(Date) },
      Statistics: { DataScannedInBytes: expect.any(Number), EngineExecutionTimeInMillis: expect.any(Number) },
      EngineVersion: { EffectiveEngineVersion: 'Athena engine version 3' },
    });
    const statistics = await lake.client.send(
      new GetQueryRuntimeStatisticsCommand({ QueryExecutionId: execution.QueryExecutionId }),
    );
    expect(statistics.QueryRuntimeStatistics?.Rows).toEqual({
      InputBytes: execution.Statistics?.DataScannedInBytes,
      OutputRows: 2,
    });
  });

  test('that fails says why', async () => {
    expect((await lake.finished('SELECT y FROM big')).Status).toMatchObject({
      State: 'FAILED',
      StateChangeReason: expect.stringMatching(/^COLUMN_NOT_FOUND: line 1:8/),
      AthenaError: { ErrorCategory: 2, Retryable: false, ErrorMessage: expect.stringMatching(/^COLUMN_NOT_FOUND/) },
    });
  });

  test('writes the result as CSV with every value in quotes and null as nothing', async () => {
    await lake.query(`SELECT x, s, 'a "b", c' AS q, '' AS empty FROM big ORDER BY x LIMIT 2`, {
      ResultConfiguration: { OutputLocation: 's3://energy-lake/athena-results/mine' },
    });
    const folder = path.join(lake.home, 'lake', 'energy-lake', 'athena-results', 'mine');
    const [name = ''] = readdirSync(folder);
    expect(readFileSync(path.join(folder, name), 'utf8')).toBe(
      '"x","s","q","empty"\n"0","even","a ""b"", c",""\n"1",,"a ""b"", c",""\n',
    );
  });

  test('is started once for one ClientRequestToken', async () => {
    const ClientRequestToken = randomUUID();
    const send = (QueryString: string) =>
      lake.client.send(new StartQueryExecutionCommand({ QueryString, ClientRequestToken, WorkGroup: 'energy' }));
    const first = await send('SELECT 1');
    expect((await send('SELECT 1')).QueryExecutionId).toBe(first.QueryExecutionId);
    await expect(send('SELECT 2')).rejects.toThrow('Idempotent parameters do not match');
    await lake.restart();
    expect((await send('SELECT 1')).QueryExecutionId).toBe(first.QueryExecutionId);
  });

  test('takes literals as parameters, and nothing but literals', async () => {
    const sql = 'SELECT s, x + ? FROM big WHERE s = ? AND x > ? ORDER BY x LIMIT 1';
    expect(await lake.query(sql, { ExecutionParameters: ['-1', "'even'", '10'] })).toEqual([['even', '11']]);
    expect(await lake.query("SELECT '?', ?", { ExecutionParameters: ["'it''s; --'"] })).toEqual([['?', "it's; --"]]);
    expect(
      await lake.query('SELECT DATE_ADD(?, 1, ?)', { ExecutionParameters: ["'day'", "DATE '2026-01-01'"] }),
    ).toEqual([['2026-01-02']]);
    expect(await lake.reason(sql, { ExecutionParameters: ['1'] })).toBe(
      'INVALID_PARAMETER_USAGE: line 1:1: Incorrect number of parameters: expected 3 but found 1',
    );
    for (const parameter of ["'a' OR true", 'x', '1; SELECT 2', '(SELECT 1)', '1 + 1']) {
      expect(await lake.reason('SELECT ?', { ExecutionParameters: [parameter] })).toMatch(
        /^INVALID_PARAMETER_USAGE: .*literal/,
      );
    }
  });

  test('is stopped while it runs', async () => {
    const id = await start(SLOW);
    await reaches(id, 'RUNNING');
    await expect(lake.client.send(new GetQueryResultsCommand({ QueryExecutionId: id }))).rejects.toThrow(
      'Current state: RUNNING',
    );
    await lake.client.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
    await reaches(id, 'CANCELLED');
    await expect(lake.client.send(new GetQueryResultsCommand({ QueryExecutionId: id }))).rejects.toThrow('CANCELLED');
    await lake.client.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
  });

  test('waits while two others run, and can be stopped before it begins', async () => {
    const ids = await Promise.all(Array.from({ length: 3 }, () => start(SLOW)));
    await Promise.all(ids.slice(0, 2).map((id) => reaches(id, 'RUNNING')));
    const last = ids[2] ?? '';
    expect((await status(last))?.State).toBe('QUEUED');
    for (const id of ids.reverse()) await lake.client.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
    await Promise.all(ids.map((id) => reaches(id, 'CANCELLED')));
    expect(await lake.query('SELECT 1')).toEqual([['1']]);
  });

  test('that was running when the process ended is shown as failed', async () => {
    const { QueryExecutionId = '' } = await lake.finished('SELECT 1');
    const file = path.join(lake.home, 'athena', 'executions', `${QueryExecutionId}.json`);
    // What a kill leaves: the file as it was while the query ran, and half a temporary one.
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), State: 'RUNNING' }));
    writeFileSync(`${file}.tmp`, '{"Query');
    const torn = `${randomUUID()}.json`;
    writeFileSync(path.join(path.dirname(file), torn), '{"torn');
    await lake.restart();
    expect(await status(QueryExecutionId)).toMatchObject({
      State: 'FAILED',
      StateChangeReason: expect.stringMatching(/start the query again/),
    });
    expect(readdirSync(path.dirname(file)).sort()).toEqual([`${QueryExecutionId}.json`, `${torn}.unreadable`].sort());
  });

  test('and its result survive a restart', async () => {
    const { QueryExecutionId } = await lake.finished('SELECT 42 AS answer');
    await lake.restart();
    const { ResultSet } = await lake.client.send(new GetQueryResultsCommand({ QueryExecutionId }));
    expect(ResultSet?.Rows?.map((row) => row.Data?.[0]?.VarCharValue)).toEqual(['answer', '42']);
    rmSync(path.join(lake.home, 'lake'), { recursive: true });
    await expect(lake.client.send(new GetQueryResultsCommand({ QueryExecutionId }))).rejects.toThrow(
      'Could not find results',
    );
  });

  test('that is not there, or asked for wrongly, is an InvalidRequestException', async () => {
    const QueryExecutionId = randomUUID();
    for (const command of [
      new GetQueryExecutionCommand({ QueryExecutionId }),
      new StopQueryExecutionCommand({ QueryExecutionId }),
    ]) {
      await expect(lake.client.send(command as GetQueryExecutionCommand)).rejects.toBeInstanceOf(
        InvalidRequestException,
      );
    }
    const wrong = (input: object) =>
      lake.client.send(new StartQueryExecutionCommand({ QueryString: 'SELECT 1', WorkGroup: 'energy', ...input }));
    await expect(wrong({ WorkGroup: 'none' })).rejects.toThrow('WorkGroup none is not found');
    await expect(wrong({ QueryExecutionContext: { Catalog: 'other' } })).rejects.toThrow('Catalog other is not found');
    await expect(wrong({ ResultConfiguration: { OutputLocation: '/tmp/x' } })).rejects.toThrow('not a valid S3 path');
    await expect(wrong({ ClientRequestToken: 'short' })).rejects.toThrow('ClientRequestToken');
    await expect(lake.client.send(new CreateWorkGroupCommand({ Name: 'x' }))).rejects.toThrow(
      'CreateWorkGroup is not part of the local stack',
    );
  });

  test('that takes too long fails', async () => {
    const hasty = await openLake({ timeLimitMs: 30 });
    try {
      await hasty.table('big', 'x bigint', { keys: 'part string' });
      await hasty.parquet('big/a/data.parquet', 'SELECT i AS x FROM range(2500) AS t(i)');
      await hasty.partition('big', ['a'], 'big/a/');
      expect(await hasty.reason(SLOW)).toBe('EXCEEDED_TIME_LIMIT: Query exceeded the local limit of 0.03 seconds');
    } finally {
      await hasty.close();
    }
  });
});

describe('results', () => {
  test('come in pages, the header first, each row once', async () => {
    const { QueryExecutionId } = await lake.finished("SELECT x, s || '\n,\"' AS s FROM big ORDER BY x");
    const rows: (string | undefined)[][] = [];
    const sizes: number[] = [];
    for await (const page of paginateGetQueryResults({ client: lake.client, pageSize: 999 }, { QueryExecutionId })) {
      const found = page.ResultSet?.Rows ?? [];
      sizes.push(found.length);
      rows.push(...found.map((row) => (row.Data ?? []).map((datum) => datum.VarCharValue)));
    }
    expect(sizes).toEqual([999, 999, 503]);
    expect(rows[0]).toEqual(['x', 's']);
    expect(rows.slice(1).map(([x]) => x)).toEqual(Array.from({ length: 2500 }, (_, index) => String(index)));
    expect(rows[1]).toEqual(['0', 'even\n,"']);
    expect(rows[2]).toEqual(['1', undefined]);
  });

  test('have at most 1,000 rows a page, and tokens of their own query', async () => {
    const { QueryExecutionId } = await lake.finished('SELECT x FROM big');
    await expect(lake.client.send(new GetQueryResultsCommand({ QueryExecutionId, MaxResults: 1001 }))).rejects.toThrow(
      'less than or equal to 1000',
    );
    const { NextToken } = await lake.client.send(new GetQueryResultsCommand({ QueryExecutionId, MaxResults: 1 }));
    const other = await lake.finished('SELECT x FROM big');
    await expect(
      lake.client.send(new GetQueryResultsCommand({ QueryExecutionId: other.QueryExecutionId, NextToken })),
    ).rejects.toThrow('Pagination token');
    await expect(lake.client.send(new GetQueryResultsCommand({ QueryExecutionId, NextToken: 'x' }))).rejects.toThrow(
      'Pagination token',
    );
  });

  test("carry the columns' types", async () => {
    const { QueryExecutionId } = await lake.finished(
      `SELECT 1 AS i, count(*) AS b, 0.5e0 AS d, CAST(1 AS decimal(38,9)) AS m, 'x' AS v, s,
        true AS t, DATE '2026-01-01' AS day,
        TIMESTAMP '2026-01-01 00:00:00' AS ts, now() AS tz, ARRAY[1] AS a, ROW(1) AS r, histogram(x) AS h, 1/2.0 AS q
       FROM big WHERE x < 2 GROUP BY s ORDER BY s LIMIT 1`,
    );
    const { ResultSet } = await lake.client.send(new GetQueryResultsCommand({ QueryExecutionId }));
    const info = ResultSet?.ResultSetMetadata?.ColumnInfo ?? [];
    expect(info.map((column) => `${column.Name} ${column.Type} ${column.Precision} ${column.Scale}`)).toEqual([
      'i integer 10 0',
      'b bigint 19 0',
      'd double 17 0',
      'm decimal 38 9',
      'v varchar 1 0',
      's varchar 2147483647 0',
      't boolean 0 0',
      'day date 0 0',
      'ts timestamp 3 0',
      'tz timestamp with time zone 3 0',
      'a array 0 0',
      'r row 0 0',
      'h map 0 0',
      'q decimal 12 1',
    ]);
  });
});

describe('lists and metadata', () => {
  test('executions are listed newest first, and fetched in batches', async () => {
    const ids: (string | undefined)[] = [];
    for (let n = 0; n < 5; n++) ids.push((await lake.finished(`SELECT ${n}`)).QueryExecutionId);
    const first = await lake.client.send(new ListQueryExecutionsCommand({ WorkGroup: 'energy', MaxResults: 3 }));
    const rest = await lake.client.send(
      new ListQueryExecutionsCommand({ WorkGroup: 'energy', MaxResults: 3, NextToken: first.NextToken }),
    );
    expect([...(first.QueryExecutionIds ?? []), ...(rest.QueryExecutionIds ?? [])]).toEqual(ids.toReversed());
    const missing = randomUUID();
    const batch = await lake.client.send(
      new BatchGetQueryExecutionCommand({ QueryExecutionIds: [ids[1] ?? '', missing] }),
    );
    expect(batch.QueryExecutions?.map((execution) => execution.Query)).toEqual(['SELECT 1']);
    expect(batch.UnprocessedQueryExecutionIds).toMatchObject([{ QueryExecutionId: missing }]);
  });

  test('named queries are kept', async () => {
    const { NamedQueryId } = await lake.client.send(
      new CreateNamedQueryCommand({
        Name: 'totals',
        Database: 'energy_db',
        QueryString: 'SELECT 1',
        WorkGroup: 'energy',
      }),
    );
    await lake.restart();
    expect((await lake.client.send(new ListNamedQueriesCommand({ WorkGroup: 'energy' }))).NamedQueryIds).toEqual([
      NamedQueryId,
    ]);
    const { NamedQuery } = await lake.client.send(new GetNamedQueryCommand({ NamedQueryId }));
    expect(NamedQuery).toMatchObject({ Name: 'totals', QueryString: 'SELECT 1', WorkGroup: 'energy' });
    const batch = await lake.client.send(
      new BatchGetNamedQueryCommand({ NamedQueryIds: [NamedQueryId ?? '', 'none'] }),
    );
    expect([batch.NamedQueries?.length, batch.UnprocessedNamedQueryIds?.length]).toEqual([1, 1]);
    await lake.client.send(new DeleteNamedQueryCommand({ NamedQueryId }));
    await expect(lake.client.send(new GetNamedQueryCommand({ NamedQueryId }))).rejects.toThrow('was not found');
  });

  test('work groups, databases and tables are described', async () => {
    const { WorkGroup } = await lake.client.send(new GetWorkGroupCommand({ WorkGroup: 'energy' }));
    expect(WorkGroup).toMatchObject({
      Name: 'energy',
      Configuration: { ResultConfiguration: { OutputLocation: 's3://energy-lake/athena-results/' } },
    });
    const primary = await lake.client.send(new GetWorkGroupCommand({ WorkGroup: 'primary' }));
    expect(primary.WorkGroup).toEqual({ ...WorkGroup, Name: 'primary' });
    expect((await lake.client.send(new ListWorkGroupsCommand())).WorkGroups?.map((group) => group.Name)).toEqual([
      'energy',
      'primary',
    ]);
    const CatalogName = 'AwsDataCatalog';
    expect((await lake.client.send(new ListDatabasesCommand({ CatalogName }))).DatabaseList).toMatchObject([
      { Name: 'energy_db' },
    ]);
    const DatabaseName = 'energy_db';
    expect((await lake.client.send(new GetDatabaseCommand({ CatalogName, DatabaseName }))).Database?.Name).toBe(
      'energy_db',
    );
    const list = await lake.client.send(new ListTableMetadataCommand({ CatalogName, DatabaseName }));
    expect(list.TableMetadataList).toMatchObject([{ Name: 'big', PartitionKeys: [{ Name: 'part', Type: 'string' }] }]);
    const { TableMetadata } = await lake.client.send(
      new GetTableMetadataCommand({ CatalogName, DatabaseName, TableName: 'BIG' }),
    );
    expect(TableMetadata?.Columns).toMatchObject([
      { Name: 'x', Type: 'bigint' },
      { Name: 's', Type: 'string' },
    ]);
    await expect(
      lake.client.send(new GetTableMetadataCommand({ CatalogName, DatabaseName, TableName: 'none' })),
    ).rejects.toBeInstanceOf(MetadataException);
  });

  test('a damaged file of saved queries is set aside and named', async () => {
    mkdirSync(path.join(lake.home, 'athena'), { recursive: true });
    const file = path.join(lake.home, 'athena', 'named-queries.json');
    writeFileSync(file, '[{"Name": 1}]');
    const other = await openLake({ home: lake.home });
    expect((await other.client.send(new ListNamedQueriesCommand({}))).NamedQueryIds).toEqual([]);
    await other.close();
    expect(readFileSync(`${file}.unreadable`, 'utf8')).toBe('[{"Name": 1}]');
    rmSync(`${file}.unreadable`);
  });
});
