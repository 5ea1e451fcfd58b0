/** What it takes to change the record of sites from the command line, as a step has it in its function. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLakeStore } from '../shared/lake/s3-lake.ts';
import { contextOutsideStep, type RecordContext } from '../shared/record/context.ts';
import { readSettings } from '../shared/settings/settings.ts';
import type { Connection } from './connection.ts';

/**
 * Runs `work` with a folder of its own, which is gone afterwards.
 * @param options.priced by the settings of the step that wrote a record last, or by those of today
 */
export async function withRecord<T>(
  { clients, bucket, database, endpoint }: Connection,
  work: (context: RecordContext) => Promise<T>,
  { priced = 'before' }: { readonly priced?: 'before' | 'today' } = {},
): Promise<T> {
  const { createCatalog } = await import('../shared/tables/glue-catalog.ts');
  const folder = await mkdtemp(join(tmpdir(), 'energy-record-'));
  try {
    const lake = createLakeStore(await clients.s3(), bucket);
    // The settings of functions on AWS are known to them alone; those of a local stack are of the environment.
    const settings = priced === 'today' && endpoint !== undefined ? readSettings(process.env) : null;
    return await work(contextOutsideStep(lake, createCatalog(await clients.glue(), database), folder, settings));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
