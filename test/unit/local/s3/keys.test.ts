import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fallbackPath, fold, readablePath } from '../../../../local/s3/paths.ts';
import { type Endpoint, startEndpoint } from '../../../helpers/wire/endpoint.ts';
import { clientFor, LAKE, readText } from './client.ts';

let endpoint: Endpoint;
let client: S3Client;

beforeAll(async () => {
  endpoint = await startEndpoint();
  client = clientFor(endpoint.url);
});
afterAll(() => endpoint.close());

const put = (Key: string, Body: string) => client.send(new PutObjectCommand({ Bucket: LAKE, Key, Body }));
const get = async (Key: string) => readText(await client.send(new GetObjectCommand({ Bucket: LAKE, Key })));

/** Every key in the bucket, over the pages of a listing. */
async function listed(): Promise<string[]> {
  const keys: string[] = [];
  const options = { Bucket: LAKE, MaxKeys: 7, EncodingType: 'url' } as const;
  for await (const page of paginateListObjectsV2({ client }, options)) {
    for (const object of page.Contents ?? []) keys.push(decodeURIComponent((object.Key ?? '').replaceAll('+', ' ')));
  }
  return keys;
}

/** Every file below the folder that the stack may write to. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

const AWKWARD = [
  '..',
  '../../../etc/passwd',
  'a/../../b',
  './x',
  '/',
  '//',
  '/lead',
  'a//b',
  'a/',
  'a',
  'a/b',
  'a/b/c',
  'A/B',
  'raw/June.csv',
  'raw/june.csv',
  'RAW/JUNE.CSV',
  'caf\u00e9',
  'cafe\u0301',
  'stra\u00dfe',
  'STRASSE',
  ' ',
  'trailing ',
  'tab\tline\nreturn\r',
  'nul\u0000',
  'bell\u0007',
  'c1\u0085',
  'rtl\u202e',
  'back\\slash\\..\\..',
  'percent%2F%2e%2E',
  'plus+and space',
  'q?a=b&c#d',
  '&amp;<tag attr="1">\'',
  '\u{1f600}',
  '\uffff',
  '~other/x',
  '~OTHER/x',
  'n'.repeat(300),
  'd/'.repeat(500),
  '\u00e9'.repeat(512),
];

test('awkward keys come back as they are, in order, and nothing leaves the folder', async () => {
  for (const key of AWKWARD) await put(key, `body of ${key}`);
  for (const key of AWKWARD) expect(await get(key)).toBe(`body of ${key}`);
  expect(await listed()).toEqual([...AWKWARD].sort(byBytes));

  const files = await filesIn(endpoint.home);
  expect(files.filter((file) => file.split(sep)[0] !== 'lake' && file.split(sep)[0] !== 's3-meta')).toEqual([]);
  const lake = await filesIn(join(endpoint.home, 'lake'));
  expect(lake).toHaveLength(AWKWARD.length);
  expect(new Set(lake.map(fold)).size).toBe(AWKWARD.length);
  for (const key of AWKWARD) {
    const file = await endpoint.s3.file(LAKE, key);
    expect(await readFile(file ?? '', 'utf8')).toBe(`body of ${key}`);
  }

  await endpoint.restart();
  client = clientFor(endpoint.url);
  for (const key of AWKWARD) expect(await get(key)).toBe(`body of ${key}`);
  for (const Key of AWKWARD) await client.send(new DeleteObjectCommand({ Bucket: LAKE, Key }));
  expect(await listed()).toEqual([]);
  expect(await filesIn(join(endpoint.home, 'lake'))).toEqual([]);
});

// Full of what file systems and URLs treat specially, and of letters that collide without regard to case.
const piece = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'a',
      'A',
      'b',
      '/',
      '//',
      '.',
      '..',
      '%',
      '%2f',
      ' ',
      '+',
      '\\',
      '\u0000',
      '\n',
      '&',
      '?',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 4 }) },
);
const anyKey = fc
  .array(piece, { minLength: 1, maxLength: 12 })
  .map((pieces) => pieces.join(''))
  .filter((key) => key.isWellFormed() && Buffer.byteLength(key) <= 1024);

test('any key of UTF-8 text round-trips beside any others', async () => {
  const expected = new Map<string, string>();
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(anyKey, { minLength: 1, maxLength: 6 }), fc.string(), async (keys, salt) => {
      for (const key of keys) {
        await put(key, key + salt);
        expected.set(key, key + salt);
      }
      for (const key of keys) expect(await get(key)).toBe(key + salt);
    }),
    { numRuns: 60 },
  );
  for (const [key, body] of expected) expect(await get(key)).toBe(body);
  expect(await listed()).toEqual([...expected.keys()].sort(byBytes));
});

test('a key with no encoding-type is written so that the SDK reads it', async () => {
  const Prefix = 'plain/';
  const keys = ['plain/tab\t', 'plain/x&<y>', 'plain/\u{1f600}', 'plain/\u0001'];
  for (const key of keys) await put(key, '');
  const page = await client.send(new ListObjectsV2Command({ Bucket: LAKE, Prefix }));
  expect(page.Contents?.map((object) => object.Key)).toEqual([...keys].sort(byBytes));
});

test('usual keys are their own path; unusual ones get a safe one', () => {
  for (const key of [
    'raw/june.csv',
    'readings/dataset=d/run=r/month=2026-10/p-0.parquet',
    'Z\u00e4hler 1.csv',
    '2026-10-01T00:00.csv',
  ]) {
    expect(readablePath(key)).toBe(key);
  }
  for (const key of ['a/', '../x', 'a//b', 'a\\b', 'a\nb', 'x'.repeat(300), '~Other/a']) {
    expect(readablePath(key)).toBeUndefined();
    expect(fallbackPath(key)).toMatch(/^~other\/[0-9a-f]{32}-[A-Za-z0-9._-]{0,60}$/);
  }
});
