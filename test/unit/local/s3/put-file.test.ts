import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Endpoint, startEndpoint } from '../../../helpers/wire/endpoint.ts';
import { clientFor, LAKE, readText } from './client.ts';

let endpoint: Endpoint;
let folder: string;

beforeAll(async () => {
  endpoint = await startEndpoint();
  folder = await mkdtemp(join(tmpdir(), 'energy-put-file-'));
});
afterAll(async () => {
  await endpoint.close();
  await rm(folder, { recursive: true, force: true });
});

test('a file that is put is the object that PutObject makes, except for how its tag is made', async () => {
  const client = clientFor(endpoint.url);
  const body = `timestamp,kwh\n${'2026-10-01T00:00:00,1.5\n'.repeat(100_000)}`;
  const file = join(folder, 'june.csv');
  await writeFile(file, body);
  const metadata = { 'time-zone': 'Europe/Berlin' };
  const sent = await client.send(
    new PutObjectCommand({ Bucket: LAKE, Key: 'raw/sent.csv', Body: body, Metadata: metadata }),
  );
  const put = await endpoint.s3.putFile({ bucket: LAKE, key: 'raw/put.csv', file, metadata });

  expect(put.etag).toBe(createHash('sha256').update(body).digest('hex').slice(0, 32));
  expect(sent.ETag).toMatch(/^"[0-9a-f]{32}"$/);
  const head = await client.send(new HeadObjectCommand({ Bucket: LAKE, Key: 'raw/put.csv' }));
  expect(head).toMatchObject({ VersionId: put.version, ContentLength: body.length, Metadata: metadata });
  const got = await client.send(new GetObjectCommand({ Bucket: LAKE, Key: 'raw/put.csv', VersionId: put.version }));
  expect(await readText(got)).toBe(body);
});

test('a change of the file afterwards is not one of the object', async () => {
  const file = join(folder, 'changing.csv');
  await writeFile(file, 'before');
  await endpoint.s3.putFile({ bucket: LAKE, key: 'raw/changing.csv', file, metadata: {} });
  await writeFile(file, 'after!');
  const got = await clientFor(endpoint.url).send(new GetObjectCommand({ Bucket: LAKE, Key: 'raw/changing.csv' }));
  expect(await readText(got)).toBe('before');
});

test('a file that is not there leaves nothing behind', async () => {
  const blobs = () => readdir(join(endpoint.home, 's3-meta', 'blobs'));
  const before = await blobs();
  const put = endpoint.s3.putFile({ bucket: LAKE, key: 'raw/none.csv', file: join(folder, 'none.csv'), metadata: {} });
  await expect(put).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await blobs()).toStrictEqual(before);
});
