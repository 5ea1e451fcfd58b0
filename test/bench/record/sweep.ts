/**
 * A sweep of a lake of so many objects, from listings that are made up: `node test/bench/record/sweep.ts OBJECTS`
 * prints what it asked of S3 and how long its own work took. Half of the uploads' listing are uploads, half manifests;
 * all that is old is named by a manifest, so that each one is read.
 */
import { datasetOf, manifestKey, PREFIXES } from '../../../shared/lake/keys.ts';
import { emptyManifest } from '../../../shared/lake/manifest-store.ts';
import type { LakeVersions } from '../../../shared/lake/versions.ts';
import { outdatedAttempts } from '../../../shared/sweep/attempts.ts';
import { findUnprocessed } from '../../../shared/sweep/lost-uploads.ts';

const PAGE = 1000;
/** Objects that a run leaves. */
const OBJECTS_PER_RUN = 20;
const NOW = new Date('2026-11-02T12:00:00Z');
const OLD = new Date('2026-01-01T00:00:00Z');

const objects = Number(process.argv[2]);
const keyOf = (nth: number) => `raw/${String(nth).padStart(7, '0')}.csv`;
const keys = Array.from({ length: objects / 2 }, (_, nth) => keyOf(nth));
const datasets = keys.map((key) => ({ key, dataset: datasetOf(key) })).sort((a, b) => (a.dataset < b.dataset ? -1 : 1));
const byDataset = new Map(datasets.map(({ key, dataset }) => [manifestKey(dataset), key]));
let listed = 0;
let reads = 0;

const versionOf = (key: string) => ({ key, version: 'v', etag: 'e', bytes: 1, modified: OLD });
const runs = datasets.slice(0, objects / OBJECTS_PER_RUN);
const lake: Pick<LakeVersions, 'list' | 'listVersions'> = {
  async *list(prefix) {
    for (const { key, dataset } of prefix === PREFIXES.raw
      ? keys.map((each) => ({ key: each, dataset: '' }))
      : datasets) {
      listed += 1;
      yield versionOf(prefix === PREFIXES.raw ? key : manifestKey(dataset));
    }
  },
  async *listVersions(prefix) {
    for (const { dataset } of runs) {
      listed += 1;
      yield versionOf(
        prefix === PREFIXES.manifests ? manifestKey(dataset) : `${prefix}${dataset}/run=r/attempt=a/data`,
      );
    }
  },
};
const store = {
  async getText(manifest: string) {
    reads += 1;
    const key = byDataset.get(manifest) ?? '';
    return { text: JSON.stringify(emptyManifest(datasetOf(key), 'lake', key)), etag: 'e' };
  },
};

async function timed(work: () => Promise<number>) {
  const started = performance.now();
  [listed, reads] = [0, 0];
  const found = await work();
  return { found, pages: Math.ceil(listed / PAGE), reads, seconds: (performance.now() - started) / 1000 };
}

const lost = await timed(async () => (await findUnprocessed(store, lake, NOW)).length);
const walk = await timed(async () => {
  let piles = 0;
  for await (const each of outdatedAttempts(store, lake, NOW.getTime())) piles += each.piles.length;
  return piles;
});
console.log(JSON.stringify({ lost, walk }));
