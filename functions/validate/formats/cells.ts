/** What a cell is at first sight: a time, a number, or nothing. */
import { OTHER_SPACES } from '../../../shared/text/spaces.ts';

const DATE = /(^|\D)(\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./ ](\d{1,2}|[A-Za-z]{3,9})[-./ ]\d{2,4}|\d{4}年\d{1,2}月)/;
/** Seconds since 1970, or thousandths, millionths, billionths of them, of 1989 to 2034: serial numbers are as long. */
export const EPOCH = /^([6-9]\d{8}|1\d{9}|20[0-4]\d{7})(\.\d+|(\d{3}){1,3})?$/;
const COMPACT = /^(19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])(\d{4}|\d{6})?$/;
const NUMBER = /^[-+]?[\d.,']*\d([eE][-+]?\d+)?( ?[A-Za-z%]{1,5})?$/;

export function isTime(cell: string): boolean {
  return DATE.test(cell) || EPOCH.test(cell) || COMPACT.test(cell);
}

export function isNumber(cell: string): boolean {
  return NUMBER.test(cell);
}

/** A time and something beside it, even where that is empty. */
export function isRecord(cells: readonly string[]): boolean {
  const time = cells.findIndex(isTime);
  return time >= 0 && cells.some((cell, at) => at !== time && isNumber(cell));
}

const OTHER_SPACE = new RegExp(`[${OTHER_SPACES}]`, 'g');

/** White space of any kind around a cell is not part of it. */
export function trimmed(cell: string): string {
  return cell.replace(OTHER_SPACE, ' ').trim();
}

/** Separators, dashes and white space. */
export function isBlankText(text: string): boolean {
  return /^[\s\u00a0,;|"'=_*#+-]*$/.test(text);
}
