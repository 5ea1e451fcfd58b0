import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { energy } from '../../../helpers/energy.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tariff-'));
});
afterAll(() => rm(folder, { recursive: true }));

const lake = ['--lake', 'lake', '--port', '0'];

function tariffs(price: unknown, country = 'DE'): string {
  const rates = [
    { band: 'sunday', price, weekdays: ['sun'], holidays: true },
    { band: 'flat', price: 0.3 },
  ];
  return JSON.stringify(
    [{ name: 'Home', currency: 'EUR', country, versions: [{ from: '2026-01-01', rates }] }],
    null,
    1,
  );
}

test('a tariff is kept in the lake and shown', async () => {
  await writeFile(join(folder, 'home.json'), tariffs(0.25));
  const kept = await energy(['tariff', 'home.json', ...lake], folder);
  expect(kept).toMatchObject({ code: 0, stderr: expect.stringContaining('config/tariffs.json') });
  const shown = await energy(['tariff', ...lake], folder);
  expect(shown).toMatchObject({ code: 0, stdout: kept.stdout });
  expect(shown.stdout).toMatch(
    /Home +\* +from 1 Jan 2026 +Energy from the grid +sunday +0\.25 EUR\/kWh +sun; on holidays only/,
  );
  expect(shown.stdout).toMatch(/Energy from the grid +flat +0\.3 EUR\/kWh/);
});

test('the anatomy of a bill, with a price series that is taken along', async () => {
  const version = {
    ...{ from: '2026-01-01', rates: [{ band: 'spot', series: 'spot.csv', times: 0.001, plus: 0.07 }] },
    ...{ network_price: [{ price: 0.05, hours: ['06:00-22:30'] }, { price: 0.03 }], export_price: 0.08 },
    ...{ standing_charge_month: 9.9, demand_charge: [{ price: 4.2, of: 'mean-of-12-months', floor_kw: 2.5 }] },
    ...{
      minimum_bill: 10,
      vat: [
        { name: 'Duty', per_kwh: 0.02 },
        { name: 'VAT', rate: 0.21 },
      ],
    },
  };
  const tariff = { name: 'Spot', currency: 'EUR', versions: [version] };
  await writeFile(join(folder, 'spot.json'), JSON.stringify([tariff]));
  const missing = await energy(['tariff', 'spot.json', ...lake], folder);
  expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('spot.csv is not in the lake') });
  await writeFile(
    join(folder, 'spot.csv'),
    'start,price\n2026-01-01T00:00Z,84.1\n2026-01-01T01:00Z,-2\n2026-01-01T04:00Z,7\n',
  );
  const { code, stdout } = await energy(['tariff', 'spot.json', ...lake], folder);
  expect(code).toBe(0);
  const [, ...rows] = stdout.trim().split('\n');
  for (const part of [
    /spot +spot\.csv × 0\.001 \+ 0\.07 EUR\/kWh/,
    /Network +06:00-22:30 +0\.05 EUR\/kWh +06:00-22:30/,
    /Standing charges +Monthly charge +9\.9 EUR\/month/,
    /Demand +Demand +4\.2 EUR\/kW +mean of twelve months' peaks; at least 2\.5 kW/,
    /Fed into the grid +export +0\.08 EUR\/kWh/,
    /Up to the minimum bill +Minimum bill +10 EUR\/month +before taxes/,
    /Taxes +Duty +0\.02 EUR\/kWh +of each kWh from the grid/,
    /Taxes +VAT +21 % +on every charge before it/,
  ])
    expect(stdout).toMatch(part);
  expect(rows).toHaveLength(9);
  const newer = await energy(['tariff', 'spot.csv', '--prices', ...lake], folder);
  expect(newer).toMatchObject({
    code: 0,
    stdout: 'spot.csv: 3 prices from 2026-01-01 00:00 to 2026-01-01 05:00 UTC, with 1 gap.\n',
    stderr: expect.stringContaining('config/prices/spot.csv'),
  });
});

test('a check keeps nothing, and a lake without a tariff says so', async () => {
  await writeFile(join(folder, 'home.json'), tariffs(0.25));
  expect(await energy(['tariff', 'home.json', '--check'], folder)).toMatchObject({ code: 0, stderr: '' });
  const shown = await energy(['tariff', '--lake', 'empty', '--port', '0'], folder);
  expect(shown).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('no tariff in the lake') });
});

test.each([
  ['a wrong value', tariffs('0.25'), 'line 12, [0].versions[0].rates[0].price: must be a number, without quotes'],
  ['a country without a calendar', tariffs(0.25, 'XX'), '"XX"'],
])('%s is told, and nothing is kept', async (_what, text, message) => {
  await writeFile(join(folder, 'wrong.json'), text);
  const { code, stdout, stderr } = await energy(['tariff', 'wrong.json', ...lake], folder);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(message);
});
