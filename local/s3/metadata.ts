import type { IncomingHttpHeaders } from 'node:http';
import { checksumHeader, one } from './declared.ts';
import { S3Error } from './errors.ts';
import type { Metadata, Version, Versioning } from './rows.ts';

/** Headers that are kept with an object and come back with it. */
const KEPT = [
  'content-type',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
  'x-amz-website-redirect-location',
] as const;

const USER_PREFIX = 'x-amz-meta-';
const MAX_USER_BYTES = 2048;

// Each would change what the request means; ignoring it would be a silent difference from S3.
const REFUSED = /^x-amz-(tagging$|object-lock-|grant-|server-side-encryption-customer-|write-offset-)/;

/** What a request says about the object it makes. @throws S3Error MetadataTooLarge, NotImplemented */
export function metadataOf(headers: IncomingHttpHeaders): Metadata {
  const meta: Metadata = { headers: { 'content-type': 'binary/octet-stream' }, user: {}, checksums: {} };
  for (const name of KEPT) {
    const value = name === 'content-encoding' ? encoding(headers) : one(headers[name]);
    if (value !== undefined && value !== '') meta.headers[name] = value;
  }
  let bytes = 0;
  for (const [name, value] of Object.entries(headers)) {
    if (REFUSED.test(name)) throw new S3Error('NotImplemented', `${name} is not implemented by this local S3`, 501);
    if (!name.startsWith(USER_PREFIX)) continue;
    const short = name.slice(USER_PREFIX.length);
    meta.user[short] = one(value) ?? '';
    bytes += Buffer.byteLength(short) + Buffer.byteLength(meta.user[short], 'latin1');
  }
  if (bytes > MAX_USER_BYTES) {
    throw new S3Error(
      'MetadataTooLarge',
      `The user metadata has ${bytes} bytes; at most ${MAX_USER_BYTES} are allowed`,
    );
  }
  return meta;
}

/** The content's own coding: aws-chunked only frames the transfer. */
function encoding(headers: IncomingHttpHeaders): string | undefined {
  const codings = (headers['content-encoding'] ?? '').split(',').map((coding) => coding.trim());
  return codings.filter((coding) => coding !== '' && coding !== 'aws-chunked').join(', ') || undefined;
}

/** The headers that describe a version, for GET and HEAD. */
export function objectHeaders(
  version: Version,
  versioning: Versioning,
  withChecksums: boolean,
): Record<string, string> {
  const headers: Record<string, string> = {
    'accept-ranges': 'bytes',
    etag: quoted(version.etag),
    'last-modified': new Date(version.modified).toUTCString(),
    ...version.meta.headers,
    ...versionHeader(version, versioning),
    ...(withChecksums && checksumHeaders(version.meta)),
  };
  for (const [name, value] of Object.entries(version.meta.user)) headers[USER_PREFIX + name] = value;
  return headers;
}

export function versionHeader(version: Version, versioning: Versioning): Record<string, string> {
  return versioning === '' ? {} : { 'x-amz-version-id': version.version_id };
}

export function checksumHeaders(meta: Metadata): Record<string, string> {
  const entries = Object.entries(meta.checksums).map(([algorithm, value]) => [checksumHeader(algorithm), value]);
  const type = meta.checksumType;
  return { ...Object.fromEntries(entries), ...(type && { 'x-amz-checksum-type': type }) };
}

export function quoted(etag: string): string {
  return `"${etag}"`;
}

/** S3 keeps whole seconds, in headers and listings alike. */
export function isoSeconds(time: number): string {
  return new Date(Math.floor(time / 1000) * 1000).toISOString();
}
