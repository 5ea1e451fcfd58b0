/** Dates and times as text. The patterns are also what the SQL reads with: one meaning in both places. */

import type { DateOrder } from '../../../shared/readings/layout.ts';
import { MONTH_CODES } from '../../../shared/text/calendar-names.ts';
import { OTHER_SPACES } from '../../../shared/text/spaces.ts';

/** White space of any width: one meaning in both languages. */
const S = `[\\s${OTHER_SPACES}]`;
/** What stands between the two ends of an interval in East Asia, and never within a date. */
export const WAVES = '~〜～至';
/** `00:30`, `0.30`, `0h30`, `00 h 30`, `0:30:15.5 am`, `12:30 a. m.`, `0时30分`; the last kind may have no minutes. */
const CLOCK =
  `(\\d{1,2})(?:(?:[:.时時시]|${S}?[hH]${S}?)(\\d{2})[分분]?(?::(\\d{2})(?:[.,](\\d{1,9}))?)?|[时時시])` +
  `(?:${S}*:?([AaPp]\\.?${S}?[Mm]\\.?(?:\\d{3})?)|${S}+Uhr)?`;
/** `kl. 14.00`, `klo 14.00`. */
const AT = `(?:[Kk]lo?\\.?${S}*)?`;
/**
 * Minutes east of UTC of a clock by its abbreviation. Where several places use one, the zone of the site decides, and
 * the first is that of most files.
 */
export const ABBREVIATIONS = {
  UTC: [0],
  GMT: [0],
  WET: [0],
  WEST: [60],
  BST: [60],
  CET: [60],
  MEZ: [60],
  CEST: [120],
  MESZ: [120],
  EET: [120],
  EEST: [180],
  EST: [-300, 600],
  EDT: [-240, 660],
  CST: [-360, 480, 570],
  CDT: [-300, 630],
  MST: [-420],
  MDT: [-360],
  PST: [-480],
  PDT: [-420],
  AEST: [600],
  AEDT: [660],
  ACST: [570],
  ACDT: [630],
  AWST: [480],
  NZST: [720],
  NZDT: [780],
  JST: [540],
  // Summer time, whichever it is at the site.
  DST: [180, 120, 60, -240, -300, -360, -420, -480, 780, 660, 630, 600],
} as const satisfies Record<string, readonly [number, ...number[]]>;

const NAMED = Object.keys(ABBREVIATIONS).join('|');
/** Of `CEST+0200` the number counts: the name before it says the same. */
const OFFSET =
  `(?:${NAMED})??(?:([Zz]|${NAMED}|[+-]\\d{2}(?::?\\d{2})?)` +
  // `-05:00 New_York`: so does it before the name of the zone.
  `(?:${S}+[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?)?)?`;
/** `Wed, 01 May 2019 11:50:00 GMT`, as mails and protocols of the web write it. */
const WEEKDAY = `(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},?${S}+)?`;
/** `00:30 - 01:00`, `23:30～24:00`: of an interval with both its ends in one cell, the first counts. */
const TO_END =
  `(?:(?:${S}+(?:[-–—]|to|bis|au|al|até)${S}+|${S}*[${WAVES}]${S}*)` +
  `\\d[\\d:./ A-Zapmh时時시分분()\u00a0\u202f-]*)?`;
