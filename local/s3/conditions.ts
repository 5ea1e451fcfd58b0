import type { IncomingHttpHeaders } from 'node:http';
import { one } from './declared.ts';
import { noSuchKey, preconditionFailed, S3Error } from './errors.ts';
import type { Version } from './rows.ts';

/** Checks a conditional write against the newest version of the key. */
export type WriteCondition = (latest: Version | undefined) => void;

/**
 * The condition of a put, copy, completion or delete. Use it when the request begins and again, with `again`, in the
 * instant of the write.
 *
 * @throws S3Error from the conditions: PreconditionFailed (412), NoSuchKey, and ConditionalRequestConflict (409) when
 * the object that If-Match named was deleted while the body was arriving
 */
export function writeCondition(
  headers: IncomingHttpHeaders,
  key: string,
): { first: WriteCondition; again: WriteCondition } {
  const ifNoneMatch = one(headers['if-none-match']);
  const ifMatch = one(headers['if-match']);
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') {
    const message =
      'A header you provided implies functionality that is not implemented: If-None-Match on a write takes only *';
    throw new S3Error('NotImplemented', message, 501);
  }
  const check = (latest: Version | undefined, gone: () => S3Error) => {
    const exists = latest !== undefined && latest.blob !== null;
    if (ifNoneMatch !== undefined && exists) throw preconditionFailed('If-None-Match');
    if (ifMatch === undefined) return;
    if (!exists) throw gone();
    if (!matches(ifMatch, latest.etag)) throw preconditionFailed('If-Match');
  };
  const conflict = () => {
    const message = 'The object was deleted while this conditional request was under way; try again';
    return new S3Error('ConditionalRequestConflict', message, 409);
  };
  return { first: (latest) => check(latest, () => noSuchKey(key)), again: (latest) => check(latest, conflict) };
}

/** What the conditions of a read say: go on, or answer 304. @throws S3Error PreconditionFailed */
export function readCondition(headers: IncomingHttpHeaders, version: Version, prefix = ''): 'read' | 'not-modified' {
  const ifMatch = one(headers[`${prefix}if-match`]);
  const ifNoneMatch = one(headers[`${prefix}if-none-match`]);
  const since = seconds(one(headers[`${prefix}if-modified-since`]));
  const until = seconds(one(headers[`${prefix}if-unmodified-since`]));
  const modified = Math.floor(version.modified / 1000);
  if (ifMatch !== undefined) {
    if (!matches(ifMatch, version.etag)) throw preconditionFailed('If-Match');
  } else if (until !== undefined && modified > until) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  if (ifNoneMatch !== undefined) return matches(ifNoneMatch, version.etag) ? 'not-modified' : 'read';
  return since !== undefined && modified <= since ? 'not-modified' : 'read';
}

/** Seconds since 1970 of an HTTP date; a date that cannot be read is no condition. */
function seconds(date: string | undefined): number | undefined {
  const time = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(time) ? undefined : Math.floor(time / 1000);
}

/** Whether a list of entity tags, quoted or not, holds this one. */
function matches(list: string, etag: string): boolean {
  return list.split(',').some((item) => {
    const tag = item.trim().replace(/^"(.*)"$/, '$1');
    return tag === '*' || tag === etag;
  });
}
