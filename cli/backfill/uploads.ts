/** Uploads of the lake, each with what became of it: its dataset's manifest tells. */
import type { ListObjectVersionsCommandOutput } from '@aws-sdk/client-s3';
import pMap from 'p-map';
import type { Source } from '../../shared/contract.ts';
import { datasetOf } from '../../shared/lake/keys.ts';
import { type Manifest, type Outcome, type Publication, sameVersion } from '../../shared/lake/manifest.ts';
import type { Connection } from '../connection.ts';
import { listDatasets, readManifest } from '../lake.ts';

const MANIFESTS_AT_ONCE = 16;

export interface Chosen {
  readonly prefix: string;
  /** Days of UTC, both included. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** What is at a key now. */
export interface StoredUpload {
  readonly key: string;
  readonly version: string;
  readonly etag: string;
  readonly size: number;
  readonly uploaded: Date;
}

export type UploadStatus = Publication['status'] | Outcome['outcome'];

export interface KnownUpload extends StoredUpload {
  /** Null where no run came to an end with it. */
  readonly status: UploadStatus | null;
  readonly why: string;
}

/** In the order of their keys. */
export async function knownUploads(connection: Connection, chosen: Chosen): Promise<KnownUpload[]> {
  const [uploads, datasets] = await Promise.all([storedUploads(connection, chosen), listDatasets(connection)]);
  const known = new Set(datasets);
  return pMap(uploads, (upload) => withStatus(connection, upload, known), { concurrency: MANIFESTS_AT_ONCE });
}

/** What is known of the same uploads now. */
export function statusAgain(connection: Connection, uploads: readonly StoredUpload[]): Promise<KnownUpload[]> {
  return pMap(uploads, (upload) => withStatus(connection, upload), { concurrency: MANIFESTS_AT_ONCE });
}

async function storedUploads(connection: Connection, { prefix, since, until }: Chosen): Promise<StoredUpload[]> {
  const { ListObjectVersionsCommand } = await import('@aws-sdk/client-s3');
  const s3 = await connection.clients.s3();
  const found: StoredUpload[] = [];
  for (let at: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {}; at !== undefined; ) {
    const page: ListObjectVersionsCommandOutput = await s3.send(
      new ListObjectVersionsCommand({ Bucket: connection.bucket, Prefix: prefix, ...at }),
    );
    for (const { Key = '', VersionId = '', ETag = '', Size = 0, LastModified, IsLatest } of page.Versions ?? []) {
      if (!IsLatest || !LastModified || Key.endsWith('/') || !isWithin(LastModified, since, until)) continue;
      const etag = ETag.replaceAll('"', '');
      found.push({ key: Key, version: VersionId, etag, size: Size, uploaded: LastModified });
    }
    at = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker } : undefined;
  }
  return found;
}

function isWithin(moment: Date, since: string | undefined, until: string | undefined): boolean {
  const day = moment.toISOString().slice(0, 10);
  return (since === undefined || day >= since) && (until === undefined || day <= until);
}

/** @param datasets those that have a manifest; looked for where it is not known */
async function withStatus(
  connection: Connection,
  upload: StoredUpload,
  datasets?: ReadonlySet<string>,
): Promise<KnownUpload> {
  const dataset = datasetOf(upload.key);
  const manifest = datasets?.has(dataset) === false ? undefined : await readManifest(connection, dataset);
  const { key, etag, version } = upload;
  return { ...upload, ...statusIn(manifest, { bucket: connection.bucket, key, etag, version }) };
}

function statusIn(manifest: Manifest | undefined, source: Source): Pick<KnownUpload, 'status' | 'why'> {
  const { published = null, history = [], outcomes = [] } = manifest ?? {};
  if (published && sameVersion(published.source, source)) return { status: published.status, why: '' };
  const ended = outcomes.find((each) => sameVersion(each.source, source));
  if (ended) return { status: ended.outcome, why: [ended.code, ended.message].filter(Boolean).join(': ') };
  if (history.some((each) => sameVersion(each.source, source))) return { status: 'SUPERSEDED', why: '' };
  return { status: null, why: '' };
}