/** `Du 2026-10-01 00 h 00 au 2026-10-01 01 h 00` */
const FROM = `(?:(?:[Dd]u|[Ff]rom|[Vv]om|[Dd]el?|[Dd]al)${S}+)?`;
/** `(CET/CEST)` behind a time: which clock it is, and not which of its two. */
const CLOCK_NAMED = `(?:${S}*\\([A-Z]{3,4}/[A-Z]{3,4}\\))?`;
/** `'2026-10-01 00:30:00'`: loggers put one on either side of a time, a spreadsheet one before it. */
const APOSTROPHE = `'?`;
/** `2026-01-05T00`: behind that letter an hour may stand alone. */
const HOUR_ALONE = '[Tt](\\d{2})';
/** `01-Aug-2026 01 PM`: so may one of a clock of twelve hours. */
const HALF_ALONE = `(\\d{1,2}${S}*[AaPp]\\.?${S}?[Mm]\\.?)`;
/**
 * `2026-10-01 00:30`, `1/10/26 0:30`, `01-Oct-2026`, `2026/10/01T00:30:00.5+02:00`, `2026年10月1日`, `民國115年10月1日`,
 * `1.10.2026 г. 00:30`: groups a b c h mi s f ap th half z.
 */
export const CALENDAR_PATTERN =
  `^${S}*${APOSTROPHE}${FROM}${WEEKDAY}(?:民[國国]${S}*)?(\\d{1,4})[-/. 年년]${S}*(\\d{1,2}|[A-Za-z]{3,9})[-/. 月월]${S}*` +
  `(\\d{1,4})(?:[.日일]|${S}*г\\.)?` +
  `(?:(?:[Tt]|,|日|일|,?${S}+)${S}*${AT}${CLOCK}|${HOUR_ALONE}|,?${S}+${HALF_ALONE})?` +
  `${S}*\\(?${OFFSET}\\)?${TO_END}${CLOCK_NAMED}${APOSTROPHE}${S}*$`;
/** `20261001`, `202610010030`, `20261001 0:30`, `20261001T003000Z`: the same groups. */
export const COMPACT_PATTERN =
  `^${S}*${APOSTROPHE}(\\d{4})(\\d{2})(\\d{2})(?:[Tt ` +
  `]?(\\d{2}|\\d\\b):?(\\d{2})(?::?(\\d{2})(?:[.,](\\d{1,9}))?)?(x)?|${HOUR_ALONE}|(x))?` +
  `${S}*${OFFSET}${APOSTROPHE}${S}*$`;
export const GROUPS = ['a', 'b', 'c', 'h', 'mi', 's', 'f', 'ap', 'th', 'half', 'z'] as const;

const CALENDAR = new RegExp(CALENDAR_PATTERN);
const COMPACT = new RegExp(COMPACT_PATTERN);
export const BETWEEN_ENDS = `${S}*[-–—${WAVES}]${S}*`;
/** `00:00-01:00` in a column of times of day, whose first counts. */
const CLOCK_OF_END = '\\d{1,2}(?:[:.hH时時시]\\d{2}[分분]?(?::\\d{2})?|[时時시])';
const CLOCK_TO = `(?:${BETWEEN_ENDS}${CLOCK_OF_END})?`;
const CLOCK_ONLY = new RegExp(`^${S}*(?:${AT}${CLOCK}(?:${TO_END}|${CLOCK_TO})|${HALF_ALONE})${S}*$`);
/** What stands behind the first time of such a cell, in both languages. */
export const CLOCK_END = `${BETWEEN_ENDS}${CLOCK_OF_END}${S}*$`;
/** A longer text is no time: patterns need not try every way to take it apart. */
const MAX_LENGTH = 80;

/** The first year of two digits that is of the last century. */
export const TWO_DIGIT_PIVOT = 70;

/** Years from here on are those of the Buddhist calendar, as in Thailand, whose months and days are ours. */
export const BUDDHIST_FROM = 2400;
export const BUDDHIST_YEARS = 543;
/** Years of three digits are those of the calendar of Taiwan, whose first is 1912: from 2001 to 2061. */
export const MINGUO = { from: 90, to: 150, years: 1911 } as const;

export interface Parts {
  readonly a: string;
  readonly b: string;
  readonly c: string;
  readonly clock: string | undefined;
  readonly minutes: number;
  /** Seconds of the day: 86400 for 24:00. */
  readonly seconds: number;
  readonly offset: string | undefined;
  readonly compact: boolean;
  /** `1.10.2026`: nobody writes the month first so. */
  readonly dotted: boolean;
}

