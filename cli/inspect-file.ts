/** What would be understood of a file on this machine, for the command line and the console alike. */
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Inspection, inspect } from '../functions/validate/inspect.ts';
import { resolve } from '../functions/validate/upload-settings.ts';
import { type Database, withDatabase } from '../shared/database/duckdb.ts';
import type { LayoutSettings } from '../shared/readings/layout.ts';
import { databaseLimits, LAMBDA_FUNCTIONS } from '../shared/runtime/lambda-functions.ts';
import { readSettings } from '../shared/settings/settings.ts';

/** @throws InputRejected as a run would for a file that is not read, or that leaves something open */
export async function inspectFile(
  path: string,
  settings: LayoutSettings,
  { timeZone, siteId }: { readonly timeZone?: string | undefined; readonly siteId?: string | undefined },
): Promise<Inspection> {
  const folder = await mkdtemp(join(tmpdir(), 'energy-inspect-'));
  const limits = databaseLimits(LAMBDA_FUNCTIONS.validate.memoryMb);
  try {
    const configured = readSettings(process.env);
    const given = { ...resolve(settings, { timeZone, siteId }, configured), fileName: path };
    const checks = { now: () => new Date(), rejectLimit: configured.ENERGY_REJECT_LIMIT };
    const copy = join(folder, 'upload');
    await copyFile(path, copy);
    const database = { ...limits, folder };
    const open = <T>(use: (db: Database) => Promise<T>) => withDatabase(database, use);
    return await open((db) => inspect(copy, given, { ...checks, withDatabase: open }, db, folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
