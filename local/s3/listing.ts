import { z } from 'zod';
import type { Answer } from './answer.ts';
import { OWNER } from './buckets.ts';
import type { Position } from './catalog.ts';
import type { Context } from './context.ts';
import { invalidArgument } from './errors.ts';
import { isoSeconds, quoted } from './metadata.ts';
import type { S3Request } from './request.ts';
import type { Version } from './rows.ts';
import { startingAt } from './store.ts';
import { after, commonPrefix, type Page, walk } from './walk.ts';
import { element, text, type Xml, xmlDocument } from './xml.ts';

const MAX_KEYS = 1000;
// Versions count from 1 and are listed newest first, so this stands behind all versions of a key.
const AFTER_ALL_VERSIONS = 0;

interface Options {
  prefix: string;
  delimiter: string;
  limit: number;
  /** Writes a key or prefix as the client asked for it. */
  name(key: string): string;
  common: Xml[];
}

export function listObjectsV2({ store }: Context, { bucket, query }: S3Request): Answer {
  store.bucket(bucket);
  const options = readOptions(bucket, query);
  const token = query.get('continuation-token');
  const startAfter = query.get('start-after');
  const from = token !== undefined ? parseToken(token) : afterKey(startAfter ?? '');
  const page = walk({ ...options, from, fetch: (at, limit) => store.catalog.objectsAfter(bucket, at, limit) });
  const withOwner = query.get('fetch-owner') === 'true';
  return {
    xml: xmlDocument(
      'ListBucketResult',
      ...options.common,
      text('KeyCount', page.entries.length + page.prefixes.length),
      text('StartAfter', startAfter === undefined ? undefined : options.name(startAfter)),
      text('ContinuationToken', token),
      text('IsTruncated', page.next !== undefined),
      text('NextContinuationToken', page.next && makeToken(page.next)),
      ...contents(page, options, withOwner),
    ),
  };
}

export function listObjects({ store }: Context, { bucket, query }: S3Request): Answer {
  store.bucket(bucket);
  const options = readOptions(bucket, query);
  const marker = query.get('marker') ?? '';
  const from = afterMarker(marker, options);
  const page = walk({ ...options, from, fetch: (at, limit) => store.catalog.objectsAfter(bucket, at, limit) });
  const next = page.next && options.delimiter !== '' ? page.last : undefined;
  return {
    xml: xmlDocument(
      'ListBucketResult',
      ...options.common,
      text('Marker', options.name(marker)),
      text('NextMarker', next === undefined ? undefined : options.name(next)),
      text('IsTruncated', page.next !== undefined),
      ...contents(page, options, true),
    ),
  };
}

export function listObjectVersions({ store }: Context, { bucket, query }: S3Request): Answer {
  store.bucket(bucket);
  const options = readOptions(bucket, query);
  const keyMarker = query.get('key-marker') ?? '';
  const idMarker = query.get('version-id-marker');
  const marked = idMarker ? store.catalog.version(bucket, keyMarker, idMarker) : undefined;
  if (idMarker && !marked) throw invalidArgument('version-id-marker names no version of key-marker');
  const from = marked ? { key: Buffer.from(keyMarker), seq: marked.seq } : afterMarker(keyMarker, options);
  const page = walk({ ...options, from, fetch: (at, limit) => store.catalog.versionsAfter(bucket, at, limit) });
  const lastEntry = page.entries.at(-1);
  const endsInVersion = lastEntry?.key === page.last;
  return {
    xml: xmlDocument(
      'ListVersionsResult',
      ...options.common,
      text('KeyMarker', options.name(keyMarker)),
      text('VersionIdMarker', idMarker ?? ''),
      text('NextKeyMarker', page.next && options.name(page.last ?? '')),
      text('NextVersionIdMarker', page.next && endsInVersion ? lastEntry?.version_id : undefined),
      text('IsTruncated', page.next !== undefined),
      ...page.entries.map((version) => versionEntry(version, isLatest(version), options)),
      ...prefixes(page, options),
    ),
  };

  function isLatest(version: Version): boolean {
    return store.catalog.latest(bucket, version.key)?.seq === version.seq;
  }
}

function readOptions(bucket: string, query: ReadonlyMap<string, string>): Options {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const encoding = query.get('encoding-type');
  if (encoding !== undefined && encoding !== 'url')
    throw invalidArgument('Invalid Encoding Method specified in Request');
  const name = encoding === 'url' ? percentEncode : (key: string) => key;
  const limit = limitOf(query.get('max-keys'), 'max-keys', MAX_KEYS);
  const common = [
    text('Name', bucket),
    text('Prefix', name(prefix)),
    text('Delimiter', delimiter === '' ? undefined : name(delimiter)),
    text('MaxKeys', limit),
    text('EncodingType', encoding),
  ];
  return { prefix, delimiter, limit, name, common };
}

/** @throws S3Error InvalidArgument */
export function limitOf(value: string | undefined, name: string, most: number): number {
  if (value === undefined || value === '') return most;
  if (!/^\d{1,9}$/.test(value)) throw invalidArgument(`${name} must be an integer of at least 0`);
  return Math.min(Number(value), most);
}

/** S3's own percent-encoding of keys: slashes stay, a space becomes a plus. */
export function percentEncode(key: string): string {
  const encoded = encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+');
  return encoded.replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function contents(page: Page<Version>, options: Options, withOwner: boolean): Xml[] {
  const entries = page.entries.map((object) =>
    element('Contents', text('Key', options.name(object.key)), ...describe(object), ...(withOwner ? [OWNER] : [])),
  );
  return [...entries, ...prefixes(page, options)];
}

function versionEntry(version: Version, latest: boolean, options: Options): Xml {
  const named = [
    text('Key', options.name(version.key)),
    text('VersionId', version.version_id),
    text('IsLatest', latest),
  ];
  if (version.blob === null) {
    const modified = text('LastModified', isoSeconds(version.modified));
    return element('DeleteMarker', ...named, modified, OWNER);
  }
  return element('Version', ...named, ...describe(version), OWNER);
}

function describe({ modified, etag, size, meta }: Version): Xml[] {
  return [
    text('LastModified', isoSeconds(modified)),
    text('ETag', quoted(etag)),
    ...Object.keys(meta.checksums).map((algorithm) => text('ChecksumAlgorithm', algorithm)),
    text('ChecksumType', meta.checksumType),
    text('Size', size),
    text('StorageClass', 'STANDARD'),
  ];
}

function prefixes(page: Page<unknown>, options: Options): Xml[] {
  return page.prefixes.map((prefix) => element('CommonPrefixes', text('Prefix', options.name(prefix))));
}

function afterKey(key: string): Position {
  return { key: Buffer.from(key), seq: AFTER_ALL_VERSIONS };
}

/** A marker that is itself a common prefix stands for all the keys below it. */
function afterMarker(marker: string, { prefix, delimiter }: Options): Position {
  const beyond = commonPrefix(marker, prefix, delimiter) === marker ? after(Buffer.from(marker)) : undefined;
  return marker !== '' && beyond ? startingAt(beyond) : afterKey(marker);
}

const tokenSchema = z.tuple([z.string(), z.number()]);

function makeToken({ key, seq }: Position): string {
  return Buffer.from(JSON.stringify([key.toString('base64url'), seq])).toString('base64url');
}

function parseToken(token: string): Position {
  try {
    const [key, seq] = tokenSchema.parse(JSON.parse(Buffer.from(token, 'base64url').toString('utf8')));
    return { key: Buffer.from(key, 'base64url'), seq };
  } catch {
    throw invalidArgument('The continuation token provided is incorrect');
  }
}
