import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Endpoint, startEndpoint } from '../../../helpers/wire/endpoint.ts';
import { clientFor, failure, LAKE, readText } from './client.ts';

let endpoint: Endpoint;
let client: S3Client;

beforeAll(async () => {
  endpoint = await startEndpoint();
  client = clientFor(endpoint.url);
});
afterAll(() => endpoint.close());

const put = (Key: string, Body: string, more = {}) =>
  client.send(new PutObjectCommand({ Bucket: LAKE, Key, Body, ...more }));
const get = (Key: string, more = {}) => client.send(new GetObjectCommand({ Bucket: LAKE, Key, ...more }));

describe('put and get', () => {
  test('an object is a plain file at its key', async () => {
    await put('raw/june.csv', 'timestamp,kwh\n');
    const file = join(endpoint.home, 'lake', LAKE, 'raw/june.csv');
    expect(await readFile(file, 'utf8')).toBe('timestamp,kwh\n');
    expect(await endpoint.s3.file(LAKE, 'raw/june.csv')).toBe(file);
    expect((await stat(file)).mode & 0o222).toBe(0);
  });

  test('the entity tag is the MD5, the version and the checksum come back', async () => {
    const made = await put('raw/tag.csv', 'hello');
    expect(made.ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
    const got = await get('raw/tag.csv', { ChecksumMode: 'ENABLED' });
    expect(got.VersionId).toBe(made.VersionId);
    expect(got.ChecksumCRC32).toBe('NhCmhg==');
    expect(got.ChecksumType).toBe('FULL_OBJECT');
    expect(await readText(got)).toBe('hello');
  });

  test.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
    '%s is checked and kept',
    async (ChecksumAlgorithm) => {
      const body = 'x'.repeat(100_003);
      await put('sum/a', body, { ChecksumAlgorithm });
      expect(await readText(await get('sum/a', { ChecksumMode: 'ENABLED' }))).toBe(body);
    },
  );

  test('metadata and system headers come back, aws-chunked does not', async () => {
    const headers = {
      ContentType: 'text/csv',
      CacheControl: 'no-store',
      ContentEncoding: 'gzip',
      ContentLanguage: 'de',
    };
    await put('meta', 'x', {
      ...headers,
      ContentDisposition: 'inline',
      Metadata: { 'site-id': 'home', utility: 'caf\u00e9' },
    });
    const head = await client.send(new HeadObjectCommand({ Bucket: LAKE, Key: 'meta' }));
    expect(head).toMatchObject({ ...headers, ContentDisposition: 'inline', ContentLength: 1, AcceptRanges: 'bytes' });
    expect(head.Metadata?.['site-id']).toBe('home');
  });

  test('an empty object is an object', async () => {
    await put('empty', '');
    const got = await get('empty');
    expect(got.ContentLength).toBe(0);
    expect(got.ETag).toBe('"d41d8cd98f00b204e9800998ecf8427e"');
  });

  test('each new object is told of, in an order that grows', async () => {
    const before = endpoint.created.length;
    await put('raw/e1', '1');
    await put('raw/e1', '22');
    const [first, second] = endpoint.created.slice(before);
    expect(second).toMatchObject({ bucket: LAKE, key: 'raw/e1', size: 2, reason: 'PutObject' });
    expect(first?.sequencer).toMatch(/^[0-9A-F]{16,}$/);
    expect((second?.sequencer ?? '') > (first?.sequencer ?? '')).toBe(true);
    const got = await get('raw/e1');
    expect(got.VersionId).toBe(second?.versionId);
    expect(got.ETag).toBe(`"${second?.etag}"`);
  });
});

