/** What of the lake nobody needs any more. */
import type { ObjectVersion } from '../lake/versions.ts';

/** Everything below one prefix, in all versions. */
export interface Pile {
  readonly prefix: string;
  readonly versions: readonly ObjectVersion[];
  /** When the last of them was written, ms since 1970. */
  readonly written: number;
}

/**
 * @param prefixOf of an object; undefined for one that belongs to none
 * @returns by prefix, in the order in which they come
 */
export function pilesOf(versions: readonly ObjectVersion[], prefixOf: (key: string) => string | undefined): Pile[] {
  const byPrefix = Map.groupBy(versions, ({ key }) => prefixOf(key));
  return [...byPrefix].flatMap(([prefix, theirs]): Pile[] =>
    prefix === undefined
      ? []
      : [{ prefix, versions: theirs, written: Math.max(...theirs.map(({ modified }) => modified.getTime())) }],
  );
}

/** What of one site or dataset nobody needs. */
export interface Outdated {
  /** Its name in keys. */
  readonly name: string;
  readonly piles: readonly Pile[];
}
