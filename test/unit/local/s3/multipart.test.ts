import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AbortMultipartUploadCommand,
  type ChecksumAlgorithm,
  type ChecksumType,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Endpoint, startEndpoint } from '../../../helpers/wire/endpoint.ts';
import { clientFor, failure, LAKE } from './client.ts';

const MIB = 1024 ** 2;
let endpoint: Endpoint;
let client: S3Client;

beforeAll(async () => {
  endpoint = await startEndpoint();
  client = clientFor(endpoint.url);
});
afterAll(() => endpoint.close());

async function begin(Key: string, more = {}): Promise<string> {
  const made = await client.send(new CreateMultipartUploadCommand({ Bucket: LAKE, Key, ...more }));
  return made.UploadId ?? '';
}

async function part(Key: string, UploadId: string, PartNumber: number, Body: Buffer, more = {}) {
  const sent = await client.send(new UploadPartCommand({ Bucket: LAKE, Key, UploadId, PartNumber, Body, ...more }));
  return { PartNumber, ...sent };
}

const complete = (
  Key: string,
  UploadId: string,
  Parts: { PartNumber: number; ETag?: string | undefined }[],
  more = {},
) =>
  client.send(new CompleteMultipartUploadCommand({ Bucket: LAKE, Key, UploadId, MultipartUpload: { Parts }, ...more }));

async function bytes(Key: string, more = {}): Promise<Buffer> {
  const got = await client.send(new GetObjectCommand({ Bucket: LAKE, Key, ...more }));
  return Buffer.from((await got.Body?.transformToByteArray()) ?? []);
}

test('lib-storage uploads in parts; the object is one file with the parts in place', async () => {
  const Body = randomBytes(23 * MIB + 17);
  const done = await new Upload({
    client,
    params: { Bucket: LAKE, Key: 'raw/big', Body },
    partSize: 5 * MIB,
    queueSize: 4,
  }).done();
  expect(done.ETag).toMatch(/^"[0-9a-f]{32}-5"$/);
  expect((await bytes('raw/big')).equals(Body)).toBe(true);
  expect((await readFile((await endpoint.s3.file(LAKE, 'raw/big')) ?? '')).equals(Body)).toBe(true);
  expect(endpoint.created.at(-1)).toMatchObject({ size: Body.length, reason: 'CompleteMultipartUpload' });
  expect((await bytes('raw/big', { PartNumber: 5 })).equals(Body.subarray(20 * MIB))).toBe(true);
});

describe('parts in any order and of any size make the same object', () => {
  const pieces = [randomBytes(6 * MIB), randomBytes(5 * MIB), randomBytes(6 * MIB + 3), randomBytes(11)];
  const orders = [
    [1, 2, 3, 4],
    [4, 3, 2, 1],
    [2, 4, 1, 3],
  ];

  test.each(orders.map((order) => [order.join(' ')]))('%s', async (order) => {
    const Key = `order/${order}`;
    const id = await begin(Key);
    const sent = [];
    for (const n of order.split(' ').map(Number)) sent.push(await part(Key, id, n, pieces[n - 1] ?? Buffer.alloc(0)));
    // A part sent again replaces the one before.
    sent.splice(
      sent.findIndex((p) => p.PartNumber === 4),
      1,
      await part(Key, id, 4, Buffer.from('again')),
    );
    await complete(
      Key,
      id,
      sent.sort((a, b) => a.PartNumber - b.PartNumber),
    );
    expect((await bytes(Key)).equals(Buffer.concat([...pieces.slice(0, 3), Buffer.from('again')]))).toBe(true);
  });
});

const combinations: [ChecksumAlgorithm, ChecksumType][] = [
  ['CRC32', 'FULL_OBJECT'],
  ['CRC32', 'COMPOSITE'],
  ['CRC32C', 'FULL_OBJECT'],
  ['CRC64NVME', 'FULL_OBJECT'],
  ['SHA256', 'COMPOSITE'],
];

test.each(combinations)('%s as %s checksum of the whole', async (ChecksumAlgorithm, ChecksumType) => {
  const Key = `sum/${ChecksumAlgorithm}-${ChecksumType}`;
  const [first, second] = [randomBytes(5 * MIB), randomBytes(1000)];
  const id = await begin(Key, { ChecksumAlgorithm, ChecksumType });
  const parts = [
    await part(Key, id, 1, first, { ChecksumAlgorithm }),
    await part(Key, id, 2, second, { ChecksumAlgorithm }),
  ];
  const done = await complete(Key, id, parts, { ChecksumType });
  const name = `Checksum${ChecksumAlgorithm}` as 'ChecksumCRC32';
  expect(done[name]).toMatch(ChecksumType === 'COMPOSITE' ? /^.+-2$/ : /^[A-Za-z0-9+/]+=*$/);
  // One put of the same bytes has the same full checksum, and a copy turns a composite one into a full one.
  const whole = { Bucket: LAKE, Key: `${Key}-whole`, Body: Buffer.concat([first, second]), ChecksumAlgorithm };
  const put = await client.send(new PutObjectCommand(whole));
  if (ChecksumType === 'FULL_OBJECT') expect(done[name]).toBe(put[name]);
  const copy = { Bucket: LAKE, Key: `${Key}-copy`, CopySource: `${LAKE}/${Key}` };
  const copied = (await client.send(new CopyObjectCommand(copy))).CopyObjectResult;
  expect(copied?.[name]).toBe(put[name]);
  expect(copied?.ETag).toBe(put.ETag);
});

