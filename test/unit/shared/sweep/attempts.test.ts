import { describe, expect, it } from 'vitest';
import { manifestKey, PREFIXES } from '../../../../shared/lake/keys.ts';
import type { Manifest, Outcome } from '../../../../shared/lake/manifest.ts';
import { emptyManifest } from '../../../../shared/lake/manifest-store.ts';
import { outdatedAttempts } from '../../../../shared/sweep/attempts.ts';
import { type ListedObject, listedLake } from '../../../helpers/listed-lake.ts';
import { publicationOf, sourceOf } from '../lake/manifest-fixtures.ts';

const OLD = new Date('2026-09-01T00:00:00Z');
const YOUNG = new Date('2026-11-01T00:00:00Z');
const BEFORE = Date.parse('2026-10-01T00:00:00Z');

const attempt = (folder: string, run: string, nth = 'a', dataset = 'd') =>
  `${folder}/dataset=${dataset}/run=${run}/attempt=${nth}/`;
const file = (prefix: string, modified = OLD): ListedObject => ({ key: `${prefix}data.parquet`, modified });
const written = (manifest: Partial<Manifest>): ListedObject => ({
  key: manifestKey('d'),
  modified: OLD,
  text: JSON.stringify({ ...emptyManifest('d', 'b', 'raw/d.csv'), ...manifest }),
});
/** Names `attempt('readings', run)`, `attempt('reports', run)` and others. */
const publication = (run: string) => publicationOf(run, sourceOf(run));

async function outdated(...objects: ListedObject[]) {
  const { lake, versions } = listedLake(objects);
  const prefixes: string[] = [];
  for await (const { piles } of outdatedAttempts(lake, versions, BEFORE))
    prefixes.push(...piles.map((each) => each.prefix));
  return prefixes.sort();
}

describe('outdatedAttempts', () => {
  it('keeps what is published and what a rollback would bring back, and gives up what was repeated', async () => {
    const history = [{ ...publication('earlier'), superseded_at: OLD.toISOString() }];
    const manifest = written({ published: publication('now'), history });
    const kept = ['now', 'earlier'].flatMap((run) => [file(attempt('readings', run)), file(attempt('reports', run))]);
    const given = [...kept, file(attempt('readings', 'now', 'b')), file(attempt('processed/daily', 'long-ago'))];
    expect(await outdated(manifest, ...given)).toEqual([
      attempt('processed/daily', 'long-ago'),
      attempt('readings', 'now', 'b'),
    ]);
  });

  it('keeps what is young: a run may be under way, or be redriven', async () => {
    expect(await outdated(written({}), file(attempt('readings', 'r'), YOUNG))).toEqual([]);
    // One of its files is.
    const prefix = attempt('readings', 'r');
    expect(await outdated(written({}), file(prefix), { key: `${prefix}month=2026-10/x`, modified: YOUNG })).toEqual([]);
  });

  it('keeps the rejected rows of uploads that the manifest says were refused', async () => {
    const refused: Outcome = {
      ...{ source: sourceOf('v'), run: 'refused', outcome: 'REJECTED', code: 'TOO_MANY_REJECTS', message: '' },
      ...{ at: OLD.toISOString(), copy_of: null },
    };
    const given = [file(attempt('quarantine', 'refused')), file(attempt('quarantine', 'other'))];
    expect(await outdated(written({ outcomes: [refused] }), ...given)).toEqual([attempt('quarantine', 'other')]);
  });

  it('gives up what runs left that failed before they had a manifest', async () => {
    expect(await outdated(file(attempt('readings', 'failed')))).toEqual([attempt('readings', 'failed')]);
  });

  it('touches nothing of a dataset whose manifest cannot be read', async () => {
    const broken = { ...written({}), text: '{"dataset":' };
    expect(await outdated(broken, file(attempt('readings', 'r')))).toEqual([]);
    const { text: _, ...refused } = written({});
    expect(await outdated(refused, file(attempt('readings', 'r')))).toEqual([]);
  });

  it('looks into the folder of every table, and leaves what is of no attempt', async () => {
    const folders = ['anomalies/events', 'forecast/hourly', 'insights', 'reports', 'balance', 'upload-readings'];
    const given = folders.map((folder) => file(attempt(folder, 'r')));
    const state = { key: `${PREFIXES.insights}state/openai.json`, modified: OLD };
    expect(await outdated(written({}), state, ...given)).toEqual(folders.map((folder) => attempt(folder, 'r')).sort());
  });

  it('reads one manifest for each dataset that has something old', async () => {
    const young = file(attempt('readings', 'r', 'a', 'c'), YOUNG);
    const { lake, versions, reads } = listedLake([written({}), file(attempt('readings', 'r')), young]);
    const names: string[] = [];
    for await (const { name } of outdatedAttempts(lake, versions, BEFORE)) names.push(name);
    expect(names).toEqual(['c', 'd']);
    expect(reads).toEqual([manifestKey('d')]);
  });
});
