/** Listings of the lake from a key on, all versions of objects, and their deletion for good. */
import {
  DeleteObjectsCommand,
  GetBucketLifecycleConfigurationCommand,
  type LifecycleRule,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  paginateListObjectsV2,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';

/** The current version of an object. */
export interface StoredObject {
  readonly key: string;
  readonly etag: string;
  readonly bytes: number;
  readonly modified: Date;
}

/** A version of an object; a delete marker has no bytes. */
export interface ObjectVersion {
  readonly key: string;
  readonly version: string;
  readonly bytes: number;
  readonly modified: Date;
  /** A delete marker that nothing was uploaded after. */
  readonly hides?: boolean;
}

export interface LakeVersions {
  /** The objects below a prefix, in the order of their keys. */
  list(prefix: string): AsyncIterable<StoredObject>;
  /**
   * Every version of every object below a prefix, delete markers included, in the order of their keys.
   * @param after only keys behind this one
   */
  listVersions(prefix: string, after?: string): AsyncIterable<ObjectVersion>;
  /** Whether a lifecycle rule may delete objects below a prefix while they are current. */
  expires(prefix: string): Promise<boolean>;
  /**
   * Deletes versions for good.
   * @throws Error that names the first object that could not be deleted
   */
  remove(versions: readonly ObjectVersion[]): Promise<void>;
}

/** At most this many are deleted with one request. */
const DELETED_AT_ONCE = 1000;

/** Where a listing goes on. */
interface Marker {
  readonly KeyMarker?: string | undefined;
  readonly VersionIdMarker?: string | undefined;
}

export function lakeVersions(s3: S3Client, bucket: string): LakeVersions {
  return {
    async *list(Prefix) {
      for await (const { Contents } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix }))
        for (const { Key = '', ETag = '', Size = 0, LastModified } of Contents ?? [])
          if (LastModified) yield { key: Key, etag: ETag.replaceAll('"', ''), bytes: Size, modified: LastModified };
    },

    async *listVersions(prefix, after) {
      let next: Marker | undefined = after === undefined ? {} : { KeyMarker: after };
      while (next) {
        const page: ListObjectVersionsCommandOutput = await s3.send(
          new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, ...next }),
        );
        yield* versionsIn(page);
        const { IsTruncated, NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
        next = IsTruncated ? { KeyMarker, VersionIdMarker } : undefined;
      }
    },

    async expires(prefix) {
      return (await rulesOf(s3, bucket)).some((rule) => expiresBelow(rule, prefix));
    },

    async remove(versions) {
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
    },
  };
}

async function rulesOf(s3: S3Client, bucket: string): Promise<readonly LifecycleRule[]> {
  try {
    return (await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket }))).Rules ?? [];
  } catch (error) {
    if (error instanceof S3ServiceException && error.name === 'NoSuchLifecycleConfiguration') return [];
    throw error;
  }
}

/** A rule for objects of a tag or a size may be of any object. */
function expiresBelow({ Status, Expiration, Filter, Prefix }: LifecycleRule, prefix: string): boolean {
  const expires = Expiration?.Days !== undefined || Expiration?.Date !== undefined;
  const of = Prefix ?? Filter?.Prefix ?? Filter?.And?.Prefix ?? '';
  return Status === 'Enabled' && expires && (of.startsWith(prefix) || prefix.startsWith(of));
}

/** Versions and delete markers come as two lists, each in the order of the keys. */
function versionsIn({ Versions = [], DeleteMarkers = [] }: ListObjectVersionsCommandOutput): ObjectVersion[] {
  const markers = DeleteMarkers.map((marker) => ({ ...marker, Size: 0, hides: marker.IsLatest === true }));
  const found = [...Versions.map((each) => ({ ...each, hides: false })), ...markers].flatMap(
    ({ Key: key, VersionId: version, Size: bytes = 0, LastModified: modified, hides }): ObjectVersion[] =>
      key === undefined || version === undefined || !modified
        ? []
        : [{ key, version, bytes, modified, ...(hides ? { hides } : {}) }],
  );
  return DeleteMarkers.length === 0
    ? found
    : found.sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
}

/**
 * @param place a prefix that ends with a slash, or the key of one object
 * @returns every version of every object there, delete markers included
 */
export async function versionsAt(
  versions: Pick<LakeVersions, 'listVersions'>,
  place: string,
): Promise<ObjectVersion[]> {
  const found: ObjectVersion[] = [];
  for await (const each of versions.listVersions(place))
    if (place.endsWith('/') || each.key === place) found.push(each);
  return found;
}
