import { beforeEach, describe, expect, it } from 'vitest';
import { withDatabase } from '../../../../shared/database/duckdb.ts';
import { withFolder } from '../../../../shared/lake/run-files.ts';
import { lakeFiles } from '../../../../shared/record/files.ts';
import { findOverlaps } from '../../../../shared/record/overlap.ts';
import { type RecordReading, type RecordWorld, readingRows, recordWorld, upload } from '../../../helpers/record.ts';

let world: RecordWorld;
beforeEach(async () => {
  world = await recordWorld();
});

const hour = (at: number, kwh: number, more: Partial<RecordReading> = {}): RecordReading => ({
  ...{ thing: 'home total use', from: at * 60, to: at * 60 + 60, kwh },
  ...more,
});
const hours = (from: number, to: number, kwh: (at: number) => number, more: Partial<RecordReading> = {}) =>
  Array.from({ length: to - from }, (_, nth) => hour(from + nth, kwh(from + nth), more));

let uploads = 0;
const publish = (dataset: string, readings: readonly RecordReading[]) => {
  uploads += 1;
  return upload({ dataset, run: `run-${uploads}`, uploaded: uploads, readings }, world.context());
};

/** What `dataset` would overlap with these readings. */
async function overlapsOf(readings: readonly RecordReading[], dataset = 'new') {
  const context = world.context();
  return withFolder(context, (folder) =>
    withDatabase(context.database, (db) =>
      findOverlaps(`(${readingRows(readings)})`, [dataset], world.lake, lakeFiles(world.lake, folder), db),
    ),
  );
}

describe('findOverlaps', () => {
  it('finds nothing where no other upload tells of the time, nor of the thing', async () => {
    expect(await overlapsOf(hours(0, 24, () => 1))).toEqual({ overlap: null, sites: [] });
    await publish('old', [...hours(0, 24, () => 1), ...hours(30, 40, () => 1, { thing: 'home pump use' })]);
    for (const readings of [
      hours(24, 40, () => 1),
      hours(0, 24, () => 1, { thing: 'other total use' }),
      hours(0, 24, () => 1, { thing: 'home total generation' }),
    ])
      expect(await overlapsOf(readings)).toEqual({ overlap: null, sites: [] });
  });

  it('tells which readings overlap, when, whose they are, and what both come to', async () => {
    await publish(
      'old',
      hours(0, 30, () => 1),
    );
    const { overlap, sites } = await overlapsOf(hours(20, 40, () => 1.6));
    expect(overlap).toEqual({
      ...{ readings: 10, from: '2026-10-01T20:00:00', to: '2026-10-02T06:00:00', datasets: ['old'], left_out: 0 },
      ...{ kwh: 16, others_kwh: 10, generated_kwh: null, others_generated_kwh: null },
    });
    expect(sites).toEqual([{ site: 'home', shared: 10, differing: 10, other: 'old' }]);
  });

  it('compares an hour with the quarters that it meets, and of a longer reading the share of its time', async () => {
    const quarter = (at: number): RecordReading => ({ ...hour(0, 0.5), from: at * 15, to: at * 15 + 15 });
    await publish('old', [quarter(2), quarter(3), quarter(4), quarter(5), quarter(6), quarter(7)]);
    const { overlap, sites } = await overlapsOf([hour(0, 2), hour(1, 2)]);
    expect(overlap).toMatchObject({ readings: 2, kwh: 3, others_kwh: 3, from: '2026-10-01T00:00:00' });
    expect(sites).toEqual([]);
  });

  it('finds a reading of an earlier month that lasts into this one', async () => {
    const october = 31 * 24;
    await publish('bill', [{ ...hour(0, 300), from: 0, to: (october + 24) * 60 }]);
    const { overlap } = await overlapsOf(hours(october, october + 48, () => 1));
    expect(overlap).toMatchObject({ readings: 24, kwh: 24, datasets: ['bill'] });
  });

  it('leaves out what the upload itself has in the record, and finds what that shadowed', async () => {
    await publish(
      'old',
      hours(0, 24, () => 1),
    );
    await publish(
      'new',
      hours(0, 24, () => 2),
    );
    expect(await overlapsOf(hours(0, 24, () => 3))).toMatchObject({
      overlap: { readings: 24, kwh: 72, others_kwh: 24, datasets: ['old'] },
    });
    expect(
      await overlapsOf(
        hours(0, 24, () => 3),
        'third',
      ),
    ).toMatchObject({
      overlap: { readings: 24, kwh: 72, others_kwh: 48, datasets: ['new'] },
    });
  });

  it('takes for a contradiction neither rounding nor what is measured after it was estimated', async () => {
    await publish(
      'old',
      hours(0, 24, (at) => 0.123 + at),
    );
    expect((await overlapsOf(hours(0, 24, (at) => 0.1 + at))).sites).toMatchObject([{ shared: 24, differing: 0 }]);
    expect((await overlapsOf(hours(0, 24, (at) => 0.124 + at + at / 100))).sites).toMatchObject([{ differing: 23 }]);
    expect((await overlapsOf(hours(0, 24, () => 0.3))).sites).toMatchObject([{ differing: 24 }]);
    await publish(
      'guess',
      hours(48, 72, () => 1, { estimated: true }),
    );
    expect(await overlapsOf(hours(48, 72, () => 2))).toMatchObject({ overlap: { readings: 24 }, sites: [] });
  });
});
