/**
 * Finds uploads that nothing became of: no publication, no refusal. An event that never arrived leaves no trace of its
 * own, so the lake is compared with its manifests.
 */
import { datasetOf, manifestKey, PREFIXES } from '../../shared/lake/keys.ts';
import type { Manifest } from '../../shared/lake/manifest.ts';

export interface ListedObject {
  readonly key: string;
  readonly etag: string;
  readonly modified: Date;
}

export interface Lake {
  list(prefix: string): AsyncIterable<ListedObject>;
  /** @returns undefined when there is no such manifest, or what is there is none */
  manifest(key: string): Promise<Manifest | undefined>;
}

/** What is watched: uploads without an outcome. */
export interface Backlog {
  readonly uploads: number;
  /** Age of the oldest, seconds; 0 when there is none. */
  readonly oldestSeconds: number;
}

/**
 * A manifest that was written after the upload usually tells of it. For a day that is checked against its text, because
 * a late outcome of an earlier version is written after the upload, too; reading every manifest for ever would cost a
 * request for each upload ever made.
 */
const READ_MANIFEST_FOR_MS = 24 * 60 * 60 * 1000;

/** @param now the time that ages are measured to */
export async function watchUploads(lake: Lake, now: Date): Promise<Backlog> {
  const manifests = new Map<string, Date>();
  for await (const { key, modified } of lake.list(PREFIXES.manifests)) manifests.set(key, modified);
  let uploads = 0;
  let oldest = now.getTime();
  for await (const upload of lake.list(PREFIXES.raw)) {
    if (upload.key.endsWith('/') || (await isSettled(upload, manifests, lake, now))) continue;
    uploads += 1;
    oldest = Math.min(oldest, upload.modified.getTime());
  }
  return { uploads, oldestSeconds: Math.max(0, now.getTime() - oldest) / 1000 };
}

async function isSettled(
  upload: ListedObject,
  manifests: ReadonlyMap<string, Date>,
  lake: Lake,
  now: Date,
): Promise<boolean> {
  const key = manifestKey(datasetOf(upload.key));
  const written = manifests.get(key);
  if (written === undefined) return false;
  const isRecent = now.getTime() - upload.modified.getTime() <= READ_MANIFEST_FOR_MS;
  if (written >= upload.modified && !isRecent) return true;
  return names(await lake.manifest(key), upload);
}

function names(manifest: Manifest | undefined, { etag }: ListedObject): boolean {
  if (!manifest) return false;
  const { published, history, outcomes } = manifest;
  return [...(published ? [published] : []), ...history, ...outcomes].some(({ source }) => source.etag === etag);
}
