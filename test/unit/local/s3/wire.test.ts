import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Endpoint, startEndpoint } from '../../../helpers/wire/endpoint.ts';
import { type Answer, exchangeSchema, replay } from '../../../helpers/wire/exchange.ts';
import { LAKE } from './client.ts';

const FIXTURES = join(import.meta.dirname, '../../../fixtures/wire');
const JUNE = 'timestamp,appliance,kwh\n2026-10-01T00:00,AC,0.5\n';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startEndpoint();
});
afterAll(() => endpoint.close());

const recording = async (name: string) =>
  exchangeSchema.parse(JSON.parse(await readFile(join(FIXTURES, `${name}.json`), 'utf8')));

async function play(name: string, replace: Record<string, string> = {}): Promise<Answer & { text: string }> {
  const answer = await replay(endpoint.url, await recording(name), replace);
  return { ...answer, text: answer.body.toString('utf8') };
}

const stored = async (key: string) => {
  const file = await endpoint.s3.file(LAKE, key);
  return file === undefined ? undefined : readFile(file, 'utf8');
};
const between = (text: string, tag: string) => new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(text)?.[1] ?? '';

test('the AWS CLI: copy in, read a piece, list, copy, delete', async () => {
  expect(await play('s3-cli-cp-1')).toMatchObject({ status: 200 });
  expect(await stored('raw/june.csv')).toBe(JUNE);
  expect(await play('s3-cli-get-range-1')).toMatchObject({ status: 206, text: JUNE.slice(0, 9) });
  const listing = (await play('s3-cli-list-1')).text;
  expect(between(listing, 'Key')).toBe('raw/june.csv');
  expect(between(listing, 'Size')).toBe(String(JUNE.length));
  expect(await play('s3-cli-copy-1')).toMatchObject({ status: 200 });
  expect(await stored('raw/copy.csv')).toBe(JUNE);
  expect(await play('s3-cli-delete-1')).toMatchObject({ status: 204, headers: { 'x-amz-delete-marker': 'true' } });
  expect(await stored('raw/copy.csv')).toBeUndefined();
});

test.each([
  ['s3-cli-put-trailer-1', 'raw/trailer.csv', 'x-amz-checksum-crc32'],
  ['s3-boto3-put-trailer-1', 'raw/boto-trailer.csv', 'x-amz-checksum-sha256'],
])('%s: the trailer is checked and not stored', async (name, key, header) => {
  const sent = await recording(name);
  expect(sent.headers['x-amz-trailer']).toBe(header);
  const answer = await play(name);
  expect(answer.status).toBe(200);
  expect(Buffer.from(sent.body, 'base64').toString()).toContain(`${header}:${answer.headers[header]}`);
  expect(await stored(key)).toBe(JUNE);
  const changed = {
    ...sent,
    body: Buffer.from(Buffer.from(sent.body, 'base64').toString().replace('0.5', '0.6')).toString('base64'),
  };
  const refused = await replay(endpoint.url, changed);
  expect(between(refused.body.toString(), 'Code')).toBe('BadDigest');
  expect(await stored(key)).toBe(JUNE);
});

test('the AWS CLI: a put on condition that there is nothing succeeds once', async () => {
  expect(await play('s3-cli-put-once-1')).toMatchObject({ status: 200 });
  const again = await play('s3-cli-put-once-again-1');
  expect([again.status, between(again.text, 'Code')]).toEqual([412, 'PreconditionFailed']);
});

test('boto3: an upload in parts', async () => {
  const recorded = between((await recording('s3-boto3-multipart-1')).answered.body, 'UploadId');
  const begun = await play('s3-boto3-multipart-1');
  const ids = { [recorded]: between(begun.text, 'UploadId') };
  expect(await play('s3-boto3-multipart-2', ids)).toMatchObject({ status: 200 });
  const done = await play('s3-boto3-multipart-3', ids);
  expect(done.status).toBe(200);
  expect(between(done.text, 'ETag')).toMatch(/^&quot;[0-9a-f]{32}-1&quot;$/);
  expect(await stored('raw/parts.csv')).toBe(JUNE);
});

test('boto3: a key with blanks, plus and accents; delete of several', async () => {
  const key = 'raw/boto \u00e9 +.csv';
  expect(await play('s3-boto3-basics-1')).toMatchObject({ status: 200 });
  expect(await stored(key)).toBe('timestamp,kwh\n');
  const piece = await play('s3-boto3-basics-2');
  expect(piece).toMatchObject({ status: 206, text: 'time', headers: { 'x-amz-meta-site-id': 'home' } });
  const listing = (await play('s3-boto3-basics-3')).text;
  expect(decodeURIComponent(between(listing, 'Key').replaceAll('+', ' '))).toBe(key);
  expect(between((await play('s3-boto3-basics-4')).text, 'Key')).toBe(key);
  expect(await stored(key)).toBeUndefined();
});

test('SNS: boto3 and the AWS CLI', async () => {
  expect(between((await play('sns-boto3-1')).text, 'TopicArn')).toBe(
    'arn:aws:sns:us-east-1:000000000000:energy-alerts',
  );
  expect(between((await play('sns-boto3-2')).text, 'MessageId')).toMatch(/^[0-9a-f-]{36}$/);
  expect(await play('sns-cli-publish-1')).toMatchObject({ status: 200 });
  const lines = (await readFile(join(endpoint.home, 'sns/energy-alerts.jsonl'), 'utf8')).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { subject: 'Anomaly', message: 'AC < 5 & rising', attributes: { severity: { type: 'String', value: 'HIGH' } } },
    { message: 'from the command line' },
  ]);
});
