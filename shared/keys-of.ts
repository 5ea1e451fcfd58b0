/** The names of a declaration, so that no list repeats them. */

/** @returns the keys of a plain record in the order of their declaration */
export function keysOf<T extends object>(declared: T): readonly Extract<keyof T, string>[] {
  const keys: Extract<keyof T, string>[] = [];
  for (const key in declared) keys.push(key);
  return keys;
}
