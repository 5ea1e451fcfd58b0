/** What a version keeps of the balance of its uploads. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readRecord } from '../../../../shared/record/site-record.ts';
import { type RecordReading, type RecordWorld, recordWorld, upload } from '../../../helpers/record.ts';

let world: RecordWorld;
beforeAll(async () => {
  world = await recordWorld();
});
afterAll(() => world.close());

const hour = (at: number, kwh: number, measure = 'use'): RecordReading => ({
  thing: `home total ${measure}`,
  ...{ from: at * 60, to: (at + 1) * 60, kwh },
});

let uploads = 0;
async function publish(dataset: string, readings: readonly RecordReading[]): Promise<void> {
  uploads += 1;
  await upload({ dataset, run: `r${uploads}`, uploaded: uploads, readings, balanced: true }, world.context());
}

async function tables(): Promise<string[]> {
  const { record } = await readRecord(world.lake, 'home');
  return record.months['2026-10']?.tables.map(({ table }) => table) ?? [];
}

const balance = () =>
  world.rows('balance_data', 'CAST(hour(utc) AS INTEGER) AS at, CAST(use_kwh AS INTEGER) AS used, dataset');

it('keeps the balance of each upload beside that of the record only where the two differ', async () => {
  await publish('a', [hour(0, 2), hour(0, 5, 'generation')]);
  await publish('b', [hour(1, 3), hour(1, 6, 'generation')]);
  expect(await tables()).toContain('balance_data');
  expect(await tables()).not.toContain('uploaded_balance');

  await publish('c', [hour(1, 4)]);
  expect(await tables()).toContain('uploaded_balance');
  expect(await balance()).toEqual([
    { at: 0, used: 2, dataset: 'a' },
    { at: 1, used: 4, dataset: 'c' },
  ]);

  // Without the hour that it took, the other upload's counts again.
  await publish('c', [hour(2, 4)]);
  expect(await tables()).not.toContain('uploaded_balance');
  expect(await balance()).toEqual([
    { at: 0, used: 2, dataset: 'a' },
    { at: 1, used: 3, dataset: 'b' },
    { at: 2, used: 4, dataset: 'c' },
  ]);
});
