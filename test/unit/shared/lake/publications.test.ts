import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LakeStore } from '../../../../shared/runtime/lake-port.ts';
import { folderLake } from '../../../helpers/folder-lake.ts';
import { startLake } from '../../functions/publish/stack.ts';

describe.each(['a folder', 'S3'] as const)('a listing, the lake in %s', (where) => {
  let lake: LakeStore;
  let close: () => Promise<unknown>;

  beforeAll(async () => {
    if (where === 'S3') {
      const local = await startLake();
      lake = local.lake;
      close = local.close;
    } else {
      const folder = await mkdtemp(join(tmpdir(), 'energy-list-'));
      lake = folderLake(folder);
      close = () => rm(folder, { recursive: true });
    }
    for (const key of ['manifests/b.json', 'manifests/a.json', 'manifests-old/c.json', 'raw/d.csv']) {
      await lake.putText(key, '{}', 'application/json');
    }
  });
  afterAll(() => close());

  it('has the keys below the prefix and no others, in their order, with when they changed', async () => {
    const found = await lake.list('manifests/', 10);
    expect(found.map(({ key }) => key)).toEqual(['manifests/a.json', 'manifests/b.json']);
    for (const { modified } of found) expect(Math.abs(Date.now() - modified.getTime())).toBeLessThan(600_000);
  });

  it('ends with the limit, and is empty where there is nothing', async () => {
    expect((await lake.list('manifests/', 1)).map(({ key }) => key)).toEqual(['manifests/a.json']);
    expect(await lake.list('reports/', 10)).toEqual([]);
  });

  it('goes on with more keys than one answer holds', async () => {
    const keys = Array.from({ length: 1203 }, (_, index) => `config/many/${String(index).padStart(4, '0')}`);
    for (let at = 0; at < keys.length; at += 100) {
      await Promise.all(keys.slice(at, at + 100).map((key) => lake.putText(key, '{}', 'text/plain')));
    }
    expect((await lake.list('config/many/', 5000)).map(({ key }) => key)).toEqual(keys);
    expect(await lake.list('config/many/', 1100)).toHaveLength(1100);
  });
});
