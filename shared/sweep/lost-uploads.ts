/**
 * Finds uploads that nothing became of: no publication, no refusal. An event that never arrived leaves no trace of its
 * own, so the lake is compared with its manifests.
 */
import pMap, { pMapSkip } from 'p-map';
import { datasetOf, datasetOfManifest, manifestKey, PREFIXES } from '../lake/keys.ts';
import { type Manifest, readableManifest } from '../lake/manifest.ts';
import type { LakeVersions, StoredObject } from '../lake/versions.ts';
import type { LakeStore } from '../runtime/lake-port.ts';

/**
 * A manifest that was written after the upload usually tells of it. For a day that is checked against its text, because
 * a late outcome of an earlier version is written after the upload, too; reading every manifest for ever would cost a
 * request for each upload ever made.
 */
const READ_MANIFEST_FOR_MS = 24 * 60 * 60 * 1000;

const READS_AT_ONCE = 16;

type ReadLake = Pick<LakeStore, 'getText'>;
type ListedLake = Pick<LakeVersions, 'list'>;

/**
 * @param now the time that ages are measured to
 * @returns in the order of their keys
 */
export async function findUnprocessed(lake: ReadLake, versions: ListedLake, now: Date): Promise<StoredObject[]> {
  const manifests = await listManifests(versions);
  return pMap(
    versions.list(PREFIXES.raw),
    async (upload) => (upload.key.endsWith('/') || (await isSettled(upload, manifests, lake, now)) ? pMapSkip : upload),
    { concurrency: READS_AT_ONCE },
  );
}

/** When each dataset's manifest was written, ms since 1970. */
async function listManifests(versions: ListedLake): Promise<ReadonlyMap<string, number>> {
  const written = new Map<string, number>();
  for await (const { key, modified } of versions.list(PREFIXES.manifests))
    written.set(datasetOfManifest(key), modified.getTime());
  return written;
}

async function isSettled(
  upload: StoredObject,
  manifests: ReadonlyMap<string, number>,
  lake: ReadLake,
  now: Date,
): Promise<boolean> {
  const dataset = datasetOf(upload.key);
  const written = manifests.get(dataset);
  if (written === undefined) return false;
  const isRecent = now.getTime() - upload.modified.getTime() <= READ_MANIFEST_FOR_MS;
  if (written >= upload.modified.getTime() && !isRecent) return true;
  return names(readableManifest((await lake.getText(manifestKey(dataset)))?.text ?? ''), upload);
}

function names(manifest: Manifest | undefined, { etag }: StoredObject): boolean {
  if (!manifest) return false;
  const { published, history, outcomes } = manifest;
  return [...(published ? [published] : []), ...history, ...outcomes].some(({ source }) => source.etag === etag);
}
