/** The table follows the record: whatever is added, corrected or removed, and however often it is told. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ServeContext } from '../../../../functions/serve-sites/serve-site.ts';
import { serveSites } from '../../../../functions/serve-sites/serve-sites.ts';
import { recordKey } from '../../../../shared/lake/keys.ts';
import type { ObjectCreatedEvent } from '../../../../shared/object-created.ts';
import { readRecord } from '../../../../shared/record/site-record.ts';
import type { StoredItem } from '../../../../shared/served/table.ts';
import { type RecordReading, type RecordWorld, recordWorld, upload } from '../../../helpers/record.ts';
import { type ServedTable, servedTable } from '../../../helpers/served.ts';

const DAY = 24 * 60;
let table: ServedTable;

beforeAll(async () => {
  table = await servedTable();
});
afterAll(() => table.close());

const hour = (site: string, at: number, kwh: number, measure = 'use'): RecordReading => ({
  thing: `${site} total ${measure}`,
  ...{ from: at * 60, to: (at + 1) * 60, kwh },
});

function context(world: RecordWorld, change: Partial<ServeContext> = {}): ServeContext {
  return { ...world.context(), store: table.store, days: 400, send: async () => {}, ...change };
}

const changed = (site: string): ObjectCreatedEvent => ({
  ...{ id: 'a', 'detail-type': 'Object Created', source: 'aws.s3', time: '2026-11-01T00:00:00Z' },
  detail: { bucket: { name: 'test-lake' }, object: { key: recordKey(site), etag: 'a' } },
});

/** The hours of a site in which something is out of the ordinary, with how bad it is. */
async function unusual(site: string): Promise<string[]> {
  const items = await table.store.items(site, '2020-01-01T00:00:00Z', '2030-01-01T00:00:00Z');
  return items.flatMap((item) =>
    'removed' in item || !item.anomaly
      ? []
      : [`${item.timestamp.slice(11, 13)} ${item.severity} ${item.anomalies.length}`],
  );
}

/** What the table holds of a site: hour from 1 October, kWh used, kWh produced; removed ones are said to be so. */
async function shown(site: string): Promise<string[]> {
  const items = await table.store.items(site, '2020-01-01T00:00:00Z', '2030-01-01T00:00:00Z');
  return items.map((item) => {
    const at = (Date.parse(item.timestamp) - Date.UTC(2026, 9, 1)) / 3_600_000;
    if ('removed' in item) return `${at} removed`;
    return `${at} ${item.energy_consumed_kwh} ${item.energy_generated_kwh} ${item.net_energy_kwh}`;
  });
}

it('follows what is added, corrected and removed, and writes what differs only', async () => {
  const world = await recordWorld();
  const put = (run: string, uploaded: number, readings: readonly RecordReading[]) =>
    upload({ dataset: 'a', run, uploaded, readings, balanced: true }, world.context());
  const first = [hour('home', 0, 2), hour('home', 0, 5, 'generation'), hour('home', 1, 3)];
  await put('r1', 2 * DAY, [...first, hour('home', 32 * 24, 7)]);
  expect(await serveSites(changed('home'), context(world))).toEqual({ sites: 1, months: 2, written: 3, removed: 0 });
  expect(await shown('home')).toEqual(['0 2 5 3', '1 3 null null', '768 7 null null']);

  // Told again, and late: there is nothing to do.
  expect(await serveSites(changed('home'), context(world))).toMatchObject({ months: 0, written: 0, removed: 0 });

  await put('r2', 3 * DAY, [hour('home', 0, 2), hour('home', 0, 5, 'generation'), hour('home', 2, 4)]);
  expect(await serveSites(changed('home'), context(world))).toMatchObject({ written: 1, removed: 2 });
  expect(await shown('home')).toEqual(['0 2 5 3', '1 removed', '2 4 null null', '768 removed']);

  // What was removed may come back.
  await put('r3', 4 * DAY, [...first, hour('home', 2, 4)]);
  expect(await serveSites({ sweep: true }, context(world))).toMatchObject({ sites: 1, written: 1, removed: 0 });
  expect(await shown('home')).toEqual(['0 2 5 3', '1 3 null null', '2 4 null null', '768 removed']);

  const site = await table.store.site('home');
  expect(site).toMatchObject({ dataset: 'a', lease: null, last_timestamp: '2026-10-01T02:00:00Z' });
  expect((await table.store.sites()).map(({ site_id }) => site_id)).toEqual(['home']);
});

