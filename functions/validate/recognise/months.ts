/** Months as text, `2025-01`, `01/2025`, `January 2025`, `jan/25`: what a bill or a portal dates by the month alone. */
import { MONTH_TEXTS, MONTHS_OF_A_YEAR, plainMonth } from '../../../shared/text/month-words.ts';
import { yearOf } from './calendar.ts';

const S = '[\\s\u00a0\u202f]';
const WORD = '\\p{L}{3,12}';
const MONTH = `(\\d{1,2}|${WORD})(?:\\.|月|월)?`;
/** Of four digits, such as a Buddhist one; `2025 г.`. */
const YEAR = `((?:19|20|25)\\d\\d)(?:${S}?(?:г|р)\\.?)?`;
const BETWEEN = `(?:[-/.,年년]|${S})${S}?`;
/** Over lower case without accents. Groups: year, month, month, year, word, year of two digits; four are empty. */
export const MONTH_PATTERN =
  `^${S}*(?:${YEAR}${BETWEEN}${MONTH}|${MONTH}${BETWEEN}${YEAR}|` + `(${WORD})\\.?${BETWEEN}['’]?(\\d\\d))${S}*$`;
export const MONTH_GROUPS = ['y1', 'm1', 'm2', 'y2', 'm3', 'y3'] as const;

const PATTERN = new RegExp(MONTH_PATTERN, 'u');
const MAX_LENGTH = 24;

interface Month {
  /** Milliseconds of its first midnight, as if the wall clock were UTC. */
  readonly at: number;
  /** The two digits behind a word, which may be a year's or a day's. */
  readonly digits: string | undefined;
}

function read(cell: string): Month | undefined {
  if (cell.length > MAX_LENGTH) return undefined;
  const found = PATTERN.exec(plainMonth(cell));
  if (!found) return undefined;
  const [, y1, m1, m2, y2, m3, digits] = found;
  const word = m1 ?? m2 ?? m3 ?? '';
  const month = /\d/.test(word) ? Number(word) : (MONTH_TEXTS.get(word) ?? 0);
  const year = yearOf(y1 ?? y2 ?? `20${digits}`) ?? Number.NaN;
  return month >= 1 && month <= MONTHS_OF_A_YEAR ? { at: Date.UTC(year, month - 1), digits } : undefined;
}

/** @returns milliseconds of the month's first midnight, as if the wall clock were UTC; undefined for any other text */
export function monthOf(cell: string): number | undefined {
  return read(cell)?.at;
}

/**
 * Whether the months of a column are some: `Jan 24` may be a day, of which the same month has many and whose numbers
 * go up and down with the months.
 */
export function areMonths(cells: readonly string[]): boolean {
  const months = cells.flatMap((cell) => read(cell) ?? []);
  if (months.every(({ digits }) => digits === undefined)) return true;
  const steps = months.map(({ at }, index) => Math.sign(at - (months[index - 1]?.at ?? at)));
  return !(steps.includes(1) && steps.includes(-1));
}
