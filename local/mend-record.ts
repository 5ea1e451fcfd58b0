/** What a start of the stack does for the record of sites. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { PREFIXES } from '../shared/lake/keys.ts';
import { createLakeStore } from '../shared/lake/s3-lake.ts';
import { databaseLimits, LAMBDA_FUNCTIONS } from '../shared/runtime/lambda-functions.ts';
import { createCatalog } from '../shared/tables/glue-catalog.ts';
import { STACK } from './names.ts';

/**
 * Finishes what a process that ended left to do, and makes the record for a lake of an earlier release, which had its
 * tables by upload.
 * @param endpoint of the stack, which answers already
 * @param folder for files in work
 * @param lost whether the catalogue has lost partitions: then all are made again
 */
export async function mendRecord(endpoint: string, folder: string, lost: boolean): Promise<void> {
  const settings = { endpoint, region: STACK.region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const glue = new GlueClient(settings);
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  try {
    const lake = createLakeStore(s3, STACK.bucket);
    const has = async (prefix: string) => (await lake.list(prefix, 1)).length > 0;
    const waits = await has(PREFIXES.recordInbox);
    const isOld = !waits && !(await has(PREFIXES.recordSites)) && (await has(PREFIXES.manifests));
    if (!waits && !isOld && !lost) return;
    const log = { info: () => {}, warn: () => {} };
    const database = { ...databaseLimits(LAMBDA_FUNCTIONS.publish.memoryMb), folder };
    const catalog = createCatalog(glue, STACK.database);
    const context = { lake, catalog, database, folder, attempt: randomUUID(), now: () => new Date(), log };
    // Most starts have nothing to mend, and need no database.
    const [{ finishInboxes }, { rebuild }] = await Promise.all([
      import('../shared/record/finish.ts'),
      import('../shared/record/rebuild.ts'),
    ]);
    await (isOld || lost ? rebuild(null, context) : finishInboxes(context));
  } finally {
    glue.destroy();
    s3.destroy();
    await rm(folder, { recursive: true, force: true });
  }
}
