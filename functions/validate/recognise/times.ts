/** Tells how a column of times is written: over the whole column, never row by row. */

import type { DateOrder, Layout } from '../../../shared/readings/layout.ts';
import { MS_PER_DAY as DAY, SPREADSHEET_EPOCH_DAYS } from '../../../shared/text/days.ts';
import { BUDDHIST_FROM, MINGUO, type Parts, wallClock } from './calendar.ts';
import { exceptions, nearlyAll } from './nearly-all.ts';

const MINUTE = 60_000;

/** A way of reading that is faster than the general one; what it cannot read is read again the general way. */
export type FastTimes =
  | { readonly kind: 'common' }
  | { readonly kind: 'zulu' }
  | { readonly kind: 'strptime'; readonly pattern: string };

/** How a column of numbers counts time. Days are a spreadsheet's, by the wall clock; the others are of UTC. */
export type CountedTime = Exclude<Layout['time']['format'], 'calendar' | 'months'>;

const COUNTED = {
  'epoch-seconds': /^\s*\d{9,10}(\.\d+)?\s*$/,
  'epoch-milliseconds': /^\s*\d{12,13}\s*$/,
  'epoch-microseconds': /^\s*\d{15,16}\s*$/,
  'epoch-nanoseconds': /^\s*\d{18,19}\s*$/,
  // 1990 to 2099.
  'spreadsheet-days': /^\s*(3[3-9]|[4-6]\d|7[0-2])\d{3}([.,]\d+)?\s*$/,
} as const satisfies Record<CountedTime, RegExp>;
const COUNTED_TIMES = [
  'epoch-seconds',
  'epoch-milliseconds',
  'epoch-microseconds',
  'epoch-nanoseconds',
  'spreadsheet-days',
] as const satisfies CountedTime[];
/** A fraction of a day has no second of its own: it is the nearest one. */
const SECOND = 1000;
const COMMON = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d$/;
const ZULU = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\dZ$/;

/** @param texts of the whole column */
export function countedTimeOf(texts: readonly string[]): CountedTime | undefined {
  return COUNTED_TIMES.find((unit) => nearlyAll(texts, (text) => COUNTED[unit].test(text)));
}

/** Whether numbers are counted from 1970 in UTC, whatever the clock of the site. */
export function isEpoch(format: Layout['time']['format']): boolean {
  return format.startsWith('epoch-');
}

/** @returns milliseconds; NaN for a text that is no number */
export function countedMilliseconds(text: string, unit: CountedTime): number {
  switch (unit) {
    case 'epoch-seconds':
      return Number(text) * 1000;
    case 'epoch-milliseconds':
      return Number(text);
    case 'epoch-microseconds':
      return Math.floor(Number(text) / 1e3);
    case 'epoch-nanoseconds':
      return Math.floor(Number(text) / 1e6);
    case 'spreadsheet-days':
      return Math.round(((Number(text.replace(',', '.')) - SPREADSHEET_EPOCH_DAYS) * DAY) / SECOND) * SECOND;
  }
}

export function fastTimes(texts: readonly string[], order: DateOrder): FastTimes | undefined {
  if (texts.length === 0 || texts.some((text) => Number(text.slice(0, 4)) >= BUDDHIST_FROM)) return undefined;
  if (texts.every((text) => COMMON.test(text))) return { kind: 'common' };
  if (texts.every((text) => ZULU.test(text))) return { kind: 'zulu' };
  const shape = /^(\d+)([-/.])(\d{1,2})([-/.])(\d+)(?:([ T])(\d{1,2}):(\d\d)(:\d\d)?)?$/;
  const [first = ''] = texts;
  const found = shape.exec(first);
  if (!found) return undefined;
  const [, a = '', s1, , s2, c = '', gap, hour, , seconds] = found;
  const year = order === 'YMD' ? a : c;
  if (year.length !== 4 && year.length !== 2) return undefined;
  const alike = texts.every((text) => {
    const each = shape.exec(text);
    if (!each) return false;
    const ownYear = order === 'YMD' ? each[1] : each[5];
    return (
      each[2] === s1 &&
      each[4] === s2 &&
      each[6] === gap &&
      (each[9] === undefined) === (seconds === undefined) &&
      ownYear?.length === year.length &&
      Number(ownYear) < BUDDHIST_FROM &&
      each[7] !== '24'
    );
  });
  if (!alike) return undefined;
  const y = year.length === 4 ? '%Y' : '%y';
  const date = order === 'YMD' ? `${y}${s1}%m${s2}%d` : order === 'DMY' ? `%d${s1}%m${s2}${y}` : `%m${s1}%d${s2}${y}`;
  const clock = hour === undefined ? '' : `${gap}%H:%M${seconds === undefined ? '' : ':%S'}`;
  return { kind: 'strptime', pattern: date + clock };
}

