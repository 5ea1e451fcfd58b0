/**
 * LEVEL_SHIFT: from one day to the next a series takes more, or less, and stays so.
 *
 * A two-window test on the daily levels without their weekly pattern: the medians of the w days before and after a
 * boundary, their difference over its standard error, w = 4, 7 and 14. The median's standard error is 1.2533 sigma /
 * sqrt(w); sigma is robust and local, from the days' misses of their running median. A season drifts through such
 * windows; a shift jumps. What panels can make is seen on the best day of a window: a week of clouds is no shift.
 */
import { medianOfSorted, quantileOfSorted } from '../../../shared/order-statistics.ts';
import type { Days } from './days.ts';
import { at, MAD_TO_SIGMA, mean, median, medianInPlace } from './order-statistics.ts';

export interface Shift {
  /** First and last day, indexes of `Days`. */
  readonly from: number;
  readonly to: number;
  /** Level of the days around it and of its own, kWh a reading. */
  readonly before: number;
  readonly now: number;
  readonly score: number;
}

const WIDTHS = [4, 7, 14];
const FEWEST = 4;
const BOUND = 4;
/** A change of less than this share of the larger level is not reported, however sure it is. */
const LEAST_CHANGE = 0.25;
/** A shift is so many times as large as what the level does beside it in the same direction: more would be a season. */
const TIMES_DRIFT = 1.5;
/** Days on each side whose level is the ordinary one. */
const AROUND = 28;
/** Days in a row that must be back at the old level. */
const BACK = 3;
const MEDIAN_ERROR = 1.2533;
/** Of a home with a car the days are of two kinds, and the middle one misses nothing: the tail speaks, too. */
const TAIL = 0.8;
/** So many standard deviations from the middle are 80 % of a normal distribution, both sides taken together. */
const TAIL_SIGMAS = 1.2816;
/** No series' days are known better than to a fiftieth of a typical one, */
const LEAST_NOISE = 0.02;
/** nor better than what rounding leaves of their sums. */
const ROUNDING = 1e-9;
/** Of a normal distribution: its standard deviation over its mean distance from the middle. */
const MEAN_TO_SIGMA = 1.2533;

interface Change {
  readonly at: number;
  readonly before: number;
  readonly after: number;
  readonly test: number;
}

/** @param roof whether the days are of what panels make */
export function levelShifts(days: Days, roof = false): Shift[] {
  if (days.size < 2 * FEWEST + 2) return [];
  const levels = withoutWeek(days);
  const noise = noiseOf(levels, ROUNDING * mean(days.level.map(Math.abs)));
  const changes = changesOf(levels, noise, roof).sort((a, b) => b.test - a.test || a.at - b.at);
  const shifts: Shift[] = [];
  for (const change of changes) {
    const shift = extent(change, levels);
    const taken = shifts.some(({ from, to }) => shift.from <= to + FEWEST && shift.to >= from - FEWEST);
    if (!taken && shift.to - shift.from + 1 >= FEWEST) shifts.push(shift);
  }
  return shifts.map((shift) => measured(shift, levels)).sort((a, b) => a.from - b.from);
}

/** Both levels by all days of the shift and the weeks around it: the few days beside a change are known less well. */
function measured(shift: Shift, levels: Float64Array): Shift {
  const { from, to, before, now } = shift;
  const isNear = (here: number, there: number) => (value: number) => Math.abs(value - here) <= Math.abs(value - there);
  const inside = levels.slice(from, to + 1).filter(isNear(now, before));
  const around = [...levels.slice(Math.max(0, from - AROUND), from), ...levels.slice(to + 1, to + 1 + AROUND)];
  const outside = Float64Array.from(around.filter(isNear(before, now)));
  return { ...shift, before: meanOr(before, outside), now: meanOr(now, inside) };
}

function meanOr(otherwise: number, values: Float64Array): number {
  return values.length === 0 ? otherwise : mean(values);
}

/** The levels less what is usual for their weekday: the median of its misses of the week around it. */
function withoutWeek({ level, day }: Days): Float64Array {
  const misses = level.map((value, index) => value - runningMedian(level, index, 3));
  const usual = Array.from({ length: 7 }, (_, weekday) =>
    median(misses.filter((_, index) => at(day, index) % 7 === weekday)),
  );
  return level.map((value, index) => value - (usual[at(day, index) % 7] ?? 0));
}

const scratch = new Float64Array(64);

function around(values: Float64Array, index: number, reach: number): Float64Array {
  return values.subarray(Math.max(0, index - reach), index + reach + 1);
}

function runningMedian(values: Float64Array, index: number, reach: number): number {
  return medianOf(values, Math.max(0, index - reach), Math.min(values.length, index + reach + 1));
}

function medianOf(values: Float64Array, from: number, to: number): number {
  scratch.set(values.subarray(from, to));
  return medianInPlace(scratch, to - from);
}

