import { expect, test, vi } from 'vitest';
import type { Connection } from '../../../../../cli/connection.ts';
import { createListing } from '../../../../../console/server/runs/listing.ts';

/** Runs of these files that have ended, and what was asked of each. */
function service(files: readonly string[], output?: object) {
  const asked: string[] = [];
  const send = async (command: { input: { executionArn?: string; maxResults?: number; nextToken?: string } }) => {
    const name = command.input.executionArn?.split(':').at(-1) ?? '';
    const operation = command.constructor.name.replace('Command', '');
    asked.push(`${operation} ${name}`.trim());
    const status = 'SUCCEEDED';
    if (operation === 'ListExecutions') {
      const from = Number(command.input.nextToken ?? 0);
      const to = from + (command.input.maxResults ?? files.length);
      const executions = files.slice(from, to).map((file) => ({ name: file, status }));
      return { executions, ...(to < files.length && { nextToken: String(to) }) };
    }
    if (operation === 'GetExecutionHistory') return { events: [] };
    const detail = { bucket: { name: 'lake' }, object: { key: `raw/${name}.csv`, etag: 'e', sequencer: '1' } };
    const event = { id: name, source: 'aws.s3', 'detail-type': 'Object Created', time: '2026-10-01T00:00:00Z', detail };
    return { name, status, input: JSON.stringify(event), ...(output && { output: JSON.stringify(output) }) };
  };
  const connection = { stateMachineArn: 'arn:aws:states:r:1:stateMachine:m', clients: { sfn: async () => ({ send }) } };
  return { asked, listing: createListing(connection as unknown as Connection) };
}

test('a search reads the histories of what it finds, and each run that has ended once', async () => {
  const { asked, listing } = service(['june', 'july', 'march']);
  const search = async (text: string) => (await listing.page({ filter: 'all', search: text, next: null })).runs;
  expect(await search('ju')).toMatchObject([{ key: 'raw/june.csv' }, { key: 'raw/july.csv' }]);
  const histories = () => asked.filter((each) => each.startsWith('GetExecutionHistory'));
  expect(histories()).toEqual(['GetExecutionHistory june', 'GetExecutionHistory july']);
  expect(await search('')).toHaveLength(3);
  expect(histories().at(-1)).toBe('GetExecutionHistory march');
  await search('');
  expect(histories()).toHaveLength(3);
  expect(asked.filter((each) => each.startsWith('DescribeExecution'))).toHaveLength(3);
});

test('a search reads no history of what says its rows at its end', async () => {
  const output = { outcome: 'PUBLISHED', run: 'r', dataset: 'd', report: 'reports/', rows: 7 };
  const { asked, listing } = service(['june'], output);
  expect((await listing.page({ filter: 'all', search: 'june', next: null })).runs).toMatchObject([{ rows: 7 }]);
  expect(asked).toEqual(['ListExecutions', 'DescribeExecution june']);
});

test('a search among runs that were listed before asks for their list alone', async () => {
  const files = Array.from({ length: 60 }, (_, at) => `feed-${at}`);
  const { asked, listing } = service(files, { outcome: 'PUBLISHED', run: 'r', dataset: 'd', report: null, rows: 7 });
  await listing.page({ filter: 'all', search: '', next: null });
  await vi.waitUntil(() => new Set(asked).size === 61);
  const before = asked.length;
  expect((await listing.page({ filter: 'all', search: 'feed-59', next: null })).runs).toHaveLength(1);
  expect(asked.slice(before).filter((each) => each !== 'ListExecutions')).toEqual([]);
});
