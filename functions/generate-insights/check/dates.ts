/** Dates in a text. */

import { MONTH_NAMES, shortName } from '../../../shared/text/calendar-names.ts';

const SHORT = MONTH_NAMES.map((name) => `${shortName(name)}\\.?`);
const MONTH = `(?<month>${[...MONTH_NAMES, ...SHORT].join('|')})\\b\\.?`;

const ISO = /(?<year>\d{4})-(?<number>\d{2})-(?<day>\d{2})(?!\d)/y;
/** "1 October 2026", "1st of October". */
const DAY_FIRST = new RegExp(`(?<day>\\d{1,2})(?:st|nd|rd|th)? (?:of )?${MONTH}(?:,? (?<year>\\d{4}))?`, 'y');
/** "(October) 1, 2026", "(October) 2026": the month stands before the digits. */
const MONTH_BEFORE = new RegExp(`${MONTH} $`);
const DAY_SECOND = /(?<day>\d{1,2})(?:st|nd|rd|th)?(?!\d|[.,:]\d)(?:,? (?<year>\d{4}))?(?! ?(?:%|kWh|MWh))/y;
const YEAR_ONLY = /(?<year>20\d{2})(?!\d|[.,]\d)/y;

/** A date as one number, 20261031; what a text leaves out is 0: 1031 for "31 October", 20261000 for "October 2026". */
export function dateNumber(year: number, month: number, day: number): number {
  return year * 10_000 + month * 100 + day;
}

/** @returns the date that begins with the digits at this place */
export function dateAt(text: string, at: number): { date: number; end: number } | undefined {
  const month = MONTH_BEFORE.exec(text.slice(0, at))?.groups?.month;
  const match =
    sticky(ISO, text, at) ?? sticky(DAY_FIRST, text, at) ?? (month === undefined ? undefined : afterMonth(text, at));
  if (!match?.groups) return undefined;
  const { year, number, month: own, day } = match.groups;
  const ofYear = number === undefined ? monthOf(own ?? month) : Number(number);
  return { date: dateNumber(Number(year ?? 0), ofYear, Number(day ?? 0)), end: at + match[0].length };
}

function afterMonth(text: string, at: number): RegExpExecArray | undefined {
  return sticky(YEAR_ONLY, text, at) ?? sticky(DAY_SECOND, text, at);
}

function sticky(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

function monthOf(name = ''): number {
  return MONTH_NAMES.findIndex((each) => each.slice(0, 3) === name.slice(0, 3)) + 1;
}
