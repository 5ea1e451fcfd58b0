/** What holds for a column: one damaged cell, or one in a hundred, changes nothing of what the others say. */

/** Of fewer rows nothing can be told of what is the same in many of them. */
export const ROWS_TO_TELL = 20;

const PART = 0.01;
const FEW = 100;
/** Of fewer cells than these, one is no exception. */
const FEWEST = 3;

/** @returns how many of so many cells may be otherwise */
export function exceptions(cells: number): number {
  if (cells < FEWEST) return 0;
  return cells < FEW ? 1 : Math.floor(PART * cells);
}

/** @returns whether all items but a few are so; never of none */
export function nearlyAll<T>(items: readonly T[], is: (item: T, index: number) => boolean): boolean {
  let left = exceptions(items.length);
  for (const [index, item] of items.entries()) {
    if (is(item, index)) continue;
    left -= 1;
    if (left < 0) return false;
  }
  return items.length > 0;
}
