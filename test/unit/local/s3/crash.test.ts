import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectVersionsCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientFor, LAKE } from './client.ts';

const SERVE = join(import.meta.dirname, '../../../helpers/wire/serve.ts');
const SIZE = 600_000;
const Key = 'raw/overwritten.bin';

let home: string;
let child: ChildProcess | undefined;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'energy-crash-'));
});
afterAll(async () => {
  child?.kill('SIGKILL');
  await rm(home, { recursive: true, force: true });
});

async function start(): Promise<S3Client> {
  child = spawn(process.execPath, [SERVE, home], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout ?? child, 'data');
  return clientFor(String(line).trim());
}

async function kill(): Promise<void> {
  const ended = once(child ?? process, 'exit');
  child?.kill('SIGKILL');
  await ended;
}

test('killed while objects are replaced, the store holds every acknowledged object whole', async () => {
  let written = 0;
  const first = await start();
  for (const n of [0, 1, 2]) {
    await first.send(new PutObjectCommand({ Bucket: LAKE, Key: `${Key}/${n}`, Body: Buffer.alloc(SIZE) }));
  }
  await kill();
  for (let round = 0; round < 4; round++) {
    const client = await start();
    const acknowledged = written;
    const stopAt = written + 5 + round;
    // Several at once, so that the kill comes in the middle of others.
    const writer = async () => {
      for (;;) {
        const number = ++written;
        await client.send(
          new PutObjectCommand({ Bucket: LAKE, Key: `${Key}/${number % 3}`, Body: Buffer.alloc(SIZE, number % 251) }),
        );
        if (number >= stopAt) void kill().catch(() => undefined);
      }
    };
    const ended = await Promise.allSettled([writer(), writer(), writer()]);
    expect(ended.every((result) => result.status === 'rejected')).toBe(true);
    expect(written).toBeGreaterThan(acknowledged);

    const again = await start();
    for (const key of [0, 1, 2].map((n) => `${Key}/${n}`)) {
      const got = await again.send(new GetObjectCommand({ Bucket: LAKE, Key: key }));
      const body = Buffer.from((await got.Body?.transformToByteArray()) ?? []);
      expect(body.length).toBe(SIZE);
      expect(new Set(body).size).toBe(1);
      expect(got.ETag).toBe(`"${createHash('md5').update(body).digest('hex')}"`);
      expect((await readFile(join(home, 'lake', LAKE, key))).equals(body)).toBe(true);
    }
    const { Versions } = await again.send(new ListObjectVersionsCommand({ Bucket: LAKE }));
    expect(await readdir(join(home, 's3-meta/blobs'))).toHaveLength(Versions?.length ?? 0);
    // Each of the three writers had at most one put without an answer.
    expect(Versions?.length).toBeGreaterThanOrEqual(3 + written - 3 * (round + 1));
    await kill();
  }
});
