import { tmpdir } from 'node:os';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { STACK } from '../../../../local/stack.ts';
import { datasetOf, manifestKey } from '../../../../shared/lake/keys.ts';
import { manifestSchema } from '../../../../shared/lake/manifest.ts';
import { energy } from '../../../helpers/energy.ts';
import { type TestStack, testStack } from '../../../helpers/stack.ts';

let lake: TestStack;
beforeAll(async () => {
  lake = await testStack();
});
afterAll(() => lake.close());

/** Hours of the first days of October. */
const hours = (count: number, kwh: number) =>
  `timestamp,kwh\n${Array.from({ length: count }, (_, nth) => {
    const at = new Date(Date.UTC(2026, 9, 1, nth)).toISOString().slice(0, 16).replace('T', ' ');
    return `${at},${kwh}\n`;
  }).join('')}`;
const call = (...args: string[]) => energy([...args, '--endpoint', lake.stack.url], tmpdir());
const named = (name: string) => datasetOf(`raw/${name}.csv`);
const upload = (name: string, text: string, metadata: Record<string, string> = {}) =>
  lake.upload(`raw/${name}.csv`, text, metadata);
const manifest = async (name: string) => manifestSchema.parse(JSON.parse(await lake.text(manifestKey(named(name)))));
/** kWh by site and dataset. */
const counted = async () =>
  (await lake.query('SELECT site_id, dataset, SUM(kwh) FROM raw_energy_data GROUP BY 1, 2 ORDER BY 1, 2')).map(
    ([site, dataset, kwh]) => `${site} ${dataset} ${Number(kwh)}`,
  );

describe('the same bytes under another key', () => {
  test('are a copy, which ends in one step and is told of everywhere', async () => {
    const first = await upload('june', hours(48, 1));
    expect(first.output).toMatchObject({ outcome: 'PUBLISHED' });
    const copy = await upload('june-again', hours(48, 1));
    expect(copy.output).toMatchObject({ outcome: 'DUPLICATE', reason: expect.stringContaining(named('june')) });
    expect((await lake.entered(copy.arn)).filter((state) => state.includes('Aggregate'))).toEqual([]);
    expect(await counted()).toEqual([`default ${named('june')} 48`]);
    expect((await call('runs')).stdout).toMatch(/DUPLICATE: the same bytes are published as june-/);
    expect((await call('show', copy.name)).stdout).toContain('had nothing to do (DUPLICATE)');
    const { stdout } = await call('datasets');
    expect(stdout).toContain(`${named('june-again')} (raw/june-again.csv) is a copy: ${named('june')} has the same`);
  });

  test('count when the first is removed, and are gone when they are removed, too', async () => {
    const look = await call('remove', named('june-again'));
    expect(look.stderr).toContain('is a copy of which nothing counts');
    const removed = await call('remove', named('june'), '--yes');
    expect(removed.code, removed.stderr).toBe(0);
    expect(removed.stdout).toMatch(/default +2026-10 +48 kWh +48 kWh/);
    expect(removed.stderr).toContain(`${named('june-again')} has the same bytes and counts instead`);
    expect(await counted()).toEqual([`default ${named('june-again')} 48`]);
    expect((await lake.query('SELECT COUNT(*) FROM upload_readings'))[0]).toEqual(['48']);
    await call('remove', named('june-again'), '--yes');
    expect(await counted()).toEqual([]);
  });

  test('correct the first where a person says something else', async () => {
    await upload('april', hours(24, 4));
    const corrected = await upload('april-cabin', hours(24, 4), { 'site-id': 'cabin' });
    expect(corrected.output).toMatchObject({ outcome: 'PUBLISHED' });
    expect(await counted()).toEqual([`cabin ${named('april-cabin')} 96`]);
    expect((await manifest('april')).published).toBeNull();
    const { stdout } = await call('show', corrected.name);
    expect(stdout).toContain(`This upload corrects ${named('april')} (raw/april.csv)`);
    expect(stdout).toContain(`rollback ${named('april')}`);
  });
});

test('an upload that is deleted is taken out by a run of its own, which `show` and `runs` tell of', async () => {
  const before = await counted();
  const march = await upload('march', hours(24, 7), { 'site-id': 'attic' });
  expect(march.output).toMatchObject({ outcome: 'PUBLISHED' });
  expect(await counted()).not.toEqual(before);
  const marker = await lake.s3.send(new DeleteObjectCommand({ Bucket: STACK.bucket, Key: 'raw/march.csv' }));
  const run = await lake.executionOf(marker.VersionId ?? '');
  expect(run.output).toMatchObject({ outcome: 'REMOVED', dataset: named('march') });
  expect(await counted()).toEqual(before);
  expect((await call('show', run.name)).stdout).toContain(`took ${named('march')} out: its upload was deleted`);
  expect((await call('runs')).stdout).toContain('REMOVED: its upload was deleted');
});