test('parts come from other objects too', async () => {
  const Body = randomBytes(6 * MIB);
  await client.send(new PutObjectCommand({ Bucket: LAKE, Key: 'source', Body }));
  const id = await begin('assembled');
  const copy = { Bucket: LAKE, Key: 'assembled', UploadId: id, CopySource: `${LAKE}/source` };
  const one = await client.send(new UploadPartCopyCommand({ ...copy, PartNumber: 1 }));
  const two = await client.send(new UploadPartCopyCommand({ ...copy, PartNumber: 2, CopySourceRange: 'bytes=10-19' }));
  const parts = [one, two].map((made, i) => ({ PartNumber: i + 1, ETag: made.CopyPartResult?.ETag }));
  await complete('assembled', id, parts);
  expect((await bytes('assembled')).equals(Buffer.concat([Body, Body.subarray(10, 20)]))).toBe(true);
});

test('uploads and parts are listed, survive a restart, and leave nothing when aborted', async () => {
  const before = await readdir(join(endpoint.home, 's3-meta/blobs'));
  const id = await begin('slow/upload');
  await part('slow/upload', id, 1, randomBytes(5 * MIB));
  await part('slow/upload', id, 3, randomBytes(7));
  await endpoint.restart();
  client = clientFor(endpoint.url);
  const uploads = await client.send(new ListMultipartUploadsCommand({ Bucket: LAKE, Prefix: 'slow/' }));
  expect(uploads.Uploads?.map((upload) => [upload.Key, upload.UploadId])).toEqual([['slow/upload', id]]);
  const named = { Bucket: LAKE, Key: 'slow/upload', UploadId: id };
  const listed = await client.send(new ListPartsCommand({ ...named, MaxParts: 1 }));
  expect(listed).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '1' });
  expect((await client.send(new ListPartsCommand(named))).Parts?.map((p) => p.Size)).toEqual([5 * MIB, 7]);
  await client.send(new AbortMultipartUploadCommand(named));
  expect(await failure(client.send(new ListPartsCommand(named)))).toMatchObject({ name: 'NoSuchUpload', status: 404 });
  expect(await readdir(join(endpoint.home, 's3-meta/blobs'))).toEqual(before);
});

describe('completions that are refused', () => {
  test('unknown parts, wrong order, small parts', async () => {
    const id = await begin('refused');
    const small = await part('refused', id, 1, Buffer.from('small'));
    const last = await part('refused', id, 2, Buffer.from('last'));
    const status = (parts: { PartNumber: number; ETag?: string | undefined }[]) =>
      failure(complete('refused', id, parts));
    expect(await status([{ PartNumber: 9, ETag: 'x' }])).toMatchObject({ name: 'InvalidPart' });
    expect(await status([{ PartNumber: 1, ETag: 'x' }])).toMatchObject({ name: 'InvalidPart' });
    expect(await status([last, small])).toMatchObject({ name: 'InvalidPartOrder' });
    expect(await status([small, last])).toMatchObject({ name: 'EntityTooSmall' });
    expect((await complete('refused', id, [last])).ETag).toMatch(/-1"$/);
    expect((await bytes('refused')).toString()).toBe('last');
    expect(await status([last])).toMatchObject({ name: 'NoSuchUpload' });
  });

  test('a condition that no longer holds keeps the upload', async () => {
    const id = await begin('guarded');
    const only = await part('guarded', id, 1, Buffer.from('mine'));
    await client.send(new PutObjectCommand({ Bucket: LAKE, Key: 'guarded', Body: 'theirs' }));
    const refused = complete('guarded', id, [only], { IfNoneMatch: '*' });
    expect(await failure(refused)).toMatchObject({ name: 'PreconditionFailed', status: 412 });
    expect((await bytes('guarded')).toString()).toBe('theirs');
    await complete('guarded', id, [only]);
    expect((await bytes('guarded')).toString()).toBe('mine');
  });

  test('of two completions at once one succeeds', async () => {
    const id = await begin('twice');
    const only = await part('twice', id, 1, Buffer.from('x'));
    const results = await Promise.allSettled([complete('twice', id, [only]), complete('twice', id, [only])]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect((await bytes('twice')).toString()).toBe('x');
  });
});
