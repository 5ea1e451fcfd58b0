/** What it takes to change the record of sites from the command line, as a step has it in its function. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLakeStore } from '../shared/lake/s3-lake.ts';
import type { RecordContext } from '../shared/record/context.ts';
import { databaseLimits, LAMBDA_FUNCTIONS } from '../shared/runtime/lambda-functions.ts';
import type { Connection } from './connection.ts';

/** Runs `work` with a folder of its own, which is gone afterwards. */
export async function withRecord<T>(
  { clients, bucket, database }: Connection,
  work: (context: RecordContext) => Promise<T>,
): Promise<T> {
  const { createCatalog } = await import('../shared/tables/glue-catalog.ts');
  const folder = await mkdtemp(join(tmpdir(), 'energy-record-'));
  try {
    return await work({
      lake: createLakeStore(await clients.s3(), bucket),
      catalog: createCatalog(await clients.glue(), database),
      database: { ...databaseLimits(LAMBDA_FUNCTIONS.publish.memoryMb), folder },
      folder,
      attempt: randomUUID(),
      now: () => new Date(),
      log: { info: () => {}, warn: () => {} },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
