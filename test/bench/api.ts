/**
 * What the REST API adds to what it asks of the table: requests a second and the slowest one in a hundred, beside a
 * bare handler that asks the same of the table and writes it as JSON. Both in one process, in turns.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import pMap from 'p-map';
import { createApp } from '../../functions/sites-api/app.ts';
import { servedSiteSchema, storedIntervalSchema, tableTime } from '../../shared/served/table.ts';
import { folderLake } from '../helpers/folder-lake.ts';
import { type ServedTable, servedTable } from '../helpers/served.ts';
import { rounded } from './measure.ts';

const ROUNDS = 7;
const CALLS = 150;
const SITE = 'home';
const [START, END] = ['2026-10-01T00:00:00Z', '2026-10-02T00:00:00Z'];
const MONTH = START.slice(0, 7);
const INTERVALS = 288;
const STEP_MS = 300_000;
const PAGE = 100;

/** The API's own work is at most this part of the whole answer again. */
const TARGETS = { requests_ratio: 0.5 } as const;

export async function benchApi() {
  const folder = await mkdtemp(join(tmpdir(), 'energy-bench-api-'));
  const table = await servedTable();
  try {
    await fill(table);
    const now = () => new Date(END);
    const well = async () => {};
    const app = createApp({
      ...{ lake: folderLake(folder), store: table.store, folder, now, database: { threads: 1, memoryMb: 256, folder } },
      ...{ s3: new S3Client({ region: 'us-east-1' }), authoriser: 'none', version: '0' },
      checks: { lake: well, table: well, workflow: well, queries: well },
    });
    const paths = { sites: '/sites', page: `/sites/${SITE}?from=${START}&to=${END}&limit=${PAGE}` };
    const query = { from: START, to: END, newestFirst: true, limit: PAGE };
    const bare = {
      sites: async () => JSON.stringify({ items: await table.store.sites(), next: null }),
      page: async () => {
        await table.store.site(SITE);
        return JSON.stringify(await table.store.intervals(SITE, query, now()));
      },
    };
    const routes = [];
    for (const name of ['sites', 'page'] as const) {
      const asked = async () => {
        const response = await app.request(paths[name]);
        if (response.status !== 200) throw new Error(`${paths[name]}: ${await response.text()}`);
        return response.text();
      };
      routes.push({ path: paths[name], ...(await compared(asked, bare[name])) });
    }
    return {
      targets: TARGETS,
      calls: ROUNDS * CALLS,
      routes,
      ok: routes.every(({ ratio }) => ratio >= TARGETS.requests_ratio),
    };
  } finally {
    await table.close();
    await rm(folder, { recursive: true, force: true });
  }
}

type Ask = () => Promise<string>;

/** Rounds in turns, the first of which is not counted. */
async function compared(api: Ask, bare: Ask) {
  const rounds: Record<'api' | 'bare', number[][]> = { api: [], bare: [] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, ask] of [
      ['api', api],
      ['bare', bare],
    ] as const) {
      const times = await timed(ask);
      if (round > 0) rounds[name].push(times);
    }
  }
  const told = { api: figures(rounds.api.flat()), bare: figures(rounds.bare.flat()) };
  return { ...told, ratio: rounded(told.api.requests_per_second / told.bare.requests_per_second, 2) };
}

async function timed(ask: Ask): Promise<number[]> {
  const times: number[] = [];
  for (let call = 0; call < CALLS; call += 1) {
    const began = performance.now();
    await ask();
    times.push(performance.now() - began);
  }
  return times;
}

function figures(times: readonly number[]) {
  const sorted = times.toSorted((a, b) => a - b);
  const sum = times.reduce((total, each) => total + each, 0);
  return {
    requests_per_second: rounded((1000 * times.length) / sum, 0),
    p50_ms: rounded(sorted[Math.floor(sorted.length / 2)] ?? 0, 2),
    p99_ms: rounded(sorted[Math.floor(sorted.length * 0.99)] ?? 0, 2),
  };
}

/** A day of five-minute intervals of a site. */
async function fill({ store }: ServedTable): Promise<void> {
  const site = { site_id: SITE, sequence: 1, commit: 'c', committed_at: START, days: 400, months: {} };
  const months = { first_month: MONTH, last_month: MONTH };
  await store.putSite(servedSiteSchema.parse({ ...site, ...months, last_timestamp: START }), null);
  const starts = Array.from({ length: INTERVALS }, (_, at) => Date.parse(START) + at * STEP_MS);
  await pMap(
    starts,
    (start) => {
      const timestamp = tableTime(start);
      return store.put(
        storedIntervalSchema.parse({
          ...{ site_id: SITE, timestamp, end: tableTime(start + STEP_MS), local: timestamp.slice(0, -1) },
          ...{ energy_consumed_kwh: 0.1, energy_generated_kwh: 0.2, net_energy_kwh: 0.1, import_kwh: 0.05 },
          ...{ anomaly: false, month: MONTH, commit: 'c', served: 1, expires: 4_000_000_000 },
        }),
      );
    },
    { concurrency: 16 },
  );
}
