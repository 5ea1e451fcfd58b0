import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { one } from './declared.ts';
import { S3Error } from './errors.ts';

/** A request to S3, taken apart but not yet understood. */
export interface S3Request {
  id: string;
  method: string;
  /** Empty for the service itself. */
  bucket: string;
  /** Empty for the bucket itself. Raw text. */
  key: string;
  /** The path as sent, for error answers. */
  path: string;
  query: ReadonlyMap<string, string>;
  headers: IncomingHttpHeaders;
  message: IncomingMessage;
}

const MAX_KEY_BYTES = 1024;

/**
 * Takes a request apart by hand: the URL class would fold `..` and `//` in keys together.
 *
 * @throws S3Error InvalidURI, KeyTooLongError
 */
export function parseRequest(message: IncomingMessage): S3Request {
  const url = message.url ?? '/';
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const query = parseQuery(mark < 0 ? '' : url.slice(mark + 1));
  const { bucket, key } = bucketAndKey(path, message.headers.host ?? '');
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw new S3Error('KeyTooLongError', 'Your key is too long');
  const id = randomBytes(8).toString('hex').toUpperCase();
  return { id, method: message.method ?? 'GET', bucket, key, path, query, headers: message.headers, message };
}

/** `/bucket/key`, or `/key` when the host is `bucket.localhost`. */
function bucketAndKey(path: string, host: string): { bucket: string; key: string } {
  const named = /^(.+)\.localhost(?::\d+)?$/i.exec(host)?.[1];
  if (named !== undefined) return { bucket: named, key: decode(path.slice(1)) };
  const slash = path.indexOf('/', 1);
  if (slash < 0) return { bucket: decode(path.slice(1)), key: '' };
  return { bucket: decode(path.slice(1, slash)), key: decode(path.slice(slash + 1)) };
}

function parseQuery(text: string): Map<string, string> {
  const query = new Map<string, string>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = equals < 0 ? pair : pair.slice(0, equals);
    const value = equals < 0 ? '' : pair.slice(equals + 1);
    query.set(decode(name.replaceAll('+', ' ')), decode(value.replaceAll('+', ' ')));
  }
  return query;
}

/** @throws S3Error InvalidURI for anything that is not UTF-8 */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidURI', "Couldn't parse the specified URI: it is not percent-encoded UTF-8");
  }
}

/** The object that `x-amz-copy-source` names. @throws S3Error InvalidArgument */
export function copySource(headers: IncomingHttpHeaders): { bucket: string; key: string; versionId?: string } {
  const header = (one(headers['x-amz-copy-source']) ?? '').replace(/^\//, '');
  const [path = '', versionId] = header.split('?versionId=');
  const slash = path.indexOf('/');
  const bucket = decode(slash < 0 ? '' : path.slice(0, slash));
  const key = decode(path.slice(slash + 1));
  if (bucket === '' || key === '') {
    throw new S3Error('InvalidArgument', 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey');
  }
  return versionId === undefined ? { bucket, key } : { bucket, key, versionId: decode(versionId) };
}
