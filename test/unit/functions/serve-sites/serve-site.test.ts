/** What it takes to serve an upload does not depend on how many uploads its month is from. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SERVING } from '../../../../cli/cost/estimate.ts';
import type { ServeContext } from '../../../../functions/serve-sites/serve-site.ts';
import { serveSites } from '../../../../functions/serve-sites/serve-sites.ts';
import { servedVersion } from '../../../../functions/serve-sites/version.ts';
import { literal, withDatabase } from '../../../../shared/database/duckdb.ts';
import { generationFile, recordKey } from '../../../../shared/lake/keys.ts';
import type { ObjectCreatedEvent } from '../../../../shared/object-created.ts';
import { FOUND_TABLE } from '../../../../shared/record/found.ts';
import { readRecord } from '../../../../shared/record/site-record.ts';
import type { LakeStore } from '../../../../shared/runtime/lake-port.ts';
import { servedSiteSchema } from '../../../../shared/served/table.ts';
import { type RecordReading, type RecordWorld, recordWorld, upload } from '../../../helpers/record.ts';
import { type ServedTable, servedTable } from '../../../helpers/served.ts';

const MONTH = '2026-10';
const MINUTES = 15;
const DAYS = 400;
const FEW = 10;
const MANY = 2000;
/** The last of the readings begins at the end of the month. */
const LAST = 31 * 24 * (60 / MINUTES) - 1;
let table: ServedTable;
const asked: string[] = [];

beforeAll(async () => {
  table = await servedTable();
  table.client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        asked.push(String(commandName));
        return next(args);
      },
    { step: 'initialize' },
  );
});
afterAll(() => table.close());

/** The nth reading of a site before its last one; one in five is out of the ordinary. */
function reading(site: string, nth: number): RecordReading {
  const from = (LAST - nth) * MINUTES;
  const unusual = nth % 5 === 0 ? { unusual: 'MEDIUM' as const } : {};
  return { thing: `${site} total use`, from, to: from + MINUTES, kwh: 1 + (nth % 7), ...unusual };
}

/** A month of so many readings, each of them from an upload of its own. */
async function monthOf(site: string, uploads: number, world: RecordWorld): Promise<void> {
  const readings = Array.from({ length: uploads }, (_, nth) => reading(site, nth + 1));
  await upload({ dataset: `${site}-all`, run: 'r1', uploaded: 1, readings, balanced: true }, world.context());
  const { lake, folder, database } = world.context();
  const { record } = await readRecord(lake, site);
  const generation = record.months[MONTH]?.generation ?? '';
  await withDatabase(database, async (db) => {
    for (const name of ['raw_energy_data', 'balance_data', FOUND_TABLE]) {
      const key = generationFile(generation, name);
      const [before, after] = ['before', 'after'].map((each) => join(folder, `${site}-${name}-${each}`));
      await lake.download(key, before ?? '');
      const start = name === FOUND_TABLE ? 'start_utc' : 'utc';
      await db.run(
        `COPY (SELECT * REPLACE ('upload-' || epoch(${start}) AS dataset) FROM read_parquet(${literal(before ?? '')}))
          TO ${literal(after ?? '')} (FORMAT parquet)`,
      );
      await lake.upload(key, after ?? '', '');
    }
  });
}

/** The site's item as it is when the month is in the table; its intervals are nobody's business here. */
async function serveWhole(site: string, { lake }: RecordWorld): Promise<void> {
  const { record } = await readRecord(lake, site);
  const months = Object.entries(record.months).map(([month, made]) => [month, servedVersion(made)] as const);
  const item = servedSiteSchema.parse({
    ...{ site_id: site, sequence: 1, days: DAYS, months: Object.fromEntries(months) },
    ...{ commit: record.commit, committed_at: record.committed_at },
  });
  expect(await table.store.putSite(item, null)).toBe(true);
}

function counted(lake: LakeStore, calls: string[]): LakeStore {
  return new Proxy(lake, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        calls.push(String(name));
        return Reflect.apply(value, target, args);
      };
    },
  });
}

const changed = (site: string): ObjectCreatedEvent => ({
  ...{ id: 'a', 'detail-type': 'Object Created', source: 'aws.s3', time: '2026-11-01T00:00:00Z' },
  detail: { bucket: { name: 'test-lake' }, object: { key: recordKey(site), etag: 'a' } },
});

/** What it takes to publish one upload more, and to serve it. */
async function requestsOfOneMore(site: string, uploads: number) {
  const world = await recordWorld();
  const context = (): ServeContext => ({ ...world.context(), store: table.store, days: DAYS, send: async () => {} });
  await monthOf(site, uploads, world);
  await serveWhole(site, world);
  const [published, read]: [string[], string[]] = [[], []];
  const odd = { ...reading(site, 0), unusual: 'MEDIUM' as const };
  const next = { dataset: `${site}-next`, run: 'r2', uploaded: 2, readings: [odd], balanced: true };
  await upload(next, world.context({ lake: counted(world.lake, published) }));
  asked.length = 0;
  const served = await serveSites(changed(site), { ...context(), lake: counted(world.lake, read) });
  expect(served).toMatchObject({ months: 1, written: 1, removed: 0 });
  await world.close();
  return { published: published.sort(), read: read.sort(), asked: [...asked].sort() };
}

it('asks the same of S3 and of the table beside ten uploads of the month and beside two thousand', async () => {
  const few = await requestsOfOneMore('few', FEW);
  const many = await requestsOfOneMore('many', MANY);
  expect(many).toEqual(few);
  expect(new Set(few.read)).toEqual(new Set(['download', 'getText']));
  expect(few.read).toHaveLength(SERVING.lakeReads);
  expect(few.asked.filter((name) => name.startsWith('Put'))).toHaveLength(SERVING.siteWrites + 1);
  expect(few.asked).toHaveLength(SERVING.tableRequests);
});
