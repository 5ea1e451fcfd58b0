/**
 * What a run asks of S3 and Glue beside ever more datasets. The lake is made, not uploaded: copies of a manifest that a
 * run wrote and of the record of its site, under other names, as a lake of so many uploads has them. They have no
 * partitions of their own, which no request of a run counts.
 */
import pMap from 'p-map';
import { datasetOf, manifestKey, recordKey } from '../../../shared/lake/keys.ts';
import { serveFaults } from '../../faults/fault-proxy.ts';
import { type TestStack, testStack } from '../../helpers/stack.ts';

/** Requests of the run's functions. */
export interface Requests {
  readonly datasets: number;
  readonly s3: number;
  readonly glue: number;
}

const DATASETS_PER_SITE = 10;
const AT_ONCE = 16;
const SITE = 'measured';
const KEY = `raw/${SITE}.csv`;
const HOURS = 72;

/** @param sizes of the lake, in datasets, growing */
export async function countRequests(sizes: readonly number[]): Promise<Requests[]> {
  let url = '';
  const proxy = await serveFaults(() => url);
  const lake = await testStack({
    functionsEndpoint: (actual) => {
      url = actual;
      return proxy.url;
    },
  });
  try {
    // The first version of the upload makes what later ones find.
    await run(lake, 0);
    const counts: Requests[] = [];
    let datasets = 1;
    for (const [nth, size] of sizes.entries()) {
      await addDatasets(lake, datasets, size);
      datasets = size;
      proxy.plan(undefined);
      await run(lake, nth + 1);
      const calls = [...proxy.calls];
      const of = (service: string) =>
        calls.reduce((sum, [operation, count]) => sum + (operation.startsWith(service) ? count : 0), 0);
      counts.push({ datasets: size, s3: of('S3 '), glue: of('AWSGlue') });
    }
    return counts;
  } finally {
    await lake.close();
    proxy.close();
  }
}

/** Uploads another version of the same key. */
async function run(lake: TestStack, version: number): Promise<void> {
  const rows = Array.from({ length: HOURS }, (_, hour) => {
    const at = new Date(Date.UTC(2026, 9, 1, hour)).toISOString();
    return `${at},${1 + ((hour * 7 + version) % 5)}`;
  });
  const { status, cause } = await lake.upload(KEY, ['timestamp,kwh', ...rows, ''].join('\n'), { 'site-id': SITE });
  if (status !== 'SUCCEEDED') throw new Error(`the run ended as ${status}: ${cause}`);
}

/** Adds manifests and records of sites, until there are so many datasets. */
async function addDatasets(lake: TestStack, from: number, to: number): Promise<void> {
  const dataset = datasetOf(KEY);
  const [manifest, record] = await Promise.all([lake.text(manifestKey(dataset)), lake.text(recordKey(SITE))]);
  await pMap(
    Array.from({ length: to - from }, (_, index) => from + index),
    async (nth) => {
      const key = `raw/upload-${nth}.csv`;
      const named = datasetOf(key);
      await lake.put(manifestKey(named), manifest.replaceAll(dataset, named).replaceAll(KEY, key));
      if (nth % DATASETS_PER_SITE > 0) return;
      const site = `site-${nth}`;
      await lake.put(recordKey(site), JSON.stringify({ ...JSON.parse(record), site }));
    },
    { concurrency: AT_ONCE },
  );
}
