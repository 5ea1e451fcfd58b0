import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandInput,
  type ListObjectVersionsCommandOutput,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Endpoint, startEndpoint } from '../../../helpers/wire/endpoint.ts';
import { clientFor, failure, LAKE } from './client.ts';

let endpoint: Endpoint;
let client: S3Client;
const KEYS = ['a.txt', 'b/1', 'b/2', 'b/c/3', 'b0', 'd/4', 'e'];

beforeAll(async () => {
  endpoint = await startEndpoint();
  client = clientFor(endpoint.url);
  for (const Key of KEYS) await client.send(new PutObjectCommand({ Bucket: LAKE, Key, Body: Key }));
});
afterAll(() => endpoint.close());

describe('list v2', () => {
  const list = (more = {}) => client.send(new ListObjectsV2Command({ Bucket: LAKE, ...more }));

  test('all keys in order, with sizes', async () => {
    const page = await list();
    expect(page.Contents?.map((object) => [object.Key, object.Size])).toEqual(KEYS.map((key) => [key, key.length]));
    expect(page).toMatchObject({ KeyCount: 7, IsTruncated: false, Name: LAKE });
  });

  test('a delimiter groups, a prefix narrows', async () => {
    const top = await list({ Delimiter: '/' });
    expect(top.Contents?.map((object) => object.Key)).toEqual(['a.txt', 'b0', 'e']);
    expect(top.CommonPrefixes?.map((prefix) => prefix.Prefix)).toEqual(['b/', 'd/']);
    const below = await list({ Delimiter: '/', Prefix: 'b/' });
    expect(below.Contents?.map((object) => object.Key)).toEqual(['b/1', 'b/2']);
    expect(below.CommonPrefixes?.map((prefix) => prefix.Prefix)).toEqual(['b/c/']);
  });

  test.each([1, 2, 3])('pages of %i add up, grouped or not', async (MaxKeys) => {
    for (const Delimiter of [undefined, '/']) {
      const seen: (string | undefined)[] = [];
      let token: string | undefined;
      do {
        const page = await list({ MaxKeys, Delimiter, ContinuationToken: token });
        expect(page.KeyCount).toBeLessThanOrEqual(MaxKeys);
        seen.push(
          ...(page.Contents ?? []).map((object) => object.Key),
          ...(page.CommonPrefixes ?? []).map((p) => p.Prefix),
        );
        token = page.NextContinuationToken;
      } while (token !== undefined);
      expect(seen.sort()).toEqual(Delimiter ? ['a.txt', 'b/', 'b0', 'd/', 'e'] : KEYS);
    }
  });

  test('start-after, none at all, and a wrong token', async () => {
    expect((await list({ StartAfter: 'b/2' })).Contents?.map((object) => object.Key)).toEqual([
      'b/c/3',
      'b0',
      'd/4',
      'e',
    ]);
    expect(await list({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0 });
    expect(await failure(list({ ContinuationToken: 'nonsense' }))).toMatchObject({ name: 'InvalidArgument' });
  });
});

test('list v1 goes on from its marker, past a whole group', async () => {
  const seen: (string | undefined)[] = [];
  let Marker: string | undefined;
  for (;;) {
    const page = await client.send(new ListObjectsCommand({ Bucket: LAKE, Delimiter: '/', MaxKeys: 1, Marker }));
    seen.push(
      ...(page.Contents ?? []).map((object) => object.Key),
      ...(page.CommonPrefixes ?? []).map((p) => p.Prefix),
    );
    if (!page.IsTruncated) break;
    Marker = page.NextMarker;
  }
  expect(seen).toEqual(['a.txt', 'b/', 'b0', 'd/', 'e']);
});

test('versions are listed newest first, in pages, with delete markers', async () => {
  const Key = 'versions/x';
  const made: (string | undefined)[] = [];
  for (const Body of ['1', '2', '3']) {
    made.unshift((await client.send(new PutObjectCommand({ Bucket: LAKE, Key, Body }))).VersionId);
  }
  made.unshift((await client.send(new DeleteObjectCommand({ Bucket: LAKE, Key }))).VersionId);
  const seen: (string | undefined)[] = [];
  let KeyMarker: string | undefined;
  let VersionIdMarker: string | undefined;
  for (;;) {
    const options: ListObjectVersionsCommandInput = {
      Bucket: LAKE,
      Prefix: 'versions/',
      MaxKeys: 1,
      KeyMarker,
      VersionIdMarker,
    };
    const page: ListObjectVersionsCommandOutput = await client.send(new ListObjectVersionsCommand(options));
    seen.push(...(page.DeleteMarkers ?? []).map((m) => m.VersionId), ...(page.Versions ?? []).map((v) => v.VersionId));
    if (!page.IsTruncated) break;
    ({ NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page);
  }
  expect(seen).toEqual(made);
  const all = await client.send(new ListObjectVersionsCommand({ Bucket: LAKE, Prefix: 'versions/' }));
  expect(all.DeleteMarkers?.[0]?.IsLatest).toBe(true);
  expect(all.Versions?.every((version) => version.IsLatest === false)).toBe(true);
});

describe('buckets', () => {
  test('the lake is versioned and listed', async () => {
    expect((await client.send(new ListBucketsCommand({}))).Buckets?.map((bucket) => bucket.Name)).toContain(LAKE);
    expect((await client.send(new GetBucketVersioningCommand({ Bucket: LAKE }))).Status).toBe('Enabled');
    expect((await client.send(new HeadBucketCommand({ Bucket: LAKE }))).BucketRegion).toBe('us-east-1');
    expect((await client.send(new GetBucketLocationCommand({ Bucket: LAKE }))).LocationConstraint).toBeFalsy();
  });

  test('a new bucket keeps one version until versioning is on', async () => {
    const Bucket = 'second-bucket';
    await client.send(new CreateBucketCommand({ Bucket }));
    expect(await failure(client.send(new CreateBucketCommand({ Bucket })))).toMatchObject({
      name: 'BucketAlreadyOwnedByYou',
    });
    const put = (Body: string) => client.send(new PutObjectCommand({ Bucket, Key: 'k', Body }));
    await put('1');
    expect((await put('2')).VersionId).toBeUndefined();
    const versions = () => client.send(new ListObjectVersionsCommand({ Bucket }));
    expect((await versions()).Versions?.map((version) => version.VersionId)).toEqual(['null']);
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    const third = await put('3');
    expect((await versions()).Versions?.map((version) => version.VersionId)).toEqual([third.VersionId, 'null']);
    expect(await failure(client.send(new DeleteBucketCommand({ Bucket })))).toMatchObject({
      name: 'BucketNotEmpty',
      status: 409,
    });
    for (const VersionId of [third.VersionId, 'null']) {
      await client.send(new DeleteObjectCommand({ Bucket, Key: 'k', VersionId }));
    }
    await client.send(new DeleteBucketCommand({ Bucket }));
    expect(await failure(client.send(new HeadBucketCommand({ Bucket })))).toMatchObject({ status: 404 });
  });

  test('names that are no bucket names are refused', async () => {
    for (const Bucket of ['Upper', 'ab', 'a..b', '192.168.0.1']) {
      await expect(client.send(new CreateBucketCommand({ Bucket }))).rejects.toThrow(/bucket|Bucket/);
    }
  });
});

test('other services find files by prefix', async () => {
  const found: string[] = [];
  for await (const object of endpoint.s3.list(LAKE, 'b/')) found.push(object.key);
  expect(found).toEqual(['b/1', 'b/2', 'b/c/3']);
  expect(await endpoint.s3.file(LAKE, 'nothing')).toBeUndefined();
});
