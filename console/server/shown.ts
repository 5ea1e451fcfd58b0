import type { ShownTable } from '../api/table.ts';

const ROWS_SHOWN = 60;

/** A table for the page; of a long one its first rows. */
export function shown(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  most: number = ROWS_SHOWN,
): ShownTable {
  return {
    columns: [...columns],
    rows: rows.slice(0, most).map((row) => [...row]),
    more: Math.max(0, rows.length - most),
  };
}
