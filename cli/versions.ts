/** All versions of objects, and their deletion for good. */
import type { ListObjectVersionsCommandOutput } from '@aws-sdk/client-s3';
import type { Connection } from './connection.ts';

export interface ObjectVersion {
  readonly key: string;
  readonly version: string;
  readonly bytes: number;
}

/** Where a listing goes on. */
interface Marker {
  readonly KeyMarker?: string | undefined;
  readonly VersionIdMarker?: string | undefined;
}

/** At most this many are deleted with one request. */
const DELETED_AT_ONCE = 1000;

/**
 * @param place a prefix that ends with a slash, or the key of one object
 * @returns every version of every object there, delete markers included
 */
export async function versionsAt({ clients, bucket }: Connection, place: string): Promise<ObjectVersion[]> {
  const [s3, { ListObjectVersionsCommand }] = await Promise.all([clients.s3(), import('@aws-sdk/client-s3')]);
  const found: ObjectVersion[] = [];
  let next: Marker | undefined = {};
  while (next) {
    const { KeyMarker, VersionIdMarker }: Marker = next;
    const page: ListObjectVersionsCommandOutput = await s3.send(
      new ListObjectVersionsCommand({ Bucket: bucket, Prefix: place, KeyMarker, VersionIdMarker }),
    );
    for (const { Key, VersionId, Size } of page.Versions ?? [])
      if (Key !== undefined && VersionId !== undefined) found.push({ key: Key, version: VersionId, bytes: Size ?? 0 });
    for (const { Key, VersionId } of page.DeleteMarkers ?? [])
      if (Key !== undefined && VersionId !== undefined) found.push({ key: Key, version: VersionId, bytes: 0 });
    next = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker } : undefined;
  }
  return found.filter(({ key }) => place.endsWith('/') || key === place);
}

/** @throws Error that names the first object that could not be deleted */
export async function deleteVersions(
  { clients, bucket }: Connection,
  versions: readonly ObjectVersion[],
): Promise<void> {
  const [s3, { DeleteObjectsCommand }] = await Promise.all([clients.s3(), import('@aws-sdk/client-s3')]);
  for (let start = 0; start < versions.length; start += DELETED_AT_ONCE) {
    const Objects = versions
      .slice(start, start + DELETED_AT_ONCE)
      .map(({ key, version }) => ({ Key: key, VersionId: version }));
    const { Errors = [] } = await s3.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
    );
    const [first] = Errors;
    if (first) throw new Error(`s3://${bucket}/${first.Key} was not deleted: ${first.Code} ${first.Message}`);
  }
}
