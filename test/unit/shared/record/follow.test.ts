import { beforeEach, describe, expect, it } from 'vitest';
import { inboxPrefix, PREFIXES } from '../../../../shared/lake/keys.ts';
import { follow } from '../../../../shared/record/follow.ts';
import { readRecord } from '../../../../shared/record/site-record.ts';
import {
  lineOf,
  monthOf,
  type RecordReading,
  type RecordUpload,
  type RecordWorld,
  recordWorld,
  upload,
} from '../../../helpers/record.ts';
import { counted, expectedOf } from '../../../helpers/record-history.ts';

let world: RecordWorld;
beforeEach(async () => {
  world = await recordWorld();
});

/** Hours of use. @param from the first hour */
const hours = (from: number, count: number, more: Partial<RecordReading> = {}): RecordReading[] =>
  Array.from({ length: count }, (_, index) => ({
    ...{ thing: 'home total use', from: (from + index) * 60, to: (from + index + 1) * 60, kwh: 1 },
    ...more,
  }));

const first: RecordUpload = { dataset: 'a', run: 'run-1', uploaded: 1, readings: hours(0, 4) };
const lines = ({ dataset, readings }: RecordUpload) => readings.map((each) => lineOf(dataset, each)).sort();

describe('follow', () => {
  it('shows what is published, by site and month', async () => {
    const readings = [...hours(0, 2), ...hours(31 * 24, 2), ...hours(0, 1, { thing: 'cabin total use' })];
    await upload({ ...first, readings }, world.context());
    expect(await world.show('raw_energy_data')).toEqual(lines({ ...first, readings }));
    expect(world.catalog.locations('raw_energy_data').map(([values]) => values)).toEqual(
      expect.arrayContaining([
        ['home', '2026-10'],
        ['home', '2026-11'],
        ['cabin', '2026-10'],
      ]),
    );
    expect(await world.lake.list(PREFIXES.recordInbox, 10)).toEqual([]);
  });

  it('counts the same readings under another name once, and says which', async () => {
    await upload(first, world.context());
    const second = { ...first, dataset: 'b', run: 'run-2', uploaded: 2 };
    await upload(second, world.context());
    expect(await world.show('raw_energy_data')).toEqual(lines(second));
    expect(await world.show('shadowed_readings')).toEqual(lines(first));
  });

  it('replaces all that an earlier version had, in months and sites that the new one has not', async () => {
    const readings = [...hours(0, 2), ...hours(31 * 24, 2), ...hours(0, 1, { thing: 'cabin total use' })];
    await upload({ ...first, readings }, world.context());
    const second = { ...first, run: 'run-2', uploaded: 2, readings: hours(2, 2, { kwh: 5 }) };
    await upload(second, world.context());
    expect(await world.show('raw_energy_data')).toEqual(lines(second));
    expect(world.catalog.locations('raw_energy_data').map(([values]) => values)).toEqual([['home', '2026-10']]);
    expect((await readRecord(world.lake, 'cabin')).record.months).toEqual({});
  });

  it('lets what was shadowed count again when the other is corrected away', async () => {
    await upload(first, world.context());
    await upload({ ...first, dataset: 'b', run: 'run-2', uploaded: 2 }, world.context());
    await upload({ dataset: 'b', run: 'run-3', uploaded: 3, readings: hours(100, 1) }, world.context());
    expect(await world.show('raw_energy_data')).toEqual([...lines(first), 'b home total use 6000-6060 1'].sort());
    expect(await world.show('shadowed_readings')).toEqual([]);
  });

  it('makes one row of a row whose energies were decided apart', async () => {
    const both = [...hours(0, 1), ...hours(0, 1, { thing: 'home total generation', kwh: 7 })];
    await upload({ ...first, readings: both }, world.context());
    await upload(
      { ...first, dataset: 'b', run: 'run-2', uploaded: 2, readings: hours(0, 1, { kwh: 3 }) },
      world.context(),
    );
    expect(await world.show('raw_energy_data')).toEqual(['a home total generation 0-60 7', 'b home total use 0-60 3']);
  });

  it('reads and writes as much whatever else the lake holds', async () => {
    let versions = 0;
    const count = async () => {
      let requests = 0;
      const counting = counted(world, () => {
        requests += 1;
      });
      versions += 1;
      await upload({ ...first, run: `run-z${versions}`, dataset: 'z', uploaded: 100 + versions }, counting);
      return requests;
    };
    // A gap, so that every table has rows.
    await upload({ ...first, readings: [...first.readings, ...hours(30, 1)] }, world.context());
    await count();
    const before = await count();
    for (let nth = 0; nth < 12; nth += 1)
      await upload(
        { dataset: `d${nth}`, run: `run-${nth}`, uploaded: 2, readings: hours(10 + nth, 1) },
        world.context(),
      );
    expect(await count()).toBe(before);
  });

  it('takes in eight uploads of a site at once', async () => {
    const uploads = Array.from(
      { length: 12 },
      (_, nth): RecordUpload => ({
        ...{ dataset: `d${nth}`, run: `run-${nth}`, uploaded: nth },
        readings: hours(nth, 3, { kwh: nth + 1 }),
      }),
    );
    await Promise.all(uploads.map((each) => upload(each, world.context())));
    expect(await world.show('raw_energy_data')).toEqual(expectedOf(uploads));
    expect(await world.lake.list(inboxPrefix('home'), 100)).toEqual([]);
  });

  it('shows old or new months whenever a process ends, and whoever comes next finishes', async () => {
    const before: RecordUpload = { ...first, readings: [...hours(0, 4), ...hours(31 * 24, 2)] };
    const next: RecordUpload = {
      dataset: 'b',
      run: 'run-2',
      uploaded: 2,
      readings: [...hours(2, 4), ...hours(1500, 2)],
    };
    const then: RecordUpload = { dataset: 'c', run: 'run-3', uploaded: 3, readings: hours(5, 2) };
    const byMonth = (all: readonly string[]) => Map.groupBy(all, (line) => monthOf(Number(/(\d+)-/.exec(line)?.[1])));
    const [old, recent] = [byMonth(expectedOf([before])), byMonth(expectedOf([before, next]))];
    let survived = 0;
    // Every seventh request: those beside it are of the same kind, for another table.
    for (let ended = false; !ended; survived += 7) {
      world = await recordWorld();
      await upload(before, world.context());
      let left = survived;
      const dying = counted(world, () => {
        if (left === 0) throw new Error('the process ended');
        left -= 1;
      });
      ended = await upload(next, dying).then(
        () => true,
        () => false,
      );
      const months = byMonth(await world.show('raw_energy_data'));
      for (const month of ['2026-10', '2026-11', '2026-12'])
        expect([old.get(month), recent.get(month)], `${survived}: ${month}`).toContainEqual(months.get(month));
      const committed = (await world.lake.getText('manifests/b.json')) !== undefined;
      await upload(then, world.context());
      const all = committed ? [before, next, then] : [before, then];
      expect(await world.show('raw_energy_data'), `${survived}`).toEqual(expectedOf(all));
      if (!committed) continue;
      await follow(['home'], world.context());
      expect(await world.lake.list(PREFIXES.recordInbox, 10)).toEqual([]);
    }
    expect(survived).toBeGreaterThan(20);
  });
});
