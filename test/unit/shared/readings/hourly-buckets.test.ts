import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withDatabase } from '../../../../shared/database/duckdb.ts';
import { meanInterval } from '../../../../shared/readings/hourly-buckets.ts';

const database = { memoryMb: 512, threads: 1, folder: join(tmpdir(), 'energy-mean-interval') };

it.each([
  ['readings of one length', '(1, 60.0), (3, 60.0)', 60],
  ['readings of several, by how many there are of each', '(1, 60.0), (3, 20.0)', 30],
  ['what only goes on from earlier hours', '(0, 65.5), (0, 27.5)', 65.5],
  ['readings that say no length', '(1, NULL), (2, NULL)', null],
])('the interval of %s', async (_, buckets, minutes) => {
  const [row] = await withDatabase(database, (db) =>
    db.rows(
      `SELECT ${meanInterval('n')} AS minutes FROM (VALUES ${buckets}) b(n, minutes), ` +
        'LATERAL (SELECT CAST(minutes AS DOUBLE) AS interval_minutes)',
    ),
  );
  expect(row?.minutes).toBe(minutes);
});
