import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { STACK } from '../../../../local/names.ts';
import { energy } from '../../../helpers/energy.ts';
import { type TestStack, testStack } from '../../../helpers/stack.ts';

let lake: TestStack;
beforeAll(async () => {
  lake = await testStack();
});
afterAll(() => lake.close());

const config = (...words: string[]) => energy(['config', ...words, '--endpoint', lake.stack.url], lake.home);

function file(name: string, text: string): string {
  const path = join(lake.home, name);
  writeFileSync(path, text);
  return path;
}

test('keeps a file that can be used, shows it, and lists which there are', async () => {
  const sites = file('my-sites.json', '{"home": {"group": "homes", "area_m2": 120}}');
  const kept = await config('sites', sites);
  expect(kept.stderr).toContain('config/sites.json: it holds from now on.');
  expect((await config('sites')).stdout).toContain('"area_m2": 120');
  const { stdout, stderr } = await config();
  expect(stdout).toMatch(/sites +area, persons and group of sites +kept/);
  expect(stdout).toMatch(/alerts +what people are told of +none/);
  expect(stderr).toContain('tariff');
});

test('names the keys that are wrong, and keeps nothing then', async () => {
  const alerts = file('my-alerts.json', '{"severty": "HIGH", "sites": {"*": {"daily_kwh": -1}}}');
  const { code, stderr } = await config('alerts', alerts);
  expect(code).toBe(2);
  expect(stderr).toMatch(/severty/);
  expect(stderr).toMatch(/sites\.\*\.daily_kwh/);
  expect((await config('alerts')).stderr).toContain('The lake has no config/alerts.json.');
  expect((await config('access', file('a.json', 'no JSON'), '--check')).stderr).toContain('It is no JSON');
  expect((await config('tariffs')).code).toBe(2);
});

test('doctor names a file that cannot be used, and one that was put into the folder by hand', async () => {
  const doctor = () => energy(['doctor', '--endpoint', lake.stack.url], lake.home);
  const folder = join(lake.home, 'lake', STACK.bucket, 'config');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'alerts.json'), '{}');
  expect((await doctor()).stdout).toMatch(/alerts\.json was put there by hand, and is not read/);
  await lake.put('config/access.json', '{"principal": {}}');
  expect((await doctor()).stdout).toMatch(/config\/access\.json cannot be used: .*principals/);
});