describe('reading a piece', () => {
  beforeAll(() => put('range', '0123456789'));

  test.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=8-100', '89', 'bytes 8-9/10'],
  ])('%s', async (Range, text, contentRange) => {
    const got = await get('range', { Range });
    expect(got.$metadata.httpStatusCode).toBe(206);
    expect(got.ContentRange).toBe(contentRange);
    expect(await readText(got)).toBe(text);
  });

  test('bytes that are not there are refused', async () => {
    expect(await failure(get('range', { Range: 'bytes=10-' }))).toMatchObject({ name: 'InvalidRange', status: 416 });
    expect(await failure(get('range', { Range: 'bytes=-0' }))).toMatchObject({ name: 'InvalidRange', status: 416 });
  });

  test('conditions decide between the bytes, 304 and 412', async () => {
    const etag = (await get('range')).ETag ?? '';
    expect(await readText(await get('range', { IfMatch: etag, Range: 'bytes=1-1' }))).toBe('1');
    expect(await failure(get('range', { IfMatch: '"other"' }))).toMatchObject({
      name: 'PreconditionFailed',
      status: 412,
    });
    expect(await failure(get('range', { IfNoneMatch: etag }))).toMatchObject({ status: 304 });
    expect(await failure(get('range', { IfUnmodifiedSince: new Date(0) }))).toMatchObject({ status: 412 });
    expect(await failure(get('range', { IfModifiedSince: new Date(Date.now() + 60_000) }))).toMatchObject({
      status: 304,
    });
  });

  test('response- parameters replace headers', async () => {
    const got = await get('range', { ResponseContentType: 'text/plain', ResponseContentDisposition: 'attachment' });
    expect(got).toMatchObject({ ContentType: 'text/plain', ContentDisposition: 'attachment' });
  });
});

describe('conditional writes', () => {
  test('If-None-Match * lets only the first of many through', async () => {
    const tries = Array.from({ length: 8 }, (_, i) => put('once', `writer ${i}`, { IfNoneMatch: '*' }));
    const results = await Promise.allSettled(tries);
    const won = results.findIndex((result) => result.status === 'fulfilled');
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ name: 'PreconditionFailed' });
    }
    expect(await readText(await get('once'))).toBe(`writer ${won}`);
  });

  test('If-Match replaces only what was read', async () => {
    const first = await put('manifest', 'one');
    const second = await put('manifest', 'two', { IfMatch: first.ETag });
    expect(await failure(put('manifest', 'three', { IfMatch: first.ETag }))).toMatchObject({
      name: 'PreconditionFailed',
    });
    expect(await failure(put('missing', 'x', { IfMatch: second.ETag }))).toMatchObject({
      name: 'NoSuchKey',
      status: 404,
    });
    expect(await readText(await get('manifest'))).toBe('two');
  });

  test('of many writers with the same If-Match one succeeds', async () => {
    const { ETag } = await put('counter', '0');
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) => put('counter', `${i + 1}`, { IfMatch: ETag })),
    );
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });

  test('an object deleted while the new bytes were on their way is a conflict', async () => {
    const { ETag } = await put('gone', 'x');
    const blobs = join(endpoint.home, 's3-meta/blobs');
    const stored = (await readdir(blobs)).length;
    const { promise: half, resolve: sendRest } = Promise.withResolvers<void>();
    async function* body() {
      yield Buffer.alloc(300_000);
      await half;
      yield Buffer.alloc(300_000);
    }
    const Body = Readable.from(body());
    const putting = failure(
      client.send(new PutObjectCommand({ Bucket: LAKE, Key: 'gone', Body, ContentLength: 600_000, IfMatch: ETag })),
    );
    await expect.poll(async () => (await readdir(blobs)).length).toBeGreaterThan(stored);
    await client.send(new DeleteObjectCommand({ Bucket: LAKE, Key: 'gone' }));
    sendRest();
    expect(await putting).toMatchObject({ name: 'ConditionalRequestConflict', status: 409 });
  });
});

