import { expect, it } from 'vitest';
import { generationPrefix, recordKey } from '../../../../shared/lake/keys.ts';
import { isWalkDue, previewWalk, type WalkContext, walk } from '../../../../shared/sweep/walk.ts';
import { folderLake } from '../../../helpers/folder-lake.ts';
import { type ListedLake, listedLake } from '../../../helpers/listed-lake.ts';

const OLD = new Date('2026-01-01T00:00:00Z');
let now = new Date('2026-12-01T00:00:00Z');

/** Three datasets with an attempt that nothing names, and two sites with a version that was replaced. */
function lakeOf(): ListedLake {
  const attempts = ['a', 'b', 'c'].map((dataset) => `readings/dataset=${dataset}/run=r/attempt=x/data.parquet`);
  const versions = ['cabin', 'home'].flatMap((site) =>
    ['first', 'second'].map((name) => `${generationPrefix(site, '2026-01', name)}daily_energy_data/data.parquet`),
  );
  const lake = listedLake([...attempts, ...versions].map((key) => ({ key, modified: OLD })));
  for (const site of ['cabin', 'home']) {
    const months = { '2026-01': { generation: generationPrefix(site, '2026-01', 'second'), tables: [] } };
    const record = { site, commit: 'c', committed_at: OLD.toISOString(), months, folded: [] };
    lake.put({ key: recordKey(site), modified: OLD, text: JSON.stringify(record) });
  }
  return lake;
}

function contextOf({ lake, versions }: ListedLake): WalkContext {
  return { lake: { ...folderLake('/nowhere'), ...lake }, versions, retentionDays: 30, now: () => now };
}

it('goes on where its time was over, and ends when nothing is left', async () => {
  const lake = lakeOf();
  const context = contextOf(lake);
  expect(await previewWalk(context)).toEqual({ prefixes: 5, versions: 5, bytes: 50 });
  let walks = 0;
  for (let whole = false; !whole; walks += 1) {
    expect(await isWalkDue(context)).toBe(true);
    ({ whole } = await walk(context, () => true));
  }
  expect(walks).toBeGreaterThan(4);
  expect(lake.keys().filter((key) => /readings|=first/.test(key))).toEqual([]);
  expect(lake.keys().filter((key) => key.includes('=second'))).toHaveLength(2);
  expect(await previewWalk(context)).toEqual({ prefixes: 0, versions: 0, bytes: 0 });
});

it('is due again after a day', async () => {
  const context = contextOf(lakeOf());
  expect(await walk(context, () => false)).toEqual({ deleted: { prefixes: 5, versions: 5, bytes: 50 }, whole: true });
  expect(await isWalkDue(context)).toBe(false);
  now = new Date(now.getTime() + 24 * 3_600_000);
  expect(await isWalkDue(context)).toBe(true);
});

it('leaves the versions of a site with something in its inbox: its tables may show one of them', async () => {
  const lake = lakeOf();
  const slug = /sites\/(home.*)\.json/.exec(recordKey('home'))?.[1] ?? '';
  lake.put({ key: `record/inbox/${slug}/d/r/1.json`, modified: OLD });
  expect(await previewWalk(contextOf(lake))).toMatchObject({ prefixes: 4 });
});
