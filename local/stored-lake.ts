/** The lake and the catalogue of a stack that has begun to answer, as its functions will see them. */
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { createLakeStore } from '../shared/lake/s3-lake.ts';
import type { LakeStore } from '../shared/runtime/lake-port.ts';
import { createCatalog } from '../shared/tables/glue-catalog.ts';
import { STACK } from './names.ts';

export interface StoredLake {
  readonly lake: LakeStore;
  readonly catalog: ReturnType<typeof createCatalog>;
  readonly s3: S3Client;
}

/** @param endpoint of the stack; its clients live as long as `use` works */
export async function withStoredLake<T>(endpoint: string, use: (stored: StoredLake) => Promise<T>): Promise<T> {
  const settings = { endpoint, region: STACK.region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const glue = new GlueClient(settings);
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  try {
    return await use({ lake: createLakeStore(s3, STACK.bucket), catalog: createCatalog(glue, STACK.database), s3 });
  } finally {
    glue.destroy();
    s3.destroy();
  }
}