export type OrderVerdict =
  | { readonly kind: 'known'; readonly order: DateOrder; readonly why: string }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly DateOrder[]; readonly example: string }
  | { readonly kind: 'contradictory'; readonly dayFirst: string; readonly monthFirst: string };

/** So many dates that can only be read one way outweigh one that can only be read the other. */
const RARE = 20;

/** Whether people at a place write the month first, so that it is the likelier of two readings. */
function isMonthFirst(zone: string | undefined): boolean {
  if (zone === undefined) return false;
  return new Intl.Locale('en-US').getTimeZones()?.includes(zone) ?? false;
}

/**
 * @param parts of the column's cells, in the file's order
 * @param place zone of the site, and dates behind those that are looked at
 */
export function decideOrder(
  parts: readonly Parts[],
  given: DateOrder | undefined,
  { zone, beyond = [] }: { readonly zone?: string; readonly beyond?: readonly Parts[] } = {},
): OrderVerdict {
  if (given) return { kind: 'known', order: given, why: 'given' };
  const first = parts[0];
  if (!first) return { kind: 'known', order: 'YMD', why: 'no dates were seen' };
  if (nearlyAll(parts, ({ a }) => a.length === 4)) return { kind: 'known', order: 'YMD', why: 'the year stands first' };
  if (nearlyAll(parts, ({ a }) => a.length === 3)) {
    const why = `the year stands first, and is one of the calendar of Taiwan: ${MINGUO.years} less than ours`;
    return { kind: 'known', order: 'YMD', why };
  }
  if (nearlyAll(parts, ({ b }) => /[a-z]/i.test(b)))
    return { kind: 'known', order: 'DMY', why: 'months are written in words' };
  const written = ({ a, b, c, dotted }: Parts) => [a, b, c].join(dotted ? '.' : '/');
  const dates = [...new Map(parts.map((each) => [written(each), each])).values()];
  const short = dates.every(({ a, c }) => a.length <= 2 && c.length <= 2);
  const [day, month, year] = [coverage(dates, 'DMY'), coverage(dates, 'MDY'), short ? coverage(dates, 'YMD') : 0];
  const ambiguous = (candidates: readonly DateOrder[]) =>
    ({ kind: 'ambiguous', candidates, example: written(first) }) as const;
  const gapless = (one: number, other: number) => one >= 0.5 && one > 2 * other;
  const follows = (what: string) => `only ${what} first gives days that follow each other without long gaps`;
  // 26-10-14: a year of two digits may stand first.
  if (gapless(year, Math.max(day, month))) return { kind: 'known', order: 'YMD', why: follows('year') };
  if (year > 0 && 2 * year >= Math.max(day, month)) {
    return ambiguous([...(day > 0 ? (['DMY'] as const) : []), ...(month > 0 ? (['MDY'] as const) : []), 'YMD']);
  }
  const dayFirst = parts.filter(({ a }) => a.length < 3 && Number(a) > 12);
  const monthFirst = parts.filter(({ a, b }) => a.length < 3 && Number(b) > 12);
  if (dayFirst.length > 0 && monthFirst.length > 0) {
    if (dayFirst.length > RARE * monthFirst.length)
      return { kind: 'known', order: 'DMY', why: `such as ${written(dayFirst[0] ?? first)}` };
    if (monthFirst.length > RARE * dayFirst.length)
      return { kind: 'known', order: 'MDY', why: `such as ${written(monthFirst[0] ?? first)}` };
    return {
      kind: 'contradictory',
      dayFirst: written(dayFirst[0] ?? first),
      monthFirst: written(monthFirst[0] ?? first),
    };
  }
  // A few dates that no day or month fits are slips, where the others follow each other the other way.
  const slips = (some: readonly Parts[]) => some.length <= exceptions(parts.length);
  const isSlip = { DMY: slips(dayFirst) && gapless(month, day), MDY: slips(monthFirst) && gapless(day, month) };
  if (dayFirst[0] && !isSlip.DMY)
    return { kind: 'known', order: 'DMY', why: `${written(dayFirst[0])} can only be day first` };
  if (monthFirst[0] && !isSlip.MDY)
    return { kind: 'known', order: 'MDY', why: `${written(monthFirst[0])} can only be month first` };
  if (nearlyAll(parts, ({ dotted }) => dotted))
    return { kind: 'known', order: 'DMY', why: 'dates with dots have the day first' };
  const usual = isMonthFirst(zone) ? (['MDY', 'DMY'] as const) : (['DMY', 'MDY'] as const);
  // Days that follow each other may be the same day of months that do.
  // With the ends of periods beside their starts, each date is there twice.
  const once = parts.length <= 2 * dates.length;
  if (once && (gapless(day, month) ? isMonthly(dates, 'MDY') : gapless(month, day) && isMonthly(dates, 'DMY')))
    return ambiguous(usual);
  if (gapless(day, month)) return { kind: 'known', order: 'DMY', why: follows('day') };
  if (gapless(month, day)) return { kind: 'known', order: 'MDY', why: follows('month') };
  if ([...dates, ...beyond].every(({ a, b }) => Number(a) === Number(b)))
    return { kind: 'known', order: usual[0], why: 'the day and the month are the same number' };
  return ambiguous(usual);
}

