/** What a start of the stack does for the record of sites. */
import { rm } from 'node:fs/promises';
import { PREFIXES } from '../shared/lake/keys.ts';
import { contextOutsideStep } from '../shared/record/context.ts';
import type { StoredLake } from './stored-lake.ts';

/**
 * Finishes what a process that ended left to do, and makes the record for a lake of an earlier release, which had its
 * tables by upload.
 * @param folder for files in work
 * @param lost whether the catalogue has lost partitions: then all are made again
 */
export async function mendRecord({ lake, catalog }: StoredLake, folder: string, lost: boolean): Promise<void> {
  const has = async (prefix: string) => (await lake.list(prefix, 1)).length > 0;
  const waits = await has(PREFIXES.recordInbox);
  const isOld = !waits && !(await has(PREFIXES.recordSites)) && (await has(PREFIXES.manifests));
  if (!waits && !isOld && !lost) return;
  const context = contextOutsideStep(lake, catalog, folder);
  try {
    // Most starts have nothing to mend, and need no database.
    const [{ finishInboxes }, { rebuild }] = await Promise.all([
      import('../shared/record/finish.ts'),
      import('../shared/record/rebuild.ts'),
    ]);
    await (isOld || lost ? rebuild(null, context) : finishInboxes(context));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
