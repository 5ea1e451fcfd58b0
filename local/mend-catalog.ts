/** Registers what is published once more, from the manifests: for a catalogue of which files were lost. */
import { readFile } from 'node:fs/promises';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { reconcile } from '../functions/publish/reconcile.ts';
import { PREFIXES } from '../shared/lake/keys.ts';
import { manifestSchema } from '../shared/lake/manifest.ts';
import { createLakeStore } from '../shared/lake/s3-lake.ts';
import { createCatalog } from '../shared/tables/glue-catalog.ts';
import { parseJson } from '../shared/text/parse-json.ts';
import { STACK } from './names.ts';
import type { ObjectFiles } from './service.ts';

/** @param endpoint of the stack, which answers already */
export async function mendCatalog(endpoint: string, objects: ObjectFiles): Promise<void> {
  const settings = { endpoint, region: STACK.region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const glue = new GlueClient(settings);
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  try {
    const lake = createLakeStore(s3, STACK.bucket);
    const catalog = createCatalog(glue, STACK.database);
    for await (const { key, file } of objects.list(STACK.bucket, PREFIXES.manifests)) {
      const manifest = manifestSchema.safeParse(parseJson(await readFile(file, 'utf8')));
      if (manifest.success) await reconcile(lake, catalog, manifest.data);
      else console.error(`s3://${STACK.bucket}/${key} is not a manifest: its dataset is not in the tables`);
    }
  } finally {
    glue.destroy();
    s3.destroy();
  }
}
