import { beforeEach, describe, expect, it } from 'vitest';
import type { ValidateOutput } from '../../../../shared/contract.ts';
import { datasetOf } from '../../../../shared/lake/keys.ts';
import { readManifest } from '../../../../shared/lake/manifest-store.ts';
import { follow } from '../../../../shared/record/follow.ts';
import { previewWithout } from '../../../../shared/record/preview.ts';
import { withdraw } from '../../../../shared/record/withdraw.ts';
import { type RecordWorld, recordWorld, runOf } from '../../../helpers/record.ts';

let world: RecordWorld;
let uploads = 0;
beforeEach(async () => {
  world = await recordWorld();
});

/** Hours of the first days of October. */
const hours = (count: number, kwh: number) =>
  `timestamp,kwh\n${Array.from({ length: count }, (_, nth) => {
    const at = new Date(Date.UTC(2026, 9, 1, nth)).toISOString().slice(0, 16).replace('T', ' ');
    return `${at},${kwh}\n`;
  }).join('')}`;
const DAY = hours(24, 1);

async function upload(name: string, text: string, metadata: Record<string, string> = {}): Promise<ValidateOutput> {
  uploads += 1;
  return runOf({ name, text, run: `run-${uploads}`, uploaded: uploads, metadata }, world);
}
async function remove(name: string): Promise<void> {
  const key = `raw/${name}.csv`;
  await follow((await withdraw({ dataset: datasetOf(key), key }, world.context())).sites, world.context());
}
async function manifestOf(name: string) {
  const key = `raw/${name}.csv`;
  const { manifest } = await readManifest(world.lake, datasetOf(key), key);
  if (!manifest) throw new Error(`no manifest of ${name}`);
  return manifest;
}
/** Readings by site and upload. */
async function counted(): Promise<Record<string, number>> {
  const rows = await world.rows('raw_energy_data', `site_id || ' ' || dataset AS text, kwh`);
  const byUpload = Map.groupBy(rows, ({ text }) => String(text).replace(/-[0-9a-f]{10}$/, ''));
  return Object.fromEntries([...byUpload].map(([name, theirs]) => [name, theirs.length]));
}

describe('a copy', () => {
  it('publishes nothing, and names its first', async () => {
    await upload('a', DAY);
    const copy = await upload('b', DAY);
    expect(copy).toMatchObject({ outcome: 'DUPLICATE', reason: expect.stringContaining('(raw/a.csv)') });
    expect(await manifestOf('b')).toMatchObject({
      published: null,
      outcomes: [{ outcome: 'DUPLICATE', copy_of: datasetOf('raw/a.csv') }],
    });
    expect(await counted()).toEqual({ 'default a': 24 });
  });

  it('is one, too, where a person says again what holds for the first, or says less', async () => {
    await upload('a', DAY, { 'site-id': 'home', 'time-zone': 'Europe/Berlin' });
    const said: Record<string, string>[] = [{ 'site-id': 'home' }, { 'time-zone': 'Europe/Berlin' }, {}];
    for (const metadata of said) expect(await upload('b', DAY, metadata)).toMatchObject({ outcome: 'DUPLICATE' });
  });

  it('takes the place of its first when that is removed, the earliest of several', async () => {
    for (const name of ['a', 'b', 'c']) await upload(name, DAY);
    const [month] = await previewWithout(await manifestOf('a'), world.context());
    expect(month?.after).toEqual(month?.before);
    await remove('a');
    expect(await counted()).toEqual({ 'default b': 24 });
    await remove('b');
    expect(await counted()).toEqual({ 'default c': 24 });
    await remove('c');
    expect(await counted()).toEqual({});
  });

  it('takes no place once it was removed itself', async () => {
    await upload('a', DAY);
    await upload('b', DAY);
    await remove('b');
    await remove('a');
    expect(await counted()).toEqual({});
  });

  it('counts when its first gets a new version with other bytes', async () => {
    await upload('a', DAY);
    await upload('b', DAY);
    await upload('a', hours(12, 5));
    expect(await counted()).toEqual({ 'default a': 12, 'default b': 12 });
  });

  it('is not what a new version of a published key is', async () => {
    await upload('a', DAY);
    await upload('b', hours(12, 5));
    expect(await upload('b', DAY)).toMatchObject({ outcome: 'READY' });
    expect(await counted()).toEqual({ 'default b': 24 });
  });
});

describe('the same bytes of which something else is said', () => {
  it('correct the first, whose site has nothing of it any more', async () => {
    await upload('a', DAY);
    expect(await upload('b', DAY, { 'site-id': 'cabin' })).toMatchObject({
      sameBytes: { relation: 'CORRECTS', key: 'raw/a.csv' },
    });
    expect(await counted()).toEqual({ 'cabin b': 24 });
    expect(await manifestOf('a')).toMatchObject({ published: null, history: [{ source: { key: 'raw/a.csv' } }] });
  });

  it('correct a zone, too, and no copy of the first comes back', async () => {
    await upload('a', DAY);
    await upload('copy', DAY);
    await upload('b', DAY, { 'time-zone': 'Europe/Berlin' });
    expect(await counted()).toEqual({ 'default b': 24 });
  });

  it('are of two sites where a person named one for each', async () => {
    await upload('a', DAY, { 'site-id': 'home' });
    expect(await upload('b', DAY, { 'site-id': 'cabin' })).toMatchObject({ sameBytes: { relation: 'OTHER_SITE' } });
    expect(await counted()).toEqual({ 'cabin b': 24, 'home a': 24 });
  });
});
