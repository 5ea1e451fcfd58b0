import { beforeEach, describe, expect, it } from 'vitest';
import { remove } from '../../../../functions/publish/remove.ts';
import { readManifest } from '../../../../shared/lake/manifest-store.ts';
import { type RecordUpload, type RecordWorld, recordWorld, upload } from '../../../helpers/record.ts';

let world: RecordWorld;
beforeEach(async () => {
  world = await recordWorld();
});

const hour = (from: number, kwh: number) => ({ thing: 'home total use', from: from * 60, to: from * 60 + 60, kwh });
const first: RecordUpload = { dataset: 'a', run: 'run-1', uploaded: 10, readings: [hour(0, 4)] };
/** The deletion of `raw/a.csv`, after the uploads of lower numbers. */
const deletion = (after: number) =>
  remove(
    {
      ...{ outcome: 'REMOVE', run: `deleted-${after}`, dataset: 'a', key: 'raw/a.csv' },
      sequencer: String(after).padStart(16, '0'),
    },
    world.context(),
  );
const shown = () => world.show('raw_energy_data');

describe('the deletion of an upload', () => {
  it('takes out what it published, and changes nothing when it is told twice', async () => {
    await upload(first, world.context());
    expect(await deletion(11)).toMatchObject({ outcome: 'REMOVED', report: null });
    expect(await shown()).toEqual([]);
    const { manifest } = await readManifest(world.lake, 'a', 'raw/a.csv');
    expect(manifest).toMatchObject({ published: null, history: [{ run: 'run-1' }] });
    expect(await deletion(11)).toMatchObject({ outcome: 'REMOVED' });
    expect((await readManifest(world.lake, 'a', 'raw/a.csv')).manifest).toEqual(manifest);
  });

  it('holds for a run that was under way', async () => {
    await deletion(11);
    await upload(first, world.context());
    expect(await shown()).toEqual([]);
  });

  it('leaves what was uploaded after it, also when it is told late', async () => {
    await upload({ ...first, run: 'run-2', uploaded: 12 }, world.context());
    await deletion(11);
    expect(await shown()).toEqual(['a home total use 0-60 4']);
    await upload({ ...first, run: 'run-3', uploaded: 13, readings: [hour(0, 5)] }, world.context());
    expect(await shown()).toEqual(['a home total use 0-60 5']);
  });

  it('leaves what is published where the file is there again', async () => {
    await upload(first, world.context());
    await world.lake.putText('raw/a.csv', 'timestamp,kwh', 'text/csv');
    expect(await deletion(11)).toMatchObject({ outcome: 'SUPERSEDED' });
    expect(await shown()).toEqual(['a home total use 0-60 4']);
  });
});