export function partsOf(cell: string): Parts | undefined {
  const text = cell.trim();
  if (text.length > MAX_LENGTH) return undefined;
  const calendar = CALENDAR.exec(text);
  const found = calendar ?? COMPACT.exec(text);
  if (!found) return undefined;
  const [, a = '', b = '', c = '', h, mi, s, f, ap, th, half, z] = found;
  const hour = h ?? th ?? (half === undefined ? undefined : /\d+/.exec(half)?.[0]);
  let hours = Number(hour ?? 0);
  if (ap || half) {
    if (hours < 1 || hours > 12) return undefined;
    hours = (hours % 12) + (/p/i.test(ap ?? half ?? '') ? 12 : 0);
  }
  const minutes = Number(mi ?? 0);
  const seconds = hours * 3600 + minutes * 60 + Number(s ?? 0) + Number(`0.${f ?? 0}`);
  if (seconds > 86_400 || minutes > 59) return undefined;
  return {
    a,
    b,
    c,
    clock: hour,
    minutes,
    seconds,
    offset: z,
    compact: calendar === null,
    dotted: text.replace(/^'/, '')[a.length] === '.',
  };
}

/** A time of day in digits alone: `0030`, or `30` where a program took it for a number. */
const COMPACT_CLOCK = /^\s*\d{1,4}\s*$/;

export function isCompactClock(text: string): boolean {
  return COMPACT_CLOCK.test(text) && Number(text) <= 2400 && Number(text) % 100 < 60;
}

/** A spreadsheet writes 00:00 behind every date; `01 Sep 2026` is one with spaces. */
export function dateOnly(text: string): string {
  return text.includes(':') ? (text.split(/[ T]/, 1)[0] ?? text) : text;
}

const CLOCK_END_PATTERN = new RegExp(CLOCK_END);

/** The first time of a cell that gives both ends. */
export function clockBegin(text: string): string {
  return text.replace(CLOCK_END_PATTERN, '').trim();
}

/** The same with its colon: `00:30`. */
export function clockWithColon(text: string): string {
  return text
    .trim()
    .padStart(4, '0')
    .replace(/^(\d\d)(\d\d)$/, '$1:$2');
}

export function isClock(cell: string): boolean {
  const text = cell.trim();
  return text.length <= MAX_LENGTH && CLOCK_ONLY.test(text);
}

/** @returns milliseconds of the wall clock, as if it were UTC; undefined for a date that does not exist */
export function wallClock(parts: Parts, order: DateOrder): number | undefined {
  const { a, b, c } = parts;
  // A year of three or four digits that stands first is one in any file.
  const yearFirst = a.length > 2 || order === 'YMD';
  const [y, m, d] = yearFirst ? [a, b, c] : order === 'DMY' ? [c, b, a] : [c, a, b];
  const word = m.slice(0, 3).toLowerCase();
  const named = MONTH_CODES.indexOf(word) + 1;
  const month = named > 0 ? named : Number(m);
  const year = y.length === 3 && !yearFirst ? undefined : yearOf(y);
  const day = Number(d);
  if (year === undefined || !(month >= 1 && month <= 12) || d.length > 2) return undefined;
  const midnight = Date.UTC(year, month - 1, day);
  if (new Date(midnight).getUTCDate() !== day) return undefined;
  return midnight + parts.seconds * 1000;
}

/** @returns the year of our calendar */
export function yearOf(digits: string): number | undefined {
  const number = Number(digits);
  switch (digits.length) {
    case 2:
      return number + (number >= TWO_DIGIT_PIVOT ? 1900 : 2000);
    case 3:
      return number >= MINGUO.from && number <= MINGUO.to ? number + MINGUO.years : undefined;
    case 4:
      return number >= BUDDHIST_FROM ? number - BUDDHIST_YEARS : number;
    default:
      return undefined;
  }
}
