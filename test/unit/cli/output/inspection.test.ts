/** The screen of an inspection shows what a person checks, in the order in which it is checked. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { inspectionText } from '../../../../cli/output/inspection.ts';
import { inspect } from '../../../../functions/validate/inspect.ts';
import { resolve } from '../../../../functions/validate/upload-settings.ts';
import { type Database, withDatabase } from '../../../../shared/database/duckdb.ts';
import { readSettings } from '../../../../shared/settings/settings.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'energy-inspection-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function screenOf(text: string, timeZone?: string): Promise<string> {
  const file = join(folder, 'upload');
  await writeFile(file, text);
  const limits = { memoryMb: 500, threads: 1, folder };
  const open = <T>(use: (db: Database) => Promise<T>) => withDatabase(limits, use);
  const given = resolve({}, { timeZone, siteId: undefined }, readSettings({}));
  const checks = { now: () => new Date('2026-12-01'), rejectLimit: 0.05, withDatabase: open };
  return inspectionText(await open((db) => inspect(file, given, checks, db, folder)));
}

const TABLE = [
  'timestamp,Import kWh,Export kWh,Voltage (V)',
  '2026-10-01 00:00,0.5,0,231',
  '2026-10-01 01:00,0.25,0.1,230',
  '2026-10-01 02:00,x,0.3,229',
  '2026-10-01 03:00,0.75,0.2,232',
  '',
].join('\n');

it('has the columns with three values, the zone, the totals, the first rows and what is wrong, in order', async () => {
  const screen = await screenOf(TABLE, 'Europe/Berlin');
  const parts = [
    /^Import kWh +0\.5, 0\.25, x +energy +kWh +import/m,
    /^Voltage \(V\) +231, 230, 229 +ignored/m,
    /^zone +Europe\/Berlin, as was given$/m,
    /^From the grid +1\.5 kWh$/m,
    /^total +2026-10-01 00:00:00 +2026-09-30 22:00:00/m,
    /VALUE_INVALID ×1/,
    /^A run refuses this file:/m,
  ];
  const places = parts.map((part) => screen.search(part));
  expect(places.every((place) => place >= 0)).toBe(true);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

it('says where the zone comes from when nobody gave it', async () => {
  expect(await screenOf(TABLE.replace('timestamp', 'timestamp (Europe/Paris)'))).toMatch(/^zone +Europe\/Paris, .+/m);
  expect(await screenOf(TABLE)).toMatch(/^zone +UTC, assumed/m);
});

it('tells series of one name apart by their columns', async () => {
  const screen = await screenOf(TABLE, 'Europe/Berlin');
  expect(screen).toMatch(/^default +total \(Import kWh\) +3 /m);
  expect(screen).toMatch(/^default +total \(Export kWh\) +4 /m);
});

it('says of readings below zero what they take away, and of many series how many are not listed', async () => {
  const hours = Array.from({ length: 24 }, (_, hour) => `2026-10-01 ${String(hour).padStart(2, '0')}:00`);
  const one = hours.map((time, hour) => `${time},${hour === 3 ? -0.5 : 1}`).join('\n');
  const screen = await screenOf(`timestamp,kwh\n${one}\n`);
  expect(screen).toContain(
    'NEGATIVE ×1: Readings below zero, -0.5 kWh together, the first of total at 2026-10-01 03:00',
  );
  expect(screen).not.toMatch(/^series /m);

  const names = Array.from({ length: 25 }, (_, meter) => `Meter ${meter} kWh`);
  const many = hours.map((time, hour) => [time, ...names.map((_, meter) => 1 + ((hour * meter) % 7))].join(','));
  expect(await screenOf(`timestamp,${names.join(',')}\n${many.join('\n')}\n`)).toMatch(
    /^series +2\d, the first 20 of them are listed$/m,
  );
});

it('does not call what flows the other way below zero', async () => {
  const rows = Array.from({ length: 24 }, (_, hour) => `2026-10-01 ${String(hour).padStart(2, '0')}:00,${hour - 12}`);
  const screen = await screenOf(`timestamp,Net grid kWh (+import -export)\n${rows.join('\n')}\n`);
  expect(screen).not.toContain('NEGATIVE');
});
