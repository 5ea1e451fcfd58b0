/** Months as text, `2025-01`, `01/2025` or `January 2025`: what a bill or a portal dates by the month alone. */
import { MONTH_WORDS, MONTHS_OF_A_YEAR } from '../../../shared/text/month-words.ts';

const MONTH = '(\\d{1,2}|[a-z]{3,10})\\.?';
const YEAR = '((?:19|20)\\d\\d)';
const S = '[\\s\u00a0\u202f]';
const BETWEEN = `(?:[-/.,]|${S})${S}?`;
/** Over lower case without accents. Groups: year, month, month, year; two of them are empty. */
export const MONTH_PATTERN = `^${S}*(?:${YEAR}${BETWEEN}${MONTH}|${MONTH}${BETWEEN}${YEAR})${S}*$`;
export const MONTH_GROUPS = ['y1', 'm1', 'm2', 'y2'] as const;

const PATTERN = new RegExp(MONTH_PATTERN);
const MAX_LENGTH = 24;

/** @returns milliseconds of the month's first midnight, as if the wall clock were UTC; undefined for any other text */
export function monthOf(cell: string): number | undefined {
  if (cell.length > MAX_LENGTH) return undefined;
  const found = PATTERN.exec(cell.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase());
  if (!found) return undefined;
  const [, y1, m1, m2, y2] = found;
  const word = m1 ?? m2 ?? '';
  const month = /\d/.test(word) ? Number(word) : (MONTH_WORDS.indexOf(word) % MONTHS_OF_A_YEAR) + 1;
  return month >= 1 && month <= MONTHS_OF_A_YEAR ? Date.UTC(Number(y1 ?? y2), month - 1) : undefined;
}
