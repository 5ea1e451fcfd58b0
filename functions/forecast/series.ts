import type { Training } from './models/model.ts';
import { mean } from './statistics.ts';

const WEEK = 7;

/** Daily totals as they are known: NaN where a day is absent or not complete, kWh. */
export interface Series {
  /** Days since 1970-01-01. */
  readonly firstDay: number;
  /** From the first complete day to the last day of the upload. */
  readonly values: readonly number[];
}

/** The days before a forecast that tell whether a series mostly rests. */
const HABIT_DAYS = 56;

/**
 * Whether more than half of the known days before `end` are without any energy: a charger, a washer, a heat pump out of
 * season.
 * @param end index of the first day that is not seen
 */
export function mostlyRests({ values }: Series, end: number): boolean {
  const known = values.slice(Math.max(0, end - HABIT_DAYS), end).filter((value) => !Number.isNaN(value));
  return 2 * known.filter((value) => value === 0).length > known.length;
}

/**
 * @param days complete days, ascending
 * @param lastDay the last day with any reading: the forecast begins on the day after, whether it is complete or not
 */
export function toSeries({
  days,
  totals,
  lastDay,
}: {
  readonly days: readonly number[];
  readonly totals: readonly number[];
  readonly lastDay: number;
}): Series {
  const firstDay = days[0] ?? lastDay;
  const values: number[] = Array(lastDay - firstDay + 1).fill(Number.NaN);
  for (const [index, day] of days.entries()) values[day - firstDay] = totals[index] ?? Number.NaN;
  return { firstDay, values };
}

/**
 * What was known before a day, without gaps, because the models need every day: an unknown day becomes the mean of its
 * weekday's nearest known values before and after it, of one where there is one, else the mean of all. Nothing from
 * that day on is seen.
 * @param end index of the first day that is not seen
 * @param isUnknown days that are to be filled although they are known
 */
export function trainingBefore(series: Series, end: number, isUnknown: (day: number) => boolean): Training {
  const { firstDay } = series;
  const seen = series.values.slice(0, end).map((value, index) => (isUnknown(firstDay + index) ? Number.NaN : value));
  const known = mostlyRests(series, end) ? seen : withoutAbsurd(seen);
  if (!known.some(Number.isNaN)) return { firstDay, values: known };
  const before = nearest(known, 1);
  const after = nearest(known, -1);
  const middle = mean(known.filter((value) => !Number.isNaN(value)));
  const values = known.map((value, index) => {
    if (!Number.isNaN(value)) return value;
    const sides = [before[index], after[index]].filter((side) => side !== undefined);
    return sides.length === 0 ? middle : mean(sides);
  });
  return { firstDay, values };
}

/** Days on either side that an absurd one is held against. */
const NEAR = 28;
const TIMES = 3;

/**
 * A day of more than three times what the days around it take, but for the two strongest, is as if it were unknown: one
 * fault, or one feast, is no forecast. What stays on its new level is believed on its third day.
 */
function withoutAbsurd(values: readonly number[]): number[] {
  return values.map((value, index) => {
    const [first, end] = [Math.max(0, index - NEAR), Math.min(values.length, index + NEAR + 1)];
    return Math.abs(value) > TIMES * thirdStrongest(values, first, end) ? Number.NaN : value;
  });
}

/** Infinite of less than two weeks of known days. */
function thirdStrongest(values: readonly number[], first: number, end: number): number {
  let [strongest, second, third, known] = [0, 0, 0, 0];
  for (let index = first; index < end; index += 1) {
    const size = Math.abs(values[index] ?? Number.NaN);
    if (Number.isNaN(size)) continue;
    known += 1;
    if (size > strongest) [strongest, second, third] = [size, strongest, second];
    else if (size > second) [second, third] = [size, second];
    else if (size > third) third = size;
  }
  return known < 2 * WEEK ? Number.POSITIVE_INFINITY : third;
}

/** For each day the last known value of its weekday, in order of time or against it. */
function nearest(values: readonly number[], direction: 1 | -1): (number | undefined)[] {
  const found: (number | undefined)[] = Array(values.length);
  const last: (number | undefined)[] = Array(WEEK);
  for (let step = 0; step < values.length; step += 1) {
    const at = direction === 1 ? step : values.length - 1 - step;
    const value = values[at];
    if (value !== undefined && !Number.isNaN(value)) last[at % WEEK] = value;
    found[at] = last[at % WEEK];
  }
  return found;
}
