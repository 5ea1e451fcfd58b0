import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isSmall } from '../../../../functions/validate/way.ts';
import { withDatabase } from '../../../../shared/database/duckdb.ts';
import { writeRecord } from '../../../../shared/record/site-record.ts';
import { type FolderLake, folderLake } from '../../../helpers/folder-lake.ts';

let folder: string;
let lake: FolderLake;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'energy-way-'));
  lake = folderLake(folder);
  const known = { commit: 'c', committed_at: '2026-10-01T00:00:00.000Z', folded: [], preferred: [], prices: null };
  const months = { '2026-09': { generation: 'record/data/g/', tables: [] } };
  await writeRecord(lake, { ...known, site: 'home', months, bills: 'month', changed_at: null }, null);
});
afterAll(() => rm(folder, { recursive: true }));

const HOUR = { from: '2026-10-01T23:30:00', to: '2026-10-02T00:30:00', days: 2 };
const of = (...sites: string[]) => `(SELECT unnest([${sites.map((site) => `'${site}'`).join(', ')}]) AS site_id)`;

it.each([
  ['an hour of a site that is known', HOUR, 12, of('home', 'home'), true],
  ['an hour of a site that is new', HOUR, 12, of('home', 'new'), false],
  ['a day', { ...HOUR, to: '2026-10-02T23:30:00' }, 12, of('home'), false],
  ['many readings', HOUR, 10_001, of('home'), false],
])('%s', async (_, period, accepted, readings, small) => {
  const found = await withDatabase({ memoryMb: 200, threads: 1, folder }, (db) =>
    isSmall(period, accepted, readings, db, lake),
  );
  expect(found).toBe(small);
});
