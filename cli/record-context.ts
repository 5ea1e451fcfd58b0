/** What it takes to change the record of sites from the command line, as a step has it in its function. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLakeStore } from '../shared/lake/s3-lake.ts';
import { contextOutsideStep, type RecordContext } from '../shared/record/context.ts';
import type { Connection } from './connection.ts';

/** Runs `work` with a folder of its own, which is gone afterwards. */
export async function withRecord<T>(
  { clients, bucket, database }: Connection,
  work: (context: RecordContext) => Promise<T>,
): Promise<T> {
  const { createCatalog } = await import('../shared/tables/glue-catalog.ts');
  const folder = await mkdtemp(join(tmpdir(), 'energy-record-'));
  try {
    const lake = createLakeStore(await clients.s3(), bucket);
    return await work(contextOutsideStep(lake, createCatalog(await clients.glue(), database), folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
