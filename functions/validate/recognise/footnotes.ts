/** Lines below a table, which say something of all of it. */

import { LINE_BREAK } from '../../../shared/text/lines.ts';
import type { Head } from '../open/index.ts';

const MOST = 12;
const BEGINS_A_RECORD = /^["'\s]*[\d{[<}\]]/;

/** @returns the last lines of a file that begin as no record does, from the first of them on */
export function footnotesOf({ tail }: Pick<Head, 'tail'>): string[] {
  const lines = tail
    .split(LINE_BREAK)
    .filter((line) => line.trim() !== '')
    .slice(-MOST);
  const last = lines.findLastIndex((line) => BEGINS_A_RECORD.test(line));
  return last < 0 ? [] : lines.slice(last + 1);
}
