import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayAfter } from '../../../../shared/text/days.ts';
import { formatEnergy, formatPercent } from '../../../../shared/text/format.ts';
import { energy } from '../../../helpers/energy.ts';
import { type TestStack, testStack } from '../../../helpers/stack.ts';

let lake: TestStack;
beforeAll(async () => {
  lake = await testStack();
});
afterAll(() => lake.close());

const baseline = (...args: string[]) => energy(['baseline', ...args, '--endpoint', lake.stack.url], lake.home);

/** Days from -5 to 15 °C: 5 kWh a day and 1 for each degree below 12; from day 70 on half of that. */
const DAYS = Array.from({ length: 90 }, (_, place) => {
  const temperature = Math.round(10 * (5 + 10 * Math.sin(1.3 * place))) / 10;
  const heat = Math.max(0, 12 - temperature);
  return { day: dayAfter('2025-10-01', place), temperature, heat, kwh: 5 + (place < 70 ? heat : heat / 2) };
});
const HEAT = DAYS.slice(70).reduce((sum, { heat }) => sum + heat, 0);

test('fits the days of the record to a file of weather, keeps it, and says what was saved', async () => {
  const rows = DAYS.map(({ day, kwh, temperature }) => `${day},${kwh.toFixed(3)},${temperature.toFixed(1)}`);
  const heading = 'date,consumption kWh,outdoor temperature °C';
  await lake.upload('raw/home.csv', [heading, ...rows].join('\n'), { 'site-id': 'home' });
  const weather = DAYS.map(({ day, temperature }) => `${day},${temperature.toFixed(1)}`);
  const file = join(tmpdir(), 'baseline-weather.csv');
  writeFileSync(file, ['date,temp °C', ...weather].join('\n'));
  await lake.put('config/sites.json', '{"ho*": {"persons": 2}}');

  const reporting = ['--reporting-from', dayAfter('2025-10-01', 70)];
  const first = await baseline('--weather', file, '--keep', ...reporting);
  expect(first.code, first.stderr).toBe(0);
  expect(first.stdout).toMatch(/Model +heating, 3 parameters: 5 kWh a day \+ 1 kWh for each °C below 12 °C/);
  expect(first.stdout).toContain(`Expected     ${formatEnergy(20 * 5 + HEAT)} by the baseline at this weather`);
  const saved = `Saved        ${formatEnergy(HEAT / 2)}, ${formatPercent(HEAT / 2 / (100 + HEAT))}`;
  expect(first.stdout).toContain(saved);
  expect(first.stdout).toMatch(/Energy per person and day/);
  expect(first.stdout).toContain('The baseline has 70 days, not a year');

  // The upload's own temperature, and the file that was kept, tell the same.
  const [own, kept] = [await baseline(...reporting), await baseline('--weather', 'baseline-weather.csv', ...reporting)];
  for (const each of [own, kept]) expect(each.stdout, each.stderr).toContain(saved);
  expect(own.stdout).toContain('outdoor temperature °C of the uploads');
});

test('the same days beside those before, day by day', async () => {
  const { stdout, stderr } = await energy(
    ['compare', '--to', dayAfter('2025-10-01', 83), '--endpoint', lake.stack.url],
    lake.home,
  );
  const meanOf = (from: number) => DAYS.slice(from, from + 28).reduce((sum, { kwh }) => sum + kwh, 0) / 28;
  const [then, now] = [meanOf(28), meanOf(56)].map((kwh) => formatEnergy(kwh));
  expect(stdout, stderr).toMatch(/28 of 28 days/);
  expect(stdout).toContain(`${then}  ${now}`);
  expect(stdout).toMatch(/a year before +27 Nov 2024 – 24 Dec 2024 +0 +– +– +–/);
});

test('says what is missing', async () => {
  const nowhere = await baseline('--weather', 'no-such.csv', '--site', 'home');
  expect(nowhere.code).toBe(2);
  expect(nowhere.stderr).toContain('There is no file no-such.csv, here or in the lake.');
  expect((await baseline('--site', 'nobody')).stderr).toContain('There are no days of the site nobody.');
  expect((await baseline('--keep')).stderr).toContain('--keep needs --weather');
});