it('leaves nothing half done for good: whoever comes next does it again', async () => {
  const world = await recordWorld();
  const readings = [hour('mill', 0, 1), hour('mill', 1, 2), hour('mill', 2, 3)];
  await upload({ dataset: 'm', run: 'r1', uploaded: DAY, readings, balanced: true }, world.context());
  let writes = 0;
  const put = async (item: StoredItem) => {
    writes += 1;
    if (writes === 2) throw new Error('the function ended here');
    return table.store.put(item);
  };
  const dying = context(world, { store: { ...table.store, put }, attempt: 'dying' });
  await expect(serveSites(changed('mill'), dying)).rejects.toThrow('ended here');
  // Its lease holds until its time is over: another one leaves the site to it.
  expect(await serveSites(changed('mill'), context(world))).toMatchObject({ written: 0 });
  // The same invocation is tried again by Lambda.
  await serveSites(changed('mill'), context(world, { attempt: 'dying' }));
  expect(await shown('mill')).toEqual(['0 1 null null', '1 2 null null', '2 3 null null']);
});

it('waits for no lease where nobody else can be at work', async () => {
  const world = await recordWorld();
  const readings = [hour('shed', 0, 1)];
  await upload({ dataset: 's', run: 'r1', uploaded: DAY, readings, balanced: true }, world.context());
  const dying = { ...table.store, put: () => Promise.reject(new Error('the process ended here')) };
  await expect(serveSites(changed('shed'), context(world, { store: dying }))).rejects.toThrow('ended here');
  await serveSites({ sweep: true }, context(world));
  expect(await shown('shed')).toEqual([]);
  await serveSites({ sweep: true, alone: true }, context(world));
  expect(await shown('shed')).toEqual(['0 1 null null']);
});

it('takes a site over from one that never came back, whose late writes then change nothing', async () => {
  const world = await recordWorld();
  const put = (run: string, uploaded: number, kwh: number) =>
    upload({ dataset: 'b', run, uploaded, readings: [hour('barn', 0, kwh)], balanced: true }, world.context());
  await put('r1', DAY, 1);
  const late: StoredItem[] = [];
  const giveUp = {
    ...table.store,
    put: async (item: StoredItem) => Promise.reject(new Error(`lost ${late.push(item)}`)),
  };
  await expect(serveSites(changed('barn'), context(world, { store: giveUp, attempt: 'lost' }))).rejects.toThrow('lost');
  await put('r2', 2 * DAY, 9);
  const later = () => new Date('2026-11-02T09:00:00.000Z');
  await serveSites(changed('barn'), context(world, { now: later }));
  expect(await Promise.all(late.map((item) => table.store.put(item)))).toEqual([false]);
  expect(await shown('barn')).toEqual(['0 9 null null']);
});

it('serves many changes at once to the last of them', async () => {
  const world = await recordWorld();
  for (const [at, kwh] of [1, 2, 3].entries()) {
    await upload(
      { dataset: 'c', run: `r${kwh}`, uploaded: at * DAY, readings: [hour('city', 0, kwh)], balanced: true },
      world.context(),
    );
    await Promise.all(Array.from({ length: 3 }, () => serveSites(changed('city'), context(world))));
  }
  expect(await shown('city')).toEqual(['0 3 null null']);
});

it('keeps what is older than the table goes back out of it, and fills up when it goes back further', async () => {
  const world = await recordWorld();
  const readings = [hour('old', 0, 1), hour('old', 31 * 24, 2)];
  await upload({ dataset: 'o', run: 'r1', uploaded: 32 * DAY, readings, balanced: true }, world.context());
  await serveSites(changed('old'), context(world, { days: 5 }));
  expect(await shown('old')).toEqual(['744 2 null null']);
  await serveSites({ sweep: true }, context(world, { days: 400 }));
  expect(await shown('old')).toEqual(['0 1 null null', '744 2 null null']);
  const [item] = await table.store.items('old', '2026-10-01T00:00:00Z', '2026-10-01T01:00:00Z');
  expect(item?.expires).toBe((Date.UTC(2026, 9, 1, 1) + 400 * DAY * 60_000) / 1000);
});

