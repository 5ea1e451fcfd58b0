/** What `energy inspect` says of a text, with the settings of an installation that has none. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Inspection, inspect } from '../../functions/validate/inspect.ts';
import { resolve } from '../../functions/validate/upload-settings.ts';
import { type Database, withDatabase } from '../../shared/database/duckdb.ts';
import { readSettings } from '../../shared/settings/settings.ts';

/** @param timeZone as a person gives it */
export async function inspected(text: string, timeZone: string): Promise<Inspection> {
  const folder = await mkdtemp(join(tmpdir(), 'energy-inspected-'));
  try {
    const file = join(folder, 'upload');
    await writeFile(file, text);
    const configured = readSettings({});
    const given = resolve({}, { timeZone, siteId: undefined }, configured);
    const open = <T>(use: (db: Database) => Promise<T>) => withDatabase({ memoryMb: 300, threads: 1, folder }, use);
    const checks = { now: () => new Date('2026-11-02T08:00:00Z'), rejectLimit: configured.ENERGY_REJECT_LIMIT };
    return await open((db) => inspect(file, given, { ...checks, withDatabase: open }, db, folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
