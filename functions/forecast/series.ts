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
  const known = series.values.slice(0, end).map((value, index) => (isUnknown(firstDay + index) ? Number.NaN : value));
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