it('knows a site whose whole record is older than the table goes back, without any interval', async () => {
  const world = await recordWorld();
  const readings = [hour('ruin', 0, 1), hour('ruin', 1, 2)];
  await upload({ dataset: 'r', run: 'r1', uploaded: DAY, readings, balanced: true }, world.context());
  const later = context(world, { now: () => new Date('2029-01-01T00:00:00Z') });
  expect(await serveSites(changed('ruin'), later)).toMatchObject({ sites: 1, written: 0 });
  expect(await shown('ruin')).toEqual([]);
  const { commit } = (await readRecord(world.lake, 'ruin')).record;
  expect(await table.store.site('ruin')).toMatchObject({
    ...{ commit, months: {}, lease: null, dataset: 'r', time_zone: 'UTC' },
    ...{ first_month: '2026-10', last_month: '2026-10', last_timestamp: '2026-10-01T01:00:00Z' },
  });
  expect(await serveSites(changed('ruin'), later)).toMatchObject({ months: 0, written: 0 });
});

it('tells what an upload found as long as its reading counts', async () => {
  const world = await recordWorld();
  const put = async (dataset: string, run: string, uploaded: number, readings: readonly RecordReading[]) => {
    await upload({ dataset, run, uploaded, readings, balanced: true }, world.context());
    await serveSites(changed('farm'), context(world));
    return unusual('farm');
  };
  const odd: RecordReading = { ...hour('farm', 0, 9), unusual: 'HIGH' };
  expect(await put('a', 'r1', DAY, [odd, hour('farm', 1, 1)])).toEqual(['00 HIGH 1']);
  expect(await put('b', 'r2', 2 * DAY, [{ ...hour('farm', 2, 9), unusual: 'LOW' }])).toEqual(['00 HIGH 1', '02 LOW 1']);
  // The same energy from another upload, which finds nothing odd in it.
  expect(await put('c', 'r3', 3 * DAY, [hour('farm', 0, 9), hour('farm', 3, 1)])).toEqual(['02 LOW 1']);
  expect(await put('c', 'r4', 4 * DAY, [hour('farm', 3, 1)])).toEqual(['00 HIGH 1', '02 LOW 1']);
  expect(await put('a', 'r5', 5 * DAY, [{ ...odd, unusual: 'CRITICAL' }, hour('farm', 1, 1)])).toEqual([
    '00 CRITICAL 1',
    '02 LOW 1',
  ]);
});

it('knows what uploads found in a month that an earlier release wrote', async () => {
  const world = await recordWorld();
  const put = (dataset: string, uploaded: number, readings: readonly RecordReading[]) =>
    upload({ dataset, run: `r${uploaded}`, uploaded, readings, balanced: true }, world.context());
  await put('a', DAY, [{ ...hour('inn', 0, 9), unusual: 'HIGH' }]);
  await put('b', 2 * DAY, [{ ...hour('inn', 1, 9), unusual: 'LOW' }]);
  await serveSites(changed('inn'), context(world));
  const { record } = await readRecord(world.lake, 'inn');
  const months = Object.entries(record.months).map(([month, { found: _, ...rest }]) => [month, rest]);
  const earlier = JSON.stringify({ ...record, commit: 'earlier', months: Object.fromEntries(months) });
  await world.lake.putText(recordKey('inn'), earlier, 'application/json');
  await put('b', 3 * DAY, [hour('inn', 1, 9), { ...hour('inn', 2, 9), unusual: 'MEDIUM' }]);
  await serveSites(changed('inn'), context(world));
  expect(await unusual('inn')).toEqual(['00 HIGH 1', '02 MEDIUM 1']);
});

it('takes an object that is no record, or one of another site, for nothing', async () => {
  const world = await recordWorld();
  await world.lake.putText(recordKey('x'), '{"site":"home"}', 'application/json');
  expect(await serveSites(changed('x'), context(world))).toEqual({ sites: 0, months: 0, written: 0, removed: 0 });
});
