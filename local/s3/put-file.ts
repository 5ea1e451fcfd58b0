import { constants } from 'node:fs';
import { copyFile, stat } from 'node:fs/promises';
import type { Context } from './context.ts';
import { metadataOf } from './metadata.ts';

const ETAG_BYTES = 16;

/** A file of this machine that is to become an object. */
export interface FilePut {
  readonly bucket: string;
  readonly key: string;
  readonly file: string;
  /** User metadata, names in lower case. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * PutObject for the process that the store is in: the file is copied by the operating system (shared, where the file
 * system can) instead of passing through a connection, which for a large file is most of the time. The entity tag is
 * half of the SHA-256: processors have instructions for it and not for MD5, and S3 promises MD5 for no object.
 *
 * @throws S3Error as PutObject does; Error of the file system
 */
export async function putFile({ store, hashing }: Context, put: FilePut): Promise<{ version: string; etag: string }> {
  const { bucket, key, file, metadata } = put;
  store.bucket(bucket);
  const meta = metadataOf(
    Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value])),
  );
  const blob = store.newBlob();
  try {
    const copy = store.blobFile(blob);
    await copyFile(file, copy, constants.COPYFILE_FICLONE);
    const { size } = await stat(copy);
    const digests = hashing.follow(copy, 0, ['SHA256']);
    digests.written(size);
    const { SHA256 = '' } = await digests.finish();
    const etag = Buffer.from(SHA256, 'base64').toString('hex', 0, ETAG_BYTES);
    const incoming = { bucket, key, blob, size, etag, meta, reason: 'PutObject', guard: () => {} } as const;
    await store.settle(incoming);
    const { version_id: version } = store.commit(incoming);
    return { version, etag };
  } catch (error) {
    store.discard(blob);
    throw error;
  }
}
