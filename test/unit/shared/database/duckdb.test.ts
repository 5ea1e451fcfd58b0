import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { literal, withDatabase } from '../../../../shared/database/duckdb.ts';
import { readingsIn, threadsFor } from '../../../../shared/runtime/lambda-functions.ts';

test('one instance serves small and large uploads, each with its number of threads', async () => {
  const options = { memoryMb: 256, folder: mkdtempSync(join(tmpdir(), 'energy-threads-')) };
  const threads = (wanted: number) =>
    withDatabase({ ...options, threads: wanted }, (db) =>
      db.rows(
        `SELECT CAST(current_setting('threads') AS INTEGER) AS threads, current_setting('memory_limit') AS memory`,
      ),
    );
  const memory = '256.0 MiB';
  expect(await threads(2)).toEqual([{ threads: 2, memory }]);
  expect(await threads(1)).toEqual([{ threads: 1, memory }]);
  expect(await threads(2)).toEqual([{ threads: 2, memory }]);
});

test('a small upload has one thread, a large one and one of unknown size all that the function has', () => {
  expect(threadsFor(2_880, 2)).toBe(1);
  expect(threadsFor(10_000_000, 2)).toBe(2);
  expect(threadsFor(readingsIn(106_000), 2)).toBe(1);
  expect(threadsFor(readingsIn(380_000_000), 2)).toBe(2);
  expect(threadsFor(readingsIn(undefined), 2)).toBe(2);
});

test('keeps nothing of the files that it read: an instance lives as long as its container', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'energy-files-'));
  await withDatabase({ memoryMb: 256, threads: 1, folder }, async (db) => {
    const file = literal(join(folder, 'some.parquet'));
    await db.run(`COPY (SELECT range AS n FROM range(1000)) TO ${file} (FORMAT parquet)`);
    expect(await db.rows(`SELECT count(*) AS rows FROM read_parquet(${file})`)).toEqual([{ rows: '1000' }]);
    expect(await db.rows('SELECT count(*) AS kept FROM duckdb_external_file_cache()')).toEqual([{ kept: '0' }]);
  });
});
