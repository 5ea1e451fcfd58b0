import { openSync } from 'node:fs';
import { z } from 'zod';
import type { Answer } from './answer.ts';
import { readBody, receive } from './body.ts';
import { readCondition, writeCondition } from './conditions.ts';
import type { Context } from './context.ts';
import { declaredBody, one } from './declared.ts';
import { invalidArgument, malformedXml, noSuchKey, noSuchVersion, preconditionFailed, S3Error } from './errors.ts';
import { checksumHeaders, metadataOf, objectHeaders, quoted, versionHeader } from './metadata.ts';
import { type ByteRange, partRange, resolveRange } from './range.ts';
import type { S3Request } from './request.ts';
import type { Version } from './rows.ts';
import type { Store } from './store.ts';
import { element, parseXml, text, xmlDocument } from './xml.ts';

export async function putObject({ store, hashing }: Context, request: S3Request): Promise<Answer> {
  const { bucket, key, headers, message } = request;
  const { versioning } = store.bucket(bucket);
  const condition = writeCondition(headers, key);
  condition.first(store.catalog.latest(bucket, key));
  const meta = metadataOf(headers);
  const declared = declaredBody(headers);
  const blob = store.newBlob();
  try {
    const to = { file: store.blobFile(blob), position: 0, exists: false };
    const { size, md5, checksum } = await receive(message, declared, to, hashing);
    if (checksum) {
      meta.checksums[checksum.algorithm] = checksum.value;
      meta.checksumType = 'FULL_OBJECT';
    }
    const incoming = { bucket, key, blob, size, etag: md5, meta, reason: 'PutObject', guard: condition.again } as const;
    await store.settle(incoming);
    const version = store.commit(incoming);
    return { headers: { etag: quoted(md5), ...versionHeader(version, versioning), ...checksumHeaders(meta) } };
  } catch (error) {
    store.discard(blob);
    throw error;
  }
}

/** Answers GET and HEAD; the caller sends no body for HEAD. */
export function readObject(context: Context, request: S3Request): Answer {
  const { headers, query } = request;
  const { versioning } = context.store.bucket(request.bucket);
  const version = findVersion(context.store, request.bucket, request.key, query.get('versionId'), versioning !== '');
  const described = objectHeaders(version, versioning, false);
  if (readCondition(headers, version) === 'not-modified') return { status: 304, headers: described };

  const range = requestedRange(request, version);
  if (range) described['content-range'] = `bytes ${range.start}-${range.start + range.length - 1}/${version.size}`;
  else if (one(headers['x-amz-checksum-mode']) === 'ENABLED') Object.assign(described, checksumHeaders(version.meta));
  if (query.has('partNumber') && version.meta.parts) {
    described['x-amz-mp-parts-count'] = String(version.meta.parts.length);
  }
  for (const [name, value] of query) {
    if (name.startsWith('response-')) described[name.slice('response-'.length)] = headerValue(value);
  }
  // An HTML object opened in a browser must not run scripts that call the other APIs of this address.
  described['content-security-policy'] = 'sandbox';
  described['x-content-type-options'] = 'nosniff';

  const { start, length } = range ?? { start: 0, length: version.size };
  const status = range ? 206 : 200;
  if (request.method === 'HEAD') return { status, headers: { ...described, 'content-length': String(length) } };
  const fd = openSync(context.store.blobFile(version.blob ?? ''), 'r');
  return { status, headers: described, file: { fd, start, length } };
}

/**
 * The version that a read names, or the current one.
 *
 * @throws S3Error NoSuchKey, NoSuchVersion, MethodNotAllowed for a delete marker
 */
