import type { Position } from './catalog.ts';
import { startingAt } from './store.ts';

/** What a listing shows: entries, and prefixes that stand for all keys below them. */
export interface Page<T> {
  entries: T[];
  prefixes: string[];
  /** Where the next page begins; undefined at the end. */
  next: Position | undefined;
  /** The last key or prefix of this page. */
  last: string | undefined;
}

export interface Walk<T> {
  prefix: string;
  /** Empty for none. */
  delimiter: string;
  /** Entries and prefixes together. */
  limit: number;
  from: Position;
  fetch(after: Position, limit: number): T[];
}

/**
 * Collects one page of a listing in key order. A whole common prefix costs one look-up, however many keys it stands
 * for.
 */
export function walk<T extends { key: string; seq: number }>(options: Walk<T>): Page<T> {
  const { prefix, delimiter, limit, fetch } = options;
  const page: Page<T> = { entries: [], prefixes: [], next: undefined, last: undefined };
  const start = startingAt(Buffer.from(prefix));
  let at = Buffer.compare(options.from.key, start.key) > 0 ? options.from : start;
  let room = limit;
  for (;;) {
    const items = fetch(at, Math.min(room, 1000) + 1);
    if (items.length === 0) return page;
    for (const item of items) {
      if (!item.key.startsWith(prefix)) return page;
      if (room === 0) return { ...page, next: at };
      room--;
      const common = commonPrefix(item.key, prefix, delimiter);
      if (common !== undefined) {
        page.prefixes.push(common);
        page.last = common;
        const beyond = after(Buffer.from(common));
        if (beyond === undefined) return page;
        at = startingAt(beyond);
        break;
      }
      page.entries.push(item);
      page.last = item.key;
      at = { key: Buffer.from(item.key), seq: item.seq };
    }
  }
}

/** The part of a key that a delimiter groups by, the delimiter included. */
export function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '') return undefined;
  const end = key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}

/** The first byte string that does not begin with these bytes and follows all that do. */
export function after(bytes: Buffer): Buffer | undefined {
  const end = bytes.findLastIndex((byte) => byte < 0xff);
  if (end < 0) return undefined;
  const beyond = Buffer.from(bytes.subarray(0, end + 1));
  beyond[end] = (beyond[end] ?? 0) + 1;
  return beyond;
}
