/** Columns that say of each record whether it counts: `Exclude` with a yes, `Valid` with a 0, a remark `ignore`. */
import type { LayoutColumn } from '../../../shared/readings/layout.ts';
import { tokensOf } from '../vocabulary/tokens.ts';
import {
  EXCLUDING,
  INCLUDING,
  NO,
  OF_RECORDS,
  REMARK_KEEPS,
  REMARK_LEAVES_OUT,
  REMARKS,
  YES,
} from '../vocabulary/validity-words.ts';
import type { Sample } from './sample.ts';

type SaysInvalid = NonNullable<LayoutColumn['says_invalid']>;

/** @param column one that is no value, and of which no person has said what it is */
export function withValidity(column: LayoutColumn, sample: Sample): LayoutColumn {
  const says =
    (column.role === 'ignored' || column.role === 'quality') && column.why !== 'given'
      ? validityOf(column, sample)
      : undefined;
  return says ? { ...column, says_invalid: says, why: 'it says which records do not count' } : column;
}

/** @returns whether a cell of such a column takes its record out */
export function leavesOut(says: SaysInvalid, cell: string): boolean {
  const text = cell.trim().toLowerCase();
  switch (says) {
    case 'yes':
      return YES.includes(text);
    case 'no':
      return NO.includes(text);
    case 'remark':
      return new RegExp(REMARK_LEAVES_OUT, 'iu').test(text) && !new RegExp(REMARK_KEEPS, 'iu').test(text);
  }
}

function validityOf({ index, name }: LayoutColumn, { rows }: Sample): SaysInvalid | undefined {
  const says = saysOfHeading(name);
  if (!says) return undefined;
  const cells = rows.map((row) => (row[index] ?? '').trim().toLowerCase());
  const answers = new Set(cells.filter((cell) => cell !== ''));
  const isAnswered = says === 'remark' || [...answers].every((cell) => YES.includes(cell) || NO.includes(cell));
  // A file none of whose records counts says something else.
  return isAnswered && !cells.every((cell) => leavesOut(says, cell)) ? says : undefined;
}

function saysOfHeading(name: string): SaysInvalid | undefined {
  const tokens = tokensOf(name).filter((token) => !OF_RECORDS.has(token));
  const [word = '', ...more] = tokens;
  if (more.length > 0) return undefined;
  if (EXCLUDING.has(word)) return 'yes';
  if (INCLUDING.has(word)) return 'no';
  return REMARKS.has(word) ? 'remark' : undefined;
}