/**
 * Standard deviation of the days around each day. It is robust, except in a series that mostly rests: there the medians
 * are 0 whatever the other days do, so the mean speaks for them.
 */
function noiseOf(levels: Float64Array, least: number): Float64Array {
  const misses = levels.map((value, index) => Math.abs(value - runningMedian(levels, index, 3)));
  const sizes = levels.map(Math.abs);
  const typical = median(sizes);
  const floor = Math.max(least, LEAST_NOISE * (typical || mean(sizes)));
  const sigma =
    typical === 0
      ? (index: number) => MEAN_TO_SIGMA * mean(around(misses, index, 21))
      : (index: number) => {
          const sorted = around(misses, index, 21).toSorted();
          return Math.max(MAD_TO_SIGMA * medianOfSorted(sorted), quantileOfSorted(sorted, TAIL) / TAIL_SIGMAS);
        };
  return misses.map((_, index) => Math.max(floor, sigma(index)));
}

function changesOf(levels: Float64Array, noise: Float64Array, roof: boolean): Change[] {
  const changes: Change[] = [];
  for (let day = FEWEST; day <= levels.length - FEWEST; day += 1) {
    let best: Change | undefined;
    for (const width of WIDTHS) {
      const first = Math.max(0, day - width);
      const end = Math.min(levels.length, day + width);
      const before = medianOf(levels, first, day);
      const after = medianOf(levels, day, end);
      const error = at(noise, day) * MEDIAN_ERROR * Math.sqrt(1 / (day - first) + 1 / (end - day));
      const test = Math.abs(after - before) / error;
      const jumps = Math.abs(after - before) >= TIMES_DRIFT * driftAround(levels, first, end, before, after);
      const isOne = isChange(before, after) && (!roof || isSeen(levels, first, day, end));
      if (jumps && test >= BOUND && isOne && test > (best?.test ?? 0)) best = { at: day, before, after, test };
    }
    if (best) changes.push(best);
  }
  return changes;
}

function isChange(before: number, after: number): boolean {
  return Math.abs(after - before) >= LEAST_CHANGE * Math.max(Math.abs(before), Math.abs(after));
}

/** Whether the best days before and after a boundary say the same as the medians. */
function isSeen(levels: Float64Array, first: number, day: number, end: number): boolean {
  const [before, after] = [Math.max(...levels.subarray(first, day)), Math.max(...levels.subarray(day, end))];
  return isChange(before, after);
}

/**
 * How far the level went the same way in the days before and behind the two windows, the larger of both: a season goes
 * on, a shift is made once.
 */
function driftAround(levels: Float64Array, first: number, end: number, before: number, after: number): number {
  const sign = Math.sign(after - before);
  const width = Math.max(FEWEST, (end - first) >> 1);
  const earlier = first >= FEWEST ? before - medianOf(levels, Math.max(0, first - width), first) : 0;
  const left = levels.length - end;
  const later = left >= FEWEST ? medianOf(levels, end, Math.min(levels.length, end + width)) - after : 0;
  return Math.max(0, sign * earlier, sign * later);
}

/**
 * Of the two sides of a change the shorter one is the odd one, as long as it lasts; a level that was never another is
 * the ordinary one, so that a change which is never taken back lasts to the end.
 */
function extent({ at: day, before, after, test }: Change, levels: Float64Array): Shift {
  const start = boundary(levels, day, before, after);
  const forward = lasts(levels, start, 1, after, before);
  const backward = lasts(levels, start - 1, -1, before, after);
  const score = test / BOUND;
  if (backward < forward && start - backward > 0)
    return { from: start - backward, to: start - 1, before: after, now: before, score };
  return { from: start, to: start + forward - 1, before, now: after, score };
}

/** The change's exact day: where the days before are nearest to the old level and those after to the new one. */
function boundary(levels: Float64Array, day: number, before: number, after: number): number {
  let best = day;
  let least = Number.POSITIVE_INFINITY;
  for (let start = Math.max(1, day - FEWEST); start <= Math.min(levels.length - 1, day + FEWEST); start += 1) {
    let miss = 0;
    for (let index = Math.max(0, day - 2 * FEWEST); index < Math.min(levels.length, day + 2 * FEWEST); index += 1)
      miss += Math.abs(at(levels, index) - (index < start ? before : after));
    if (miss < least) [best, least] = [start, miss];
  }
  return best;
}

/** For how many days, from `start` on in a direction, the level stays nearer to `here` than to `there`. */
function lasts(levels: Float64Array, start: number, direction: 1 | -1, here: number, there: number): number {
  let length = 0;
  let back = 0;
  for (let index = start; index >= 0 && index < levels.length; index += direction) {
    length += 1;
    const value = at(levels, index);
    back = Math.abs(value - there) < Math.abs(value - here) ? back + 1 : 0;
    if (back === BACK) return length - BACK;
  }
  return length - back;
}
