/** The table through the real SDK, on the one port of the stack. */
import { CreateTableCommand, DescribeTableCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { STACK } from '../../../../local/names.ts';
import { type ServedTable, servedTable } from '../../../helpers/served.ts';

let table: ServedTable;
beforeAll(async () => {
  table = await servedTable();
});
afterAll(() => table.close());

const Key = { site_id: { S: 'home' }, timestamp: { S: '2026-10-01T00:00:00Z' } };

it('has the table with its index, and keeps items when the stack ends', async () => {
  const { Table } = await table.client.send(new DescribeTableCommand({ TableName: STACK.servedTable }));
  expect(Table?.TableStatus).toBe('ACTIVE');
  expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)).toEqual(['by-day']);
  await table.client.send(new PutItemCommand({ TableName: STACK.servedTable, Item: { ...Key, kwh: { N: '0.775' } } }));
  await table.stop();
  table = await servedTable(table.home);
  const { Item } = await table.client.send(new GetItemCommand({ TableName: STACK.servedTable, Key }));
  expect(Item?.kwh).toEqual({ N: '0.775' });
});

it('answers faults in the words of the service', async () => {
  await expect(table.client.send(new DescribeTableCommand({ TableName: 'no-such-table' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  await expect(
    table.client.send(new CreateTableCommand({ TableName: 'x', KeySchema: [], AttributeDefinitions: [] })),
  ).rejects.toMatchObject({ name: 'ValidationException' });
});

it('is closed to web pages', async () => {
  const headers = { 'x-amz-target': 'DynamoDB_20120810.ListTables', 'content-type': 'application/x-amz-json-1.0' };
  const refused = await fetch(table.url, {
    method: 'POST',
    headers: { ...headers, origin: 'https://example.com' },
    body: '{}',
  });
  expect(refused.status).toBe(403);
});
