/** What is asked of the disk, and when: no test can cut the power. */
import { fstatSync, statSync } from 'node:fs';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createS3, type S3 } from '../../../../local/s3/index.ts';

let home: string;
let s3: S3;
/** In their order: what the disk was asked to keep, and what became visible. */
let told: string[];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'energy-durable-'));
  told = [];
  s3 = await createS3({
    home,
    onChanged: ({ key }) => told.push(`visible ${key}`),
    lasts: (key) => key.startsWith('raw/'),
  });
  await s3.createBucket('lake');
  await writeFile(join(home, 'file.csv'), 'timestamp,kwh\n');
  const handle = await open(join(home, 'file.csv'));
  const handles: { sync(): Promise<void> } = Object.getPrototypeOf(handle);
  await handle.close();
  const { sync } = handles;
  vi.spyOn(handles, 'sync').mockImplementation(async function (this: { fd: number }) {
    await sync.call(this);
    told.push(fstatSync(this.fd).ino === statSync(blobs()).ino ? 'names of blobs' : 'bytes');
  });
  const { exec } = DatabaseSync.prototype;
  vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (this: DatabaseSync, sql) {
    exec.call(this, sql);
    if (sql !== 'BEGIN IMMEDIATE') told.push(sql);
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await s3.close();
  await rm(home, { recursive: true, force: true });
});

const blobs = () => join(home, 's3-meta', 'blobs');
const put = (key: string) => s3.putFile({ bucket: 'lake', key, file: join(home, 'file.csv'), metadata: {} });

test('the bytes of an upload, their name and its entry are on the disk before it is there for anybody', async () => {
  await put('raw/june.csv');
  expect(told).toEqual([
    'bytes',
    'names of blobs',
    'PRAGMA synchronous = FULL',
    'COMMIT',
    'PRAGMA synchronous = NORMAL',
    'visible raw/june.csv',
  ]);
});

test('what can be made again costs nothing', async () => {
  await put('reports/june.html');
  expect(told).toEqual(['COMMIT', 'visible reports/june.html']);
});
