import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { datasetOf } from '../../../../shared/lake/keys.ts';
import { energy } from '../../../helpers/energy.ts';
import { type TestStack, testStack } from '../../../helpers/stack.ts';

const KEY = 'raw/june (1).csv';
const DATASET = datasetOf(KEY);
let lake: TestStack;
beforeAll(async () => {
  lake = await testStack();
});
afterAll(() => lake.close());

const hours = (kwh: number, site?: string) =>
  [
    `timestamp,${site === undefined ? '' : 'site,'}kwh`,
    ...Array.from({ length: 48 }, (_, nth) => {
      const at = new Date(Date.UTC(2026, 9, 1, nth)).toISOString().slice(0, 16).replace('T', ' ');
      return `${at},${site === undefined ? '' : `${site},`}${kwh}`;
    }),
    '',
  ].join('\n');
const call = (...args: string[]) => energy([...args, '--endpoint', lake.stack.url], tmpdir());
const sums = async () =>
  (await lake.query('SELECT site_id, SUM(kwh) FROM raw_energy_data GROUP BY 1 ORDER BY 1')).map(
    ([site, kwh]) => `${site} ${Number(kwh)}`,
  );

test('shows what both sites come to in kWh and money, and moves the dataset with --yes', async () => {
  await lake.upload(KEY, hours(1), { 'time-zone': 'Europe/Berlin' });
  const look = await call('move', DATASET, '--site-id', 'my cabin');
  expect(look.code, look.stderr).toBe(0);
  expect(look.stdout).toMatch(/default +2026-10 +48 kWh +– +– +– +14.40 EUR +–/);
  expect(look.stdout).toMatch(/my cabin +2026-10 +– +48 kWh +– +– +– +14.40 EUR/);
  expect(look.stdout).toMatch(/all +48 kWh +48 kWh +– +– +14.40 EUR +14.40 EUR/);
  expect(look.stderr).toContain(`move ${DATASET} --site-id 'my cabin' --yes`);
  expect(await sums()).toEqual(['default 48']);

  const moved = await call('move', DATASET, '--site-id', 'my cabin', '--yes');
  expect(moved.code, moved.stderr).toBe(0);
  expect(moved.stdout).toContain('Europe/Berlin');
  expect(await sums()).toEqual(['my cabin 48']);
  const again = await call('move', DATASET, '--site-id', 'my cabin');
  expect(again.code).toBe(1);
  expect(again.stderr).toContain("is of the site 'my cabin' already");
});

test('refuses a file that names its site itself', async () => {
  await lake.upload('raw/named.csv', hours(2, 'barn'));
  const { code, stderr } = await call('move', datasetOf('raw/named.csv'), '--site-id', 'home');
  expect(code).toBe(1);
  expect(stderr).toContain('names its sites itself');
});