export function findVersion(
  store: Store,
  bucket: string,
  key: string,
  versionId: string | undefined,
  versioned: boolean,
): Version {
  const found =
    versionId === undefined ? store.catalog.latest(bucket, key) : store.catalog.version(bucket, key, versionId);
  if (!found) throw versionId === undefined ? noSuchKey(key) : noSuchVersion(key, versionId);
  if (found.blob !== null) return found;
  const marker = { 'x-amz-delete-marker': 'true', ...(versioned && { 'x-amz-version-id': found.version_id }) };
  if (versionId === undefined) throw new S3Error('NoSuchKey', `The object ${key} was deleted`, 404, marker);
  const since = { 'last-modified': new Date(found.modified).toUTCString(), allow: 'DELETE' };
  throw new S3Error('MethodNotAllowed', 'This version is a delete marker', 405, { ...marker, ...since });
}

function requestedRange({ headers, query }: S3Request, version: Version): ByteRange | undefined {
  const part = query.get('partNumber');
  if (part === undefined) return resolveRange(one(headers.range), version.size);
  if (headers.range !== undefined) {
    throw new S3Error('InvalidRequest', 'Cannot specify both Range header and partNumber query parameter');
  }
  return partRange(part, version.meta.parts ?? [version.size]);
}

function headerValue(value: string): string {
  if (/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) return value;
  throw invalidArgument('A response- parameter holds a character that cannot be in a header');
}

export function deleteObject({ store }: Context, request: S3Request): Answer {
  const { bucket, key, headers, query } = request;
  const { versioning } = store.bucket(bucket);
  writeCondition(headers, key).first(store.catalog.latest(bucket, key));
  const removed = remove(store, bucket, key, query.get('versionId'));
  return {
    status: 204,
    headers: {
      ...(removed.marker && { 'x-amz-delete-marker': 'true' }),
      ...(versioning !== '' && removed.versionId !== undefined && { 'x-amz-version-id': removed.versionId }),
    },
  };
}

/** Deletes like S3: nothing to delete is no error. */
function remove(
  store: Store,
  bucket: string,
  key: string,
  versionId: string | undefined,
): { versionId?: string; marker: boolean } {
  if (versionId === undefined) {
    const marker = store.markDeleted(bucket, key);
    return marker ? { versionId: marker.version_id, marker: true } : { marker: false };
  }
  const version = store.catalog.version(bucket, key, versionId);
  if (version) store.removeVersion(version);
  return { versionId, marker: version?.blob === null };
}

// 1,000 keys of 1,024 bytes, each byte perhaps a character reference.
const MAX_DELETE_BODY = 8 * 1024 * 1024;

const deletion = z.strictObject({
  Key: z.string().min(1),
  VersionId: z.string().optional(),
  ETag: z.string().optional(),
});
const deletions = z.strictObject({
  Delete: z.strictObject({ Object: z.array(deletion).min(1).max(1000), Quiet: z.string().optional() }),
});

export async function deleteObjects({ store }: Context, request: S3Request): Promise<Answer> {
  const { bucket, headers, message } = request;
  store.bucket(bucket);
  const parsed = deletions.safeParse(parseXml(await readBody(message, declaredBody(headers), MAX_DELETE_BODY)));
  if (!parsed.success) throw malformedXml(z.prettifyError(parsed.error));
  const { Object: items, Quiet } = parsed.data.Delete;
  const results = items.map((item) => deleteOne(store, bucket, item, Quiet?.trim() === 'true'));
  return { xml: xmlDocument('DeleteResult', ...results) };
}

function deleteOne(store: Store, bucket: string, item: z.infer<typeof deletion>, quiet: boolean): string {
  const { Key: key, VersionId: versionId, ETag: etag } = item;
  const named = [text('Key', key), text('VersionId', versionId)];
  if (etag !== undefined && store.catalog.latest(bucket, key)?.etag !== etag.replaceAll('"', '')) {
    const error = preconditionFailed('ETag');
    return element('Error', ...named, text('Code', error.code), text('Message', error.message));
  }
  const removed = remove(store, bucket, key, versionId);
  if (quiet) return '';
  const marker = removed.marker ? [text('DeleteMarker', true), text('DeleteMarkerVersionId', removed.versionId)] : [];
  return element('Deleted', ...named, ...marker);
}
