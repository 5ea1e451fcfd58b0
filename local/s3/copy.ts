import { constants } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import type { Answer } from './answer.ts';
import { readCondition, writeCondition } from './conditions.ts';
import type { Context } from './context.ts';
import { one } from './declared.ts';
import { type Checksum, type DigestValues, isChecksum } from './digests.ts';
import { invalidArgument, preconditionFailed, S3Error } from './errors.ts';
import { isoSeconds, metadataOf, quoted, versionHeader } from './metadata.ts';
import { findVersion } from './objects.ts';
import { copySource, type S3Request } from './request.ts';
import type { Metadata, Version } from './rows.ts';
import { text, type Xml, xmlDocument } from './xml.ts';

export async function copyObject(context: Context, request: S3Request): Promise<Answer> {
  const { store } = context;
  const { bucket, key, headers } = request;
  const { versioning } = store.bucket(bucket);
  const source = findSource(context, request);
  const condition = writeCondition(headers, key);
  condition.first(store.catalog.latest(bucket, key));
  const meta = copiedMetadata(request, source);
  const blob = store.newBlob();
  try {
    const file = store.blobFile(blob);
    await copyFile(store.blobFile(source.blob ?? ''), file, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    const digests = await digestsOf(context, file, source, requestedChecksum(request, source));
    const etag = Buffer.from(digests.values.MD5 ?? '', 'base64').toString('hex') || source.etag;
    if (digests.checksum) {
      meta.checksums = { [digests.checksum]: digests.values[digests.checksum] ?? '' };
      meta.checksumType = 'FULL_OBJECT';
    }
    const incoming = { bucket, key, blob, size: source.size, etag, meta, reason: 'CopyObject' } as const;
    await store.settle(incoming);
    const version = store.commit({ ...incoming, guard: condition.again });
    const sourceVersioning = store.bucket(source.bucket).versioning;
    return {
      headers: {
        ...versionHeader(version, versioning),
        ...(sourceVersioning !== '' && { 'x-amz-copy-source-version-id': source.version_id }),
      },
      xml: xmlDocument('CopyObjectResult', ...copyResult(etag, version.modified, meta.checksums)),
    };
  } catch (error) {
    store.discard(blob);
    throw error;
  }
}

/** The version that `x-amz-copy-source` names, its conditions met. @throws S3Error */
export function findSource({ store }: Context, { headers }: S3Request): Version {
  const named = copySource(headers);
  const versioned = store.bucket(named.bucket).versioning !== '';
  const source = findVersion(store, named.bucket, named.key, named.versionId, versioned);
  if (readCondition(headers, source, 'x-amz-copy-source-') === 'not-modified') {
    throw preconditionFailed('x-amz-copy-source-if-none-match or -if-modified-since');
  }
  return source;
}

export function copyResult(etag: string, modified: number, checksums: Metadata['checksums']): Xml[] {
  return [
    text('LastModified', isoSeconds(modified)),
    text('ETag', quoted(etag)),
    ...Object.entries(checksums).map(([algorithm, value]) => text(`Checksum${algorithm}`, value)),
  ];
}

function copiedMetadata(request: S3Request, source: Version): Metadata {
  const { bucket, key, headers } = request;
  const directive = one(headers['x-amz-metadata-directive']) ?? 'COPY';
  const own = metadataOf(headers);
  if (directive === 'REPLACE') return own;
  if (directive !== 'COPY') throw invalidArgument('x-amz-metadata-directive must be COPY or REPLACE');
  if (source.bucket === bucket && source.key === key && copySource(headers).versionId === undefined) {
    const message = 'This copy request is illegal: it copies an object to itself without changing its metadata';
    throw new S3Error('InvalidRequest', message);
  }
  return { headers: source.meta.headers, user: source.meta.user, checksums: {} };
}

/** The checksum that the copy shall have: the one asked for, or the source's. */
function requestedChecksum({ headers }: S3Request, source: Version): Checksum | undefined {
  const asked = one(headers['x-amz-checksum-algorithm'])?.toUpperCase();
  if (asked !== undefined && !isChecksum(asked))
    throw invalidArgument('x-amz-checksum-algorithm is not one that is known');
  return asked ?? Object.keys(source.meta.checksums).find(isChecksum);
}

/**
 * Reads the bytes only for what the source does not tell: a copy is one piece, so a multipart ETag or checksum does not
 * fit it.
 */
async function digestsOf(
  { hashing }: Context,
  file: string,
  source: Version,
  checksum: Checksum | undefined,
): Promise<{ values: DigestValues; checksum: Checksum | undefined }> {
  const known = checksum && source.meta.checksumType === 'FULL_OBJECT' ? source.meta.checksums[checksum] : undefined;
  const missing = [
    ...(source.etag.includes('-') ? (['MD5'] as const) : []),
    ...(checksum && known === undefined ? [checksum] : []),
  ];
  if (missing.length === 0) return { values: checksum ? { [checksum]: known } : {}, checksum };
  const following = hashing.follow(file, 0, missing);
  following.written(source.size);
  const values = await following.finish();
  return { values: checksum && known !== undefined ? { ...values, [checksum]: known } : values, checksum };
}
