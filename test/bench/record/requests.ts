/**
 * What a run asks of S3 and Glue beside ever more datasets. The lake is made, not uploaded: copies of a manifest that a
 * run wrote and of the record of its site, under other names, as a lake of so many uploads has them. They have no
 * partitions of their own, which no request of a run counts.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import pMap from 'p-map';
import { logFile } from '../../../local/lambda/logs.ts';
import { datasetOf, manifestKey, recordKey } from '../../../shared/lake/keys.ts';
import { MS_PER_DAY } from '../../../shared/text/days.ts';
import { HOUR_MS } from '../../../shared/time-units.ts';
import { type FaultProxy, serveFaults } from '../../faults/fault-proxy.ts';
import { loggedBytes } from '../../helpers/execution-log.ts';
import { type Execution, type TestStack, testStack } from '../../helpers/stack.ts';

/** Requests of the run's functions. */
export interface Requests {
  readonly datasets: number;
  readonly s3: number;
  readonly glue: number;
}

const DATASETS_PER_SITE = 10;
const AT_ONCE = 16;
const WEEK_MS = 7 * MS_PER_DAY;
const SITE = 'measured';
const KEY = `raw/${SITE}.csv`;
const HOURS = 72;
/** Before the hours, long enough for a forecast. */
const WEEKS = 4;
/** Behind the hours, so many small uploads, and sample months of another site beside them; the last one is counted. */
const ROUNDS = 5;
const SMALL_FROM = Date.UTC(2026, 9, 4);
const FIVE_MINUTES_MS = 5 * 60_000;

/** What an upload of a few minutes asks. */
export interface SmallUpload {
  readonly writes: number;
  readonly reads: number;
  readonly catalogRequests: number;
  readonly transitions: number;
  readonly invocations: number;
  /** What the functions log, and the history that the state machine logs. */
  readonly logBytes: number;
  /** Of the processor time of an upload of the sample month, with what the stack does for either. */
  readonly share: number;
}

/**
 * @param sizes of the lake, in datasets, growing
 * @param month the text of the sample month
 */
export async function countRequests(
  sizes: readonly number[],
  month: string,
): Promise<{ all: Requests[]; small: SmallUpload }> {
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
      counts.push({ datasets: size, s3: callsOf(proxy, 'S3 '), glue: callsOf(proxy, 'AWSGlue') });
    }
    const weeks = hoursFrom(Date.UTC(2026, 9, 1) - WEEKS * WEEK_MS, WEEKS * 7 * 24, 0);
    await upload(lake, 'raw/weeks.csv', weeks);
    const times = { small: [] as number[], month: [] as number[] };
    let last: Execution | undefined;
    for (let round = 0; round < ROUNDS; round += 1) {
      const settings = { 'site-id': 'another' };
      times.month.push(
        await processorTime(async () => {
          succeeded(await lake.upload(`raw/month-${round}.csv`, `${month}${'\n'.repeat(round)}`, settings));
        }),
      );
      proxy.plan(undefined);
      times.small.push(
        await processorTime(async () => {
          last = await upload(lake, `raw/minutes-${round}.csv`, fiveMinutes(round));
        }),
      );
    }
    if (last === undefined) throw new Error('nothing was uploaded');
    const { arn, name } = last;
    const entered = await lake.entered(arn);
    const history = await lake.history(arn);
    const log = await stat(logFile(join(lake.home, 'logs'), name));
    // The upload itself is a write, too, and what waits in the inbox is listed at the price of one.
    const writes = callsOf(proxy, 'S3 PUT') + callsOf(proxy, 'S3 GET bucket') + 1;
    const reads = callsOf(proxy, 'S3 GET') + callsOf(proxy, 'S3 HEAD') - callsOf(proxy, 'S3 GET bucket');
    const small = {
      ...{ writes, reads, catalogRequests: callsOf(proxy, 'AWSGlue'), transitions: entered.length },
      invocations: entered.filter((state) => state !== 'IsThereWork').length,
      logBytes: log.size + history.reduce((sum, event) => sum + loggedBytes(event, arn), 0),
      // The least of several is nearest to the work itself.
      share: Math.min(...times.small) / Math.min(...times.month),
    };
    return { all: counts, small };
  } finally {
    await lake.close();
    proxy.close();
  }
}

/** Two readings. */
function fiveMinutes(nth: number): string[] {
  const at = (minutes: number) => new Date(SMALL_FROM + (2 * nth + minutes) * FIVE_MINUTES_MS).toISOString();
  return [`${at(0)},0.1`, `${at(1)},0.1`];
}

/** Of all threads of this process, the functions' and the stack's. @returns ms */
async function processorTime(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function callsOf({ calls }: FaultProxy, service: string): number {
  return [...calls].reduce((sum, [operation, count]) => sum + (operation.startsWith(service) ? count : 0), 0);
}

/** Uploads another version of the same key. */
async function run(lake: TestStack, version: number): Promise<void> {
  await upload(lake, KEY, hoursFrom(Date.UTC(2026, 9, 1), HOURS, version));
}

function hoursFrom(start: number, hours: number, version: number): string[] {
  return Array.from({ length: hours }, (_, hour) => {
    const at = new Date(start + hour * HOUR_MS).toISOString();
    return `${at},${1 + ((hour * 7 + version) % 5)}`;
  });
}

async function upload(lake: TestStack, key: string, rows: readonly string[]): Promise<Execution> {
  return succeeded(await lake.upload(key, ['timestamp,kwh', ...rows, ''].join('\n'), { 'site-id': SITE }));
}

function succeeded(run: Execution): Execution {
  if (run.status !== 'SUCCEEDED') throw new Error(`the run ended as ${run.status}: ${run.cause}`);
  return run;
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