const MONTHS_OF_A_LIST = 3;

/** Whether the dates are of one day of the month, of months that follow each other. */
function isMonthly(dates: readonly Parts[], order: DateOrder): boolean {
  const days = dates.flatMap((each) => {
    const at = wallClock(each, order);
    return at === undefined ? [] : [new Date(at)];
  });
  const months = new Set(days.map((day) => day.getUTCFullYear() * 12 + day.getUTCMonth()));
  const [low, high] = [Math.min(...months), Math.max(...months)];
  return (
    days.length === dates.length &&
    months.size >= MONTHS_OF_A_LIST &&
    months.size === dates.length &&
    high - low + 1 === months.size &&
    new Set(days.map((day) => day.getUTCDate())).size === 1
  );
}

/** Dates with a day or a month that does not exist are typing errors, and few: this share of them, or one. */
const NO_DATES = 0.05;
/** One day has no neighbours to tell by. */
const SINGLE_DAY = 0.1;

/**
 * @param dates distinct ones
 * @returns share of the days between the first and the last that are there; 0 where many are no date in that order
 */
function coverage(dates: readonly Parts[], order: DateOrder): number {
  const days = new Set<number>();
  for (const each of dates) {
    const at = wallClock(each, order);
    if (at !== undefined) days.add(Math.floor(at / DAY));
  }
  if (dates.length - days.size > Math.max(NO_DATES * dates.length, exceptions(dates.length))) return 0;
  if (days.size < 2) return SINGLE_DAY;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const day of days) {
    low = Math.min(low, day);
    high = Math.max(high, day);
  }
  return days.size / (high - low + 1);
}

/** @returns the commonest difference of neighbouring distinct times, minutes; undefined for fewer than two */
export function commonestStep(times: readonly number[]): number | undefined {
  const sorted = [...new Set(times)].sort((x, y) => x - y);
  const counts = new Map<number, number>();
  for (let at = 1; at < sorted.length; at += 1) {
    const step = (sorted[at] ?? 0) - (sorted[at - 1] ?? 0);
    counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  const [best] = [...counts].sort(([x, n], [y, m]) => m - n || x - y);
  return best ? best[0] / MINUTE : undefined;
}

/**
 * Whether 00:00 ends the day of its date, as 24:00 would: then it stands between 23:45 of the same date and 00:15 of
 * the next.
 * @param times wall clock in the file's order, forwards or backwards, one series after another or side by side
 */
export function midnightEnds(times: readonly number[], stepMinutes: number | null): { ends: number; begins: number } {
  const seen = { ends: 0, begins: 0 };
  if (stepMinutes === null || stepMinutes >= DAY / MINUTE / 2) return seen;
  const step = stepMinutes * MINUTE;
  const steps = forwards(times.filter((time, at) => time !== times[at - 1]));
  for (const [at, time] of steps.entries()) {
    const [previous, next] = [steps[at - 1], steps[at + 1]];
    if (time % DAY !== 0 || previous === undefined) continue;
    if (previous - time === DAY - step && (next === undefined || next - time === DAY + step)) seen.ends += 1;
    else if (time - previous === step) seen.begins += 1;
  }
  return seen;
}

/** Newest first is the same file. */
function forwards(times: readonly number[]): readonly number[] {
  let rising = 0;
  for (const [at, time] of times.entries()) {
    if (at > 0) rising += Math.sign(time - (times[at - 1] ?? time));
  }
  return rising < 0 ? times.toReversed() : times;
}

/** Part of the intervals that must be there before the first and the last time of a file are taken for evidence. */
const WHOLE = 0.9;

/**
 * Whether the whole days of a file run from one interval after midnight to midnight: then its times are ends.
 * @param times wall clock of the file's beginning, in any order
 * @param last the file's last time
 */
export function looksLikeEnds(times: readonly number[], last: number | undefined, stepMinutes: number | null): boolean {
  if (stepMinutes === null || stepMinutes >= DAY / MINUTE || (DAY / MINUTE) % stepMinutes !== 0) return false;
  const step = stepMinutes * MINUTE;
  const seen = new Set(times);
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const time of seen) {
    low = Math.min(low, time);
    high = Math.max(high, time);
  }
  if (seen.size < DAY / step || seen.size < WHOLE * ((high - low) / step + 1)) return false;
  const [begin, end] = [Math.min(low, last ?? low), Math.max(high, last ?? high)];
  return begin % DAY === step && end % DAY === 0;
}
