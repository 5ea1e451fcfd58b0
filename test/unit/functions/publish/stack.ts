/** The local S3 and Glue behind the real SDKs, on a free port. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { createGlue } from '../../../../local/glue/index.ts';
import { createS3 } from '../../../../local/s3/index.ts';
import { createFront } from '../../../../local/server.ts';
import { createSns } from '../../../../local/sns.ts';
import { createLakeStore } from '../../../../shared/lake/s3-lake.ts';
import { ensureCatalog } from '../../../../shared/tables/ensure-catalog.ts';
import { createCatalog } from '../../../../shared/tables/glue-catalog.ts';

export const BUCKET = 'energy-lake';
export const DATABASE = 'energy_db';

export async function startLake() {
  const home = await mkdtemp(join(tmpdir(), 'energy-publish-'));
  const s3 = await createS3({ home, onChanged: () => {} });
  const sns = await createSns({ home });
  const glue = await createGlue({ home });
  const front = await createFront({
    json: [glue],
    s3,
    sns,
    port: 0,
    host: '127.0.0.1',
    health: { home, pid: process.pid, version: 'test' },
  });
  await s3.createBucket(BUCKET);
  const connection = {
    endpoint: front.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  const clients = { s3: new S3Client({ ...connection, forcePathStyle: true }), glue: new GlueClient(connection) };
  const catalog = createCatalog(clients.glue, DATABASE);
  await ensureCatalog(catalog, BUCKET);
  return {
    home,
    folder: join(home, 'scratch'),
    lake: createLakeStore(clients.s3, BUCKET),
    catalog,
    clients,
    async close() {
      clients.s3.destroy();
      clients.glue.destroy();
      await front.close();
      await s3.close();
      await glue.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}
export type LocalLake = Awaited<ReturnType<typeof startLake>>;
