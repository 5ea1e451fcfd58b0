/** The restore drill: whatever is lost beside the bucket, the tables show again what they showed. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteDatabaseCommand, DeleteTableCommand } from '@aws-sdk/client-glue';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { STACK } from '../../../../local/names.ts';
import { TABLE_NAMES, type TableName } from '../../../../shared/tables/schema.ts';
import { energy } from '../../../helpers/energy.ts';
import { threeWeeks } from '../../../helpers/month.ts';
import { type TestStack, testStack } from '../../../helpers/stack.ts';

let lake: TestStack;
let before: Record<string, unknown>;

/** How many rows each table has, and the energy by upload and by day. */
async function shown(of: TestStack): Promise<Record<string, unknown>> {
  const tables: Partial<Record<TableName, unknown>> = {};
  for (const table of TABLE_NAMES) {
    const [[rows] = []] = await of.query(`SELECT count(*) FROM ${table}`);
    tables[table] = rows;
  }
  const kwh = await of.query('SELECT site_id, dataset, sum(kwh) FROM raw_energy_data GROUP BY 1, 2 ORDER BY 1, 2');
  const days = await of.query('SELECT site_id, day, sum(total_kwh) FROM daily_energy_data GROUP BY 1, 2 ORDER BY 1, 2');
  return { ...tables, kwh, days };
}

async function rebuild(of: TestStack): Promise<string> {
  const { code, stderr } = await energy(['rebuild', '--endpoint', of.stack.url], tmpdir());
  expect(code, stderr).toBe(0);
  return stderr;
}

beforeAll(async () => {
  lake = await testStack();
  await lake.upload('raw/home.csv', threeWeeks(), { 'site-id': 'home' });
  await lake.upload('raw/office.csv', threeWeeks({ bump: 1 }), { 'site-id': 'office' });
  before = await shown(lake);
  expect(before.raw_energy_data).not.toBe('0');
});
afterAll(() => lake.close());

it('brings back tables that were dropped: one of uploads, one of the record', async () => {
  for (const Name of ['forecast_data', 'raw_energy_data'] satisfies TableName[]) {
    await lake.glue.send(new DeleteTableCommand({ DatabaseName: STACK.database, Name }));
  }
  await expect(lake.query('SELECT count(*) FROM forecast_data')).rejects.toThrow();
  expect(await rebuild(lake)).toContain('The tables of energy_db are as declared');
  expect(await shown(lake)).toEqual(before);
});

it('shows beforehand what each month comes to, and changes nothing', async () => {
  const call = (...more: string[]) => energy(['rebuild', ...more, '--endpoint', lake.stack.url], tmpdir());
  const all = await call('--dry-run');
  expect(all.code, all.stderr).toBe(0);
  const [[used] = []] = await lake.query('SELECT sum(kwh) FROM raw_energy_data');
  const [whole] = /^all .*$/m.exec(all.stdout) ?? [];
  const [now, then] = [...(whole ?? '').matchAll(/([\d,.]+) kWh/g)].map(([, kwh = '']) => Number(kwh.replace(',', '')));
  expect(now).toBeCloseTo(Number(used), 0);
  expect(then).toBe(now);
  expect(all.stderr).toContain('Nothing was changed. 2 months would be made again');
  const one = await call('--dry-run', '--site', 'home');
  expect(one.stdout).toContain('home');
  expect(one.stdout).not.toContain('office');
  expect(await shown(lake)).toEqual(before);
});

it('brings back the whole database', async () => {
  await lake.glue.send(new DeleteDatabaseCommand({ Name: STACK.database }));
  await rebuild(lake);
  expect(await shown(lake)).toEqual(before);
});

it('brings a new stack to what the old one showed, from the files of the bucket alone', async () => {
  const home = await mkdtemp(join(tmpdir(), 'energy-restore-'));
  // What S3 keeps: the objects, and what it knows of them. No catalogue, no executions.
  for (const part of ['lake', 's3-meta']) await cp(join(lake.home, part), join(home, part), { recursive: true });
  const restored = await testStack({ home });
  try {
    await rebuild(restored);
    expect(await shown(restored)).toEqual(before);
  } finally {
    await restored.close();
    await rm(home, { recursive: true, force: true });
  }
});
