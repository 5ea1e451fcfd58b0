/** What a start of the stack does for the record of sites. */
import { rm } from 'node:fs/promises';
import { PREFIXES } from '../shared/lake/keys.ts';
import { contextOutsideStep } from '../shared/record/context.ts';
import { InputRejected } from '../shared/runtime/errors.ts';
import { readSettings } from '../shared/settings/settings.ts';
import type { StoredLake } from './stored-lake.ts';

/**
 * Finishes what a process that ended left to do, and makes the record for a lake of an earlier release, which had its
 * tables by upload.
 * @param folder for files in work
 * @param lost whether the catalogue has lost partitions: then all are made again
 * @param settings of the functions, for what energy costs
 */
export async function mendRecord(
  { lake, catalog }: StoredLake,
  folder: string,
  lost: boolean,
  settings: Readonly<Record<string, string | undefined>> = {},
): Promise<void> {
  const has = async (prefix: string) => (await lake.list(prefix, 1)).length > 0;
  const waits = await has(PREFIXES.recordInbox);
  const isOld = !waits && !(await has(PREFIXES.recordSites)) && (await has(PREFIXES.manifests));
  if (!waits && !isOld && !lost) return;
  const context = contextOutsideStep(lake, catalog, folder, readSettings(settings));
  try {
    // Most starts have nothing to mend, and need no database.
    const [{ finishInboxes }, { rebuild }] = await Promise.all([
      import('../shared/record/finish.ts'),
      import('../shared/record/rebuild.ts'),
    ]);
    await (isOld || lost ? rebuild(null, context) : finishInboxes(context));
  } catch (error) {
    if (!(error instanceof InputRejected)) throw error;
    // Tariffs that cannot be used must not keep the stack from starting: that is how they are mended.
    console.error(`The record of sites waits for the next start: ${error.message}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