describe('copy', () => {
  test('bytes and metadata, or new metadata', async () => {
    await put('from', 'copied', { Metadata: { a: '1' }, ContentType: 'text/csv' });
    const CopySource = `${LAKE}/from`;
    await client.send(new CopyObjectCommand({ Bucket: LAKE, Key: 'to', CopySource }));
    expect(await readText(await get('to'))).toBe('copied');
    expect(await get('to')).toMatchObject({ Metadata: { a: '1' }, ContentType: 'text/csv' });
    const replace = { MetadataDirective: 'REPLACE', Metadata: { b: '2' } } as const;
    await client.send(new CopyObjectCommand({ Bucket: LAKE, Key: 'to2', CopySource, ...replace }));
    expect((await get('to2')).Metadata).toEqual({ b: '2' });
    expect(endpoint.created.at(-1)).toMatchObject({ key: 'to2', reason: 'CopyObject' });
  });

  test('an old version is brought back by copying it', async () => {
    const old = await put('doc', 'old');
    await put('doc', 'new');
    const CopySource = `${LAKE}/doc?versionId=${old.VersionId}`;
    const copied = await client.send(new CopyObjectCommand({ Bucket: LAKE, Key: 'doc', CopySource }));
    expect(copied.CopySourceVersionId).toBe(old.VersionId);
    expect(await readText(await get('doc'))).toBe('old');
  });

  test('onto itself without a change is refused', async () => {
    await put('self', 'x');
    const copying = client.send(new CopyObjectCommand({ Bucket: LAKE, Key: 'self', CopySource: `${LAKE}/self` }));
    expect(await failure(copying)).toMatchObject({ name: 'InvalidRequest' });
  });
});

describe('delete and versions', () => {
  test('a delete hides, deleting the marker shows again', async () => {
    const made = await put('dir/v.txt', 'kept');
    const file = join(endpoint.home, 'lake', LAKE, 'dir/v.txt');
    const deleted = await client.send(new DeleteObjectCommand({ Bucket: LAKE, Key: 'dir/v.txt' }));
    expect(deleted.DeleteMarker).toBe(true);
    expect(await failure(get('dir/v.txt'))).toMatchObject({ name: 'NoSuchKey', status: 404 });
    await expect(stat(join(endpoint.home, 'lake', LAKE, 'dir'))).rejects.toThrow('ENOENT');
    expect(await readText(await get('dir/v.txt', { VersionId: made.VersionId }))).toBe('kept');
    expect(await failure(get('dir/v.txt', { VersionId: deleted.VersionId }))).toMatchObject({ status: 405 });
    const removal = { Bucket: LAKE, Key: 'dir/v.txt', VersionId: deleted.VersionId };
    await client.send(new DeleteObjectCommand(removal));
    expect(await readText(await get('dir/v.txt'))).toBe('kept');
    expect(await readFile(file, 'utf8')).toBe('kept');
  });

  test('removing the current version shows the one before', async () => {
    await put('w', '1');
    const second = await put('w', '2');
    await client.send(new DeleteObjectCommand({ Bucket: LAKE, Key: 'w', VersionId: second.VersionId }));
    expect(await readText(await get('w'))).toBe('1');
    expect(await failure(get('w', { VersionId: second.VersionId }))).toMatchObject({
      name: 'NoSuchVersion',
      status: 404,
    });
  });

  test('many at once', async () => {
    const keys = ['m/1', 'm/ 2 &<>"\u0001', 'm/007'];
    for (const key of keys) await put(key, 'x');
    const Objects = [...keys, 'm/not there'].map((Key) => ({ Key }));
    const done = await client.send(new DeleteObjectsCommand({ Bucket: LAKE, Delete: { Objects } }));
    expect(done.Deleted?.map((entry) => entry.Key)).toEqual([...keys, 'm/not there']);
    expect(done.Errors ?? []).toEqual([]);
    for (const key of keys) expect(await failure(get(key))).toMatchObject({ name: 'NoSuchKey' });
  });
});

test('what is not there is refused by name', async () => {
  const tagging = client.send(new GetObjectTaggingCommand({ Bucket: LAKE, Key: 'x' }));
  expect(await failure(tagging)).toMatchObject({ name: 'NotImplemented', status: 501 });
  expect(await failure(put('x', 'x', { Tagging: 'a=b' }))).toMatchObject({ name: 'NotImplemented' });
  expect(await failure(put('k'.repeat(1025), 'x'))).toMatchObject({ name: 'KeyTooLongError' });
  expect(await failure(put('x', 'x', { Metadata: { a: 'b'.repeat(2100) } }))).toMatchObject({
    name: 'MetadataTooLarge',
  });
  const elsewhere = client.send(new GetObjectCommand({ Bucket: 'no-such-bucket', Key: 'x' }));
  expect(await failure(elsewhere)).toMatchObject({ name: 'NoSuchBucket', status: 404 });
});
