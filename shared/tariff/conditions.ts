/** When a rate holds: hours, weekdays, months and holidays, as a person writes them and as they are looked up. */

import { z } from 'zod';
import { MONTH_CODES, WEEKDAY_CODES } from '../text/calendar-names.ts';
import { clockAt } from '../text/days.ts';
import { MINUTES_PER_DAY } from '../time-units.ts';

/** Minutes of a day, from the first up to the second. */
export interface MinuteRange {
  readonly from: number;
  readonly to: number;
}

/** What decides the rates of a day, apart from its version. */
export interface DayKind {
  /** 1 to 12. */
  readonly month: number;
  /** 1 is Monday, 7 Sunday. */
  readonly weekday: number;
  readonly holiday: boolean;
}

/** When a rate holds: each condition that is there must be met. */
export interface RateConditions {
  readonly hours?: readonly MinuteRange[] | undefined;
  readonly weekdays?: readonly number[] | undefined;
  readonly months?: readonly number[] | undefined;
  readonly holidays?: boolean | undefined;
}

/** Whether the conditions that look at the date hold. */
export function holdsOn({ months, weekdays, holidays }: RateConditions, day: DayKind): boolean {
  return (
    (months?.includes(day.month) ?? true) &&
    (weekdays?.includes(day.weekday) ?? true) &&
    (holidays === undefined || holidays === day.holiday)
  );
}

/** Whether the conditions hold at a minute of a day. */
export function holdsAt(rate: RateConditions, day: DayKind, minute: number): boolean {
  return holdsOn(rate, day) && (rate.hours?.some(({ from, to }) => from <= minute && minute < to) ?? true);
}

/** Every kind of day that there is. */
export function dayKinds(): DayKind[] {
  return MONTH_CODES.flatMap((_, month) =>
    WEEKDAY_CODES.flatMap((__, weekday) =>
      [false, true].map((holiday) => ({ month: month + 1, weekday: weekday + 1, holiday })),
    ),
  );
}

export function nameOfKind({ month, weekday, holiday }: DayKind): string {
  return `a ${holiday ? 'holiday on a ' : ''}${WEEKDAY_CODES[weekday - 1]} in ${MONTH_CODES[month - 1]}`;
}

/** `06:30`. */
export function clockText(minute: number): string {
  return clockAt(minute);
}

/** Numbers from `first` to `last`; past the end of `all` to its beginning where the last comes before the first. */
function between(first: number, last: number, all: readonly number[]): number[] {
  return first <= last
    ? all.filter((each) => each >= first && each <= last)
    : all.filter((each) => each >= first || each <= last);
}

/** A list of names and ranges of names, such as `["mon-fri"]`; numbered from 1. */
function namesSchema(names: readonly string[]) {
  const all = names.map((_, index) => index + 1);
  const range = z.string().transform((given, context) => {
    const [first = '', last = first, more] = given.toLowerCase().split('-');
    const [from, to] = [names.indexOf(first) + 1, names.indexOf(last) + 1];
    if (from > 0 && to > 0 && more === undefined) return between(from, to, all);
    context.addIssue(`"${given}" is not understood; write names such as ${names[0]}, or ${names[0]}-${names.at(-1)}`);
    return z.NEVER;
  });
  return z
    .array(range)
    .min(1)
    .transform((ranges) => ranges.flat());
}

const CLOCK_RANGE = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;

/** `22:15-06:00` is two ranges: up to midnight, and from it. */
function rangesOf(given: string): MinuteRange[] | undefined {
  const found = CLOCK_RANGE.exec(given);
  if (!found) return undefined;
  const [, fromHour, fromMinute, toHour, toMinute] = found;
  const from = 60 * Number(fromHour) + Number(fromMinute);
  const to = toHour === undefined ? MINUTES_PER_DAY : 60 * Number(toHour) + Number(toMinute);
  if (from === to) return undefined;
  if (from < to) return [{ from, to }];
  return [{ from, to: MINUTES_PER_DAY }, ...(to === 0 ? [] : [{ from: 0, to }])];
}

const hoursSchema = z
  .array(
    z.string().transform((given, context) => {
      const ranges = rangesOf(given);
      if (ranges) return ranges;
      context.addIssue(`"${given}" is not understood; write from and to by the clock, such as 22:00-06:30`);
      return z.NEVER;
    }),
  )
  .min(1)
  .max(48)
  .transform((ranges) => ranges.flat());

/** The fields of the conditions, for whatever has some. */
export const conditionFields = {
  hours: hoursSchema.optional().describe('`["07:00-22:30"]`: from the first, up to the second; past midnight too'),
  weekdays: namesSchema(WEEKDAY_CODES).optional().describe('`["mon-fri"]`'),
  months: namesSchema(MONTH_CODES).optional().describe('`["nov-feb"]`'),
  holidays: z.boolean().optional().describe('true: on public holidays only; false: never on them'),
};
