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
  expect(shown.stdout).toMatch(/Home +\* +from 1 Jan 2026 +sunday 0\.25 EUR, flat 0\.3 EUR +0 EUR/);
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
