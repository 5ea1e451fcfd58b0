/** Several ordered listings as one: everything of one name together. */

/**
 * @param listings each in the order of the names of its items
 * @param nameOf of an item; names are of `[a-z0-9-]`
 * @throws Error where a listing is not in order: a name would come twice, each time with a part of its items
 */
export async function* merged<T>(
  listings: readonly AsyncIterable<T>[],
  nameOf: (item: T) => string,
): AsyncGenerator<{ readonly name: string; readonly items: readonly T[] }> {
  const open = listings.map((each) => each[Symbol.asyncIterator]());
  const next = async (nth: number) => {
    const step = await open[nth]?.next();
    return step === undefined || step.done ? undefined : { item: step.value, name: nameOf(step.value) };
  };
  const heads = await Promise.all(open.map((_, nth) => next(nth)));
  for (let last: string | undefined; ; ) {
    const names = heads.flatMap((head) => head?.name ?? []);
    if (names.length === 0) return;
    const name = names.reduce((first, each) => (isBefore(each, first) ? each : first));
    if (last !== undefined && !isBefore(last, name))
      throw new Error(`a listing is not in order: ${name} after ${last}`);
    last = name;
    const items: T[] = [];
    for (const nth of heads.keys()) {
      for (let head = heads[nth]; head?.name === name; head = heads[nth]) {
        items.push(head.item);
        heads[nth] = await next(nth);
      }
    }
    yield { name, items };
  }
}

/** In keys a name ends with a slash or a full stop, which stand behind the hyphen and before letters and digits. */
function isBefore(a: string, b: string): boolean {
  return `${a}/` < `${b}/`;
}
