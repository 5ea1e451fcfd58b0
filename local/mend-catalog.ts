/** Registers what is published once more, from the manifests: for a catalogue of which files were lost. */
import { readFile } from 'node:fs/promises';
import { reconcile } from '../functions/publish/reconcile.ts';
import { PREFIXES } from '../shared/lake/keys.ts';
import { readableManifest } from '../shared/lake/manifest.ts';
import { STACK } from './names.ts';
import type { ObjectFiles } from './service.ts';
import type { StoredLake } from './stored-lake.ts';

export async function mendCatalog({ lake, catalog }: StoredLake, objects: ObjectFiles): Promise<void> {
  for await (const { key, file } of objects.list(STACK.bucket, PREFIXES.manifests)) {
    const manifest = readableManifest(await readFile(file, 'utf8'));
    if (manifest) await reconcile(lake, catalog, manifest);
    else console.error(`s3://${STACK.bucket}/${key} is not a manifest: its dataset is not in the tables`);
  }
}
