/** One fault, one upload: what becomes of it, and whether anything was lost or is there twice. */
import { RedriveExecutionCommand } from '@aws-sdk/client-sfn';
import { createRandom } from '../../cli/generate/random.ts';
import { type Execution, type TestStack, testStack } from '../helpers/stack.ts';
import { BATCH_KINDS, type Fault, type FaultProxy, KINDS, serveFaults } from './fault-proxy.ts';

export interface Bench {
  readonly lake: TestStack;
  readonly proxy: FaultProxy;
  /** Calls that an upload without faults makes, by operation. */
  readonly operations: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

export interface Result {
  readonly fault: Fault;
  /** Whether the run made the call that was to meet the fault. */
  readonly met: boolean;
  readonly end: string;
  /** Whether a person had to replay the run. */
  readonly replayed: boolean;
  /** What is not as after a run without faults; empty where nothing is. */
  readonly wrong: string;
}

const DAYS = 3;
const hours = Array.from({ length: 24 * DAYS }, (_, hour) => new Date(Date.UTC(2026, 9, 1, hour)).toISOString());
export const FILE = ['timestamp,kwh', ...hours.map((hour, n) => `${hour},${1 + ((n * 7) % 5)}`), ''].join('\n');

export async function openBench(): Promise<Bench> {
  let url = '';
  const proxy = await serveFaults(() => url);
  const lake = await testStack({
    functionsEndpoint: (actual) => {
      url = actual;
      return proxy.url;
    },
  });
  // The first run makes calls that later ones do not: there is no site and no partition yet.
  await uploadOf(lake, 'first');
  proxy.plan(undefined);
  const clean = await uploadOf(lake, 'clean');
  if (clean.output.outcome !== 'PUBLISHED') throw new Error(`the run without faults ended as ${clean.status}`);
  const operations = new Map(proxy.calls);
  return {
    lake,
    proxy,
    operations,
    async close() {
      await lake.close();
      proxy.close();
    },
  };
}

const uploadOf = (lake: TestStack, site: string) => lake.upload(`raw/${site}.csv`, FILE, { 'site-id': site });

/** Every kind of fault at the first and the last call of every operation. */
export function matrix(operations: ReadonlyMap<string, number>): Fault[] {
  return [...operations].flatMap(([operation, calls]) =>
    [...KINDS, ...(operation.includes('.Batch') ? BATCH_KINDS : [])].flatMap((kind) =>
      [...new Set([1, calls])].map((call): Fault => ({ operation, kind, call })),
    ),
  );
}

/** Some of them, the same ones for the same seed. */
export function chosen<T>(all: readonly T[], count: number, seed: number): T[] {
  const random = createRandom(seed);
  return all
    .map((each) => ({ each, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .slice(0, count)
    .map(({ each }) => each);
}

/** The tables of one site, in figures that a loss or a double would change. */
export async function figures(query: TestStack['query'], site: string): Promise<string> {
  const of = (table: string, what: string) => `(SELECT ${what} FROM ${table} WHERE site_id = '${site}')`;
  const rows = await query(
    `SELECT ${of('raw_energy_data', 'count(*)')}, ${of('raw_energy_data', 'sum(kwh)')}, ` +
      `${of('upload_readings', 'count(*)')}, ${of('daily_energy_data', 'count(*)')}, ` +
      `${of('processed_energy_data', 'count(*)')}, ${of('shadowed_readings', 'count(*)')}, ` +
      `(SELECT count(*) FROM datasets WHERE dataset LIKE '${site}-%')`,
  );
  return rows.flat().join(' ');
}

export async function play({ lake, proxy }: Bench, fault: Fault, site: string): Promise<Result> {
  proxy.plan(fault);
  let run: Execution = await uploadOf(lake, site);
  const met = proxy.met();
  proxy.plan(undefined);
  const replayed = run.status !== 'SUCCEEDED';
  if (replayed) {
    await lake.sfn.send(new RedriveExecutionCommand({ executionArn: run.arn }));
    run = await lake.wait(run.arn);
  }
  const end = String(run.output.outcome ?? run.status);
  const [expected, actual] = [await figures(lake.query, 'clean'), await figures(lake.query, site)];
  const wrong =
    end === 'PUBLISHED' || end === 'PARTIAL'
      ? actual === expected
        ? ''
        : `${actual} for ${expected}`
      : `${run.error}: ${run.cause}`;
  return { fault, met, end, replayed, wrong };
}
