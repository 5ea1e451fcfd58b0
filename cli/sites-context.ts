/** What it takes to tell of sites from the command line, as the function has it that summarises them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SummaryContext } from '../functions/summarise-sites/summarise-sites.ts';
import { createLakeStore } from '../shared/lake/s3-lake.ts';
import { databaseLimits } from '../shared/runtime/lambda-functions.ts';
import { SITE_FUNCTIONS } from '../shared/runtime/site-functions.ts';
import { checksOf } from '../shared/served/health.ts';
import { hasReadings, type ServedSite } from '../shared/served/table.ts';
import type { Connection } from './connection.ts';
import { servedSites } from './served-sites.ts';

/** Runs `work` with a folder of its own, which is gone afterwards. */
export async function withSites<T>(
  connection: Pick<Connection, 'clients' | 'bucket' | 'stateMachineArn' | 'workgroup' | 'servedTable'>,
  work: (context: SummaryContext, sites: readonly ServedSite[]) => Promise<T>,
): Promise<T> {
  const { clients, bucket, stateMachineArn, workgroup } = connection;
  const folder = await mkdtemp(join(tmpdir(), 'energy-sites-'));
  try {
    const { store, sites } = await servedSites(connection);
    const workflow = { sfn: await clients.sfn(), stateMachineArn };
    const lake = createLakeStore(await clients.s3(), bucket);
    const athena = await clients.athena();
    const database = { ...databaseLimits(SITE_FUNCTIONS['summarise-sites'].memoryMb), folder };
    const checks = checksOf({ lake, store, athena, workgroup, ...workflow });
    const context = { lake, store, database, folder, checks, ...workflow, now: () => new Date() };
    return await work(context, sites.filter(hasReadings));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
