/** Tells how a column of times is written: over the whole column, never row by row. */
import type { DateOrder } from '../../../shared/readings/layout.ts';
import { type Parts, wallClock } from './calendar.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** A way of reading that is faster than the general one; what it cannot read is read again the general way. */
export type FastTimes =
  | { readonly kind: 'common' }
  | { readonly kind: 'zulu' }
  | { readonly kind: 'strptime'; readonly pattern: string };

export type EpochUnit = 'epoch-seconds' | 'epoch-milliseconds';

const EPOCH_SECONDS = /^\s*\d{9,10}(\.\d+)?\s*$/;
const EPOCH_MILLISECONDS = /^\s*\d{12,13}\s*$/;
const COMMON = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d$/;
const ZULU = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\dZ$/;

export function epochUnitOf(texts: readonly string[]): EpochUnit | undefined {
  if (texts.length === 0) return undefined;
  if (texts.every((text) => EPOCH_SECONDS.test(text))) return 'epoch-seconds';
  if (texts.every((text) => EPOCH_MILLISECONDS.test(text))) return 'epoch-milliseconds';
  return undefined;
}

export function epochMilliseconds(text: string, unit: EpochUnit): number {
  return Number(text) * (unit === 'epoch-seconds' ? 1000 : 1);
}

export function fastTimes(texts: readonly string[], order: DateOrder): FastTimes | undefined {
  if (texts.length === 0) return undefined;
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

/** @param parts of the column's cells, in the file's order */
export function decideOrder(parts: readonly Parts[], given: DateOrder | undefined): OrderVerdict {
  if (given) return { kind: 'known', order: given, why: 'given' };
  const first = parts[0];
  if (!first) return { kind: 'known', order: 'YMD', why: 'no dates were seen' };
  if (parts.every(({ a }) => a.length === 4)) return { kind: 'known', order: 'YMD', why: 'the year stands first' };
  if (parts.every(({ b }) => /[a-z]/i.test(b)))
    return { kind: 'known', order: 'DMY', why: 'months are written in words' };
  const written = ({ a, b, c }: Parts) => `${a}/${b}/${c}`;
  const dates = [...new Map(parts.map((each) => [written(each), each])).values()];
  const short = dates.every(({ a, c }) => a.length <= 2 && c.length <= 2);
  const [day, month, year] = [coverage(dates, 'DMY'), coverage(dates, 'MDY'), short ? coverage(dates, 'YMD') : 0];
  const ambiguous = (candidates: readonly DateOrder[]) =>
    ({ kind: 'ambiguous', candidates, example: written(first) }) as const;
  const gapless = (what: string) => `only ${what} first gives days that follow each other without long gaps`;
  // 26-10-14: a year of two digits may stand first.
  if (year >= 0.5 && year > 2 * Math.max(day, month)) return { kind: 'known', order: 'YMD', why: gapless('year') };
  if (year > 0 && 2 * year >= Math.max(day, month)) {
    return ambiguous([...(day > 0 ? (['DMY'] as const) : []), ...(month > 0 ? (['MDY'] as const) : []), 'YMD']);
  }
  const dayFirst = parts.filter(({ a }) => a.length < 4 && Number(a) > 12);
  const monthFirst = parts.filter(({ a, b }) => a.length < 4 && Number(b) > 12);
  if (dayFirst.length > 0 && monthFirst.length > 0) {
    if (dayFirst.length > 20 * monthFirst.length)
      return { kind: 'known', order: 'DMY', why: `such as ${written(dayFirst[0] ?? first)}` };
    if (monthFirst.length > 20 * dayFirst.length)
      return { kind: 'known', order: 'MDY', why: `such as ${written(monthFirst[0] ?? first)}` };
    return {
      kind: 'contradictory',
      dayFirst: written(dayFirst[0] ?? first),
      monthFirst: written(monthFirst[0] ?? first),
    };
  }
  if (dayFirst[0]) return { kind: 'known', order: 'DMY', why: `${written(dayFirst[0])} can only be day first` };
  if (monthFirst[0]) return { kind: 'known', order: 'MDY', why: `${written(monthFirst[0])} can only be month first` };
  if (day >= 0.5 && day > 2 * month) return { kind: 'known', order: 'DMY', why: gapless('day') };
  if (month >= 0.5 && month > 2 * day) return { kind: 'known', order: 'MDY', why: gapless('month') };
  return ambiguous(['DMY', 'MDY']);
}

/** Dates with a day or a month that does not exist are typing errors, and few. */
const MOST_ARE_DATES = 0.95;
/** One day has no neighbours to tell by. */
const SINGLE_DAY = 0.1;

/**
 * @param dates distinct ones
 * @returns part of the days between the first and the last that are there; 0 where many are no date in that order
 */
function coverage(dates: readonly Parts[], order: DateOrder): number {
  const days = new Set<number>();
  for (const each of dates) {
    const at = wallClock(each, order);
    if (at !== undefined) days.add(Math.floor(at / DAY));
  }
  if (days.size < MOST_ARE_DATES * dates.length) return 0;
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
 * Whether 00:00 ends the day of its date, as 24:00 would: then it stands between 23:45 of the same date and 00:15 of the
 * next.
 * @param times wall clock in the file's order, one series after another or side by side
 */
export function midnightEnds(times: readonly number[], stepMinutes: number | null): { ends: number; begins: number } {
  const seen = { ends: 0, begins: 0 };
  if (stepMinutes === null || stepMinutes >= DAY / MINUTE / 2) return seen;
  const step = stepMinutes * MINUTE;
  const steps = times.filter((time, at) => time !== times[at - 1]);
  for (const [at, time] of steps.entries()) {
    const [previous, next] = [steps[at - 1], steps[at + 1]];
    if (time % DAY !== 0 || previous === undefined) continue;
    if (previous - time === DAY - step && (next === undefined || next - time === DAY + step)) seen.ends += 1;
    else if (time - previous === step) seen.begins += 1;
  }
  return seen;
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
