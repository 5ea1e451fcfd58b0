/** What a cell is at first sight: a time, a number, or nothing. */
import { INVISIBLE, OTHER_SPACES } from '../../../shared/text/spaces.ts';

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
const UNSEEN = new RegExp(`[${INVISIBLE}]`, 'g');
/** As printed, before the number; and behind it, as large systems of accounting write it. */
const PRINTED_MINUS = '[\u2010-\u2013\u2212\ufe63\uff0d]';
const MINUS_BEFORE = new RegExp(`^${PRINTED_MINUS} ?(?=[\\d.,])`);
const MINUS_BEHIND = new RegExp(`^(\\d[\\d.,']*)(?:-|${PRINTED_MINUS})$`);

/** `="0.512"`: a text that a spreadsheet is to leave as it is. */
const FORMULA_OF_TEXT = /^="([^"]*)"$/;
/** Digits of Arabic, of Persian and Urdu, and the wide ones of East Asian keyboards. */
const OTHER_DIGITS = '\u0660-\u0669\u06f0-\u06f9\uff10-\uff19';
const OTHER_DIGIT = new RegExp(`[${OTHER_DIGITS}]`);
/** A number or a time that is written with them. */
const OTHER_NUMBER = new RegExp(`^[${OTHER_DIGITS}\\d\\s.,:/+\u066b\u066c\uff0b-\uff0f\uff1a-]+$`);
/** The signs around them, with those of ASCII: wide ones are as far behind these as wide digits. */
const OTHER_SIGNS: ReadonlyMap<string, string> = new Map([
  ['\u066b', '.'],
  ['\u066c', ''],
  ...[...'+,-./:'].map((sign): [string, string] => [String.fromCharCode(sign.charCodeAt(0) + 0xfee0), sign]),
]);

function inAscii(text: string): string {
  return [...text]
    .map((each) => (OTHER_DIGIT.test(each) ? String(each.charCodeAt(0) % 16) : (OTHER_SIGNS.get(each) ?? each)))
    .join('');
}

/**
 * White space of any kind around a cell is not part of it, nor is what no screen shows; a minus is written as one, and
 * digits are those of ASCII.
 */
export function trimmed(cell: string): string {
  const text = cell.replace(UNSEEN, '').replace(OTHER_SPACE, ' ').trim().replace(FORMULA_OF_TEXT, '$1').trim();
  const known = OTHER_DIGIT.test(text) && OTHER_NUMBER.test(text) ? inAscii(text) : text;
  return known.replace(MINUS_BEFORE, '-').replace(MINUS_BEHIND, '-$1');
}

const AT_THE_END = `\\s*("?[,;\\t|]|"?\\s*$)`;
const ODD = new RegExp(
  [
    // Spaces that are no separators, at the end of a cell or between a number and a word, or wider ones anywhere.
    `[\u00a0\u202f]${AT_THE_END}|\\d[\u00a0\u202f]\\D|[\u2000-\u200a\u205f\u3000]`,
    `[${INVISIBLE}]`,
    `${PRINTED_MINUS}\\d|\\d(?:-|${PRINTED_MINUS})${AT_THE_END}`,
    `(?:^|[,;\\t|"])="`,
    `[${OTHER_DIGITS}]`,
  ].join('|'),
  'm',
);

/** Whether records hold characters that `trimmed` takes off their cells, or writes otherwise. */
export function holdsOddCharacters(text: string): boolean {
  return ODD.test(text);
}

/** Separators, dashes and white space. */
export function isBlankText(text: string): boolean {
  return /^[\s\u00a0,;|"'=_*#+-]*$/.test(text);
}
