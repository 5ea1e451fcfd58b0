import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetQueryExecutionCommand } from '@aws-sdk/client-athena';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exchangeSchema, replay } from '../../../helpers/wire/exchange.ts';
import { type Lake, openLake } from './lake.ts';

const FIXTURES = path.join(import.meta.dirname, '../../../fixtures/wire');

let lake: Lake;
beforeAll(async () => {
  lake = await openLake();
});
afterAll(async () => {
  await lake.close();
});

/** Sends a recorded request. @param ids ids that the recorded stack chose, and those of this one */
async function play(name: string, ids: Record<string, string> = {}) {
  const exchange = exchangeSchema.parse(JSON.parse(await readFile(path.join(FIXTURES, `${name}.json`), 'utf8')));
  const answer = await replay(lake.url, exchange, ids);
  const recorded = JSON.parse(exchange.answered.body);
  return { status: answer.status, headers: answer.headers, body: JSON.parse(answer.body.toString('utf8')), recorded };
}

async function succeeded(QueryExecutionId: string): Promise<void> {
  for (;;) {
    const { QueryExecution } = await lake.client.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    if (QueryExecution?.Status?.State === 'SUCCEEDED') return;
    expect(['QUEUED', 'RUNNING']).toContain(QueryExecution?.Status?.State);
    await sleep(3);
  }
}

test('the AWS CLI: a table, its partitions, a query over them', async () => {
  expect(await play('glue-cli-create-table-1')).toMatchObject({ status: 200, body: {} });
  expect((await play('glue-cli-batch-create-1')).body).toMatchObject({
    Errors: [{ PartitionValues: ['short'], ErrorDetail: { ErrorCode: 'InvalidInputException' } }],
  });
  expect((await play('glue-cli-get-partitions-1')).body.Partitions).toMatchObject([{ Values: ['a', '2026-02'] }]);

  const started = await play('athena-cli-start-1');
  const id: string = started.body.QueryExecutionId;
  const ids = { [started.recorded.QueryExecutionId]: id };
  await succeeded(id);
  const described = await play('athena-cli-get-execution-1', ids);
  expect(described.headers['content-type']).toBe('application/x-amz-json-1.1');
  expect(described.body.QueryExecution).toMatchObject({
    Status: { State: 'SUCCEEDED' },
    ExecutionParameters: ["'none'"],
  });
  const results = await play('athena-cli-get-results-1', ids);
  expect(results.body.ResultSet).toEqual(results.recorded.ResultSet);
});

test('boto3: a table, pages of partitions, a query, an error', async () => {
  expect((await play('athena-boto3-1')).body.Table).toMatchObject({ Name: 'wire', DatabaseName: 'energy_db' });
  const pages = [(await play('athena-boto3-2')).body, (await play('athena-boto3-3')).body];
  expect(pages.flatMap((page) => page.Partitions).map((partition) => partition.Values)).toEqual([
    ['a', '2026-01'],
    ['a', '2026-02'],
  ]);
  const started = await play('athena-boto3-4');
  const id: string = started.body.QueryExecutionId;
  const ids = { [started.recorded.QueryExecutionId]: id };
  await succeeded(id);
  expect((await play('athena-boto3-5', ids)).body.QueryExecution).toMatchObject({ Status: { State: 'SUCCEEDED' } });
  const results = await play('athena-boto3-7', ids);
  expect(results.body.ResultSet).toEqual(results.recorded.ResultSet);
  expect(await play('athena-boto3-8', ids)).toMatchObject({
    status: 400,
    body: { __type: 'InvalidRequestException', message: expect.stringContaining('Pagination token') },
  });
});
