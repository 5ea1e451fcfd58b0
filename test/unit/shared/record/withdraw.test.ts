import { beforeEach, describe, expect, it } from 'vitest';
import { readManifest } from '../../../../shared/lake/manifest-store.ts';
import { follow } from '../../../../shared/record/follow.ts';
import { previewPreferred, previewWithout } from '../../../../shared/record/preview.ts';
import { rebuild } from '../../../../shared/record/rebuild.ts';
import { prefer, withdraw } from '../../../../shared/record/withdraw.ts';
import { gluePartition } from '../../../../shared/tables/glue-tables.ts';
import { type RecordUpload, type RecordWorld, recordWorld, upload } from '../../../helpers/record.ts';

let world: RecordWorld;
beforeEach(async () => {
  world = await recordWorld();
});

const hour = (from: number, kwh: number) => ({ thing: 'home total use', from: from * 60, to: from * 60 + 60, kwh });
const first: RecordUpload = { dataset: 'a', run: 'run-1', uploaded: 1, readings: [hour(0, 4), hour(1, 4)] };
const second: RecordUpload = { dataset: 'b', run: 'run-2', uploaded: 2, readings: [hour(1, 7)] };
const key = (dataset: string) => ({ dataset, key: `raw/${dataset}.csv` });

async function manifestOf(dataset: string) {
  const { manifest } = await readManifest(world.lake, dataset, `raw/${dataset}.csv`);
  if (!manifest) throw new Error(`no manifest of ${dataset}`);
  return manifest;
}

beforeEach(async () => {
  await upload(first, world.context());
  await upload(second, world.context());
});

describe('withdraw', () => {
  it('takes a dataset out, and what it shadowed counts again', async () => {
    expect(await world.show('raw_energy_data')).toEqual(['a home total use 0-60 4', 'b home total use 60-120 7']);
    expect(await previewWithout(await manifestOf('b'), world.context())).toEqual([
      {
        ...{ site: 'home', month: '2026-10' },
        before: expect.objectContaining({ used: 11, produced: null }),
        after: expect.objectContaining({ used: 8, produced: null }),
      },
    ]);
    const { manifests, sites } = await withdraw(key('b'), world.context());
    await follow(sites, world.context());
    expect(manifests[0]).toMatchObject({ published: null, history: [{ run: 'run-2' }] });
    expect(await world.show('raw_energy_data')).toEqual(['a home total use 0-60 4', 'a home total use 60-120 4']);
    expect(await world.show('shadowed_readings')).toEqual([]);
  });

  it('leaves no partition of a site of which nothing is left', async () => {
    for (const dataset of ['a', 'b'])
      await follow((await withdraw(key(dataset), world.context())).sites, world.context());
    expect(world.catalog.locations('raw_energy_data')).toEqual([]);
  });

  it('is finished by another call when the process ended before the record was written', async () => {
    await withdraw(key('b'), world.context());
    await follow((await withdraw(key('b'), world.context())).sites, world.context());
    expect(await world.show('raw_energy_data')).toEqual(['a home total use 0-60 4', 'a home total use 60-120 4']);
  });
});

describe('prefer', () => {
  it('lets a dataset count before later ones, and goes on to do so', async () => {
    expect(await previewPreferred(await manifestOf('a'), world.context())).toMatchObject([{ after: { used: 8 } }]);
    await follow(await prefer(await manifestOf('a'), world.context()), world.context());
    const preferred = ['a home total use 0-60 4', 'a home total use 60-120 4'];
    expect(await world.show('raw_energy_data')).toEqual(preferred);
    await upload({ ...second, run: 'run-3', uploaded: 3 }, world.context());
    expect(await world.show('raw_energy_data')).toEqual(preferred);
  });
});

describe('rebuild', () => {
  it('makes the same record from the manifests, where there was none', async () => {
    const before = await world.show('raw_energy_data');
    for (const { key: object } of await world.lake.list('record/', 100)) await world.lake.remove(object);
    expect(await rebuild(null, world.context())).toMatchObject({ datasets: 2, sites: 1 });
    expect(await world.show('raw_energy_data')).toEqual(before);
    expect(await world.show('shadowed_readings')).toEqual(['a home total use 60-120 4']);
  });

  it('takes out what no manifest publishes, and partitions of an earlier release', async () => {
    await world.lake.remove('manifests/b.json');
    const old = gluePartition('raw_energy_data', ['a', '2026-10'], 's3://test-lake/readings/dataset=a/month=2026-10/');
    await world.catalog.createPartitions('raw_energy_data', [old]);
    expect(await rebuild(null, world.context())).toMatchObject({ removed: 1 });
    expect(await world.show('raw_energy_data')).toEqual(['a home total use 0-60 4', 'a home total use 60-120 4']);
    expect(world.catalog.locations('raw_energy_data').map(([values]) => values)).toEqual([['home', '2026-10']]);
  });
});
