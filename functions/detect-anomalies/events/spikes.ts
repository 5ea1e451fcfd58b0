/**
 * Hours that stray from what is expected, alone or together.
 *
 * Windows of 1, 3, 6 and 12 hours are judged by the sum of their misses over the root of the sum of their variances: a
 * drop to a third is unremarkable in a home's single hour and remarkable for half a day. How far such windows stray in
 * this very series sets the bound, because the hours of a home are not independent and their tails are heavy: what
 * chance gives a meter once a year if the tail goes on as it begins, and at least 4.
 */
import { HOURS_PER_YEAR } from '../../../shared/time-units.ts';
import type { Grid } from './grid.ts';
import { at, sortedSample } from './order-statistics.ts';
import type { Strays } from './spread.ts';
import { tailQuantile } from './tail.ts';

/** 1, 3, 6 and 12 hours: each window is made of this number of the ones before. */
const WINDOWS = [1, 3, 2, 2];
const SINGLE = [1];
const LEAST_BOUND = 4;
/** Events of each length of window that chance may give a meter in a year. */
const A_YEAR_BY_CHANCE = 1;
/** The hours that make a window stray, and those beside them, do so by more than this number of standard deviations, */
const LEAST_PART = 1;
/** and those of the window by more than this share of its mean: what only lies beside a spike is none. */
const PART_OF_MEAN = 0.5;

/**
 * Per bucket: how many times the bound was reached by a window that the bucket is part of; below 1 is ordinary.
 * @param together whether hours are judged together, too; a bucket's largest reading stands for itself
 * @param explained buckets that are part of another event, and do not stray for these windows
 */
export function straying(
  grid: Grid,
  { misses, spread }: Strays,
  together: boolean,
  explained: (bucket: number) => boolean,
): Float64Array {
  const unexplained = misses.map((miss, bucket) => (explained(bucket) ? 0 : miss));
  const strays = unexplained.map((miss, bucket) => miss / at(spread, bucket));
  const scores = new Float64Array(grid.size);
  let length = 1;
  let sums: Float64Array = unexplained;
  let variances: Float64Array = spread.map((deviation) => deviation * deviation);
  for (const times of grid.step === 1 && together ? WINDOWS : SINGLE) {
    sums = joined(sums, length, times);
    variances = joined(variances, length, times);
    length *= times;
    addScores(grid, scores, strays, windowsOf(grid, sums, variances, length), length);
  }
  if (together) extend(grid, scores, strays);
  return scores;
}

/**
 * An event goes on as long as its hours stray to its side (hysteresis; Canny, A computational approach to edge
 * detection, IEEE PAMI 8, 1986): whether there is one is a strict question, where it begins and ends is not.
 */
function extend(grid: Grid, scores: Float64Array, strays: Float64Array): void {
  for (const step of [1, -1]) {
    for (let bucket = step === 1 ? 1 : grid.size - 2; bucket >= 0 && bucket < grid.size; bucket += step) {
      const beside = bucket - step;
      const follows = Math.abs(at(grid.hours, bucket) - at(grid.hours, beside)) === grid.step;
      if (follows && at(scores, beside) >= 1 && at(scores, bucket) < 1 && at(strays, bucket) >= LEAST_PART)
        scores[bucket] = 1;
    }
  }
}

/** Sums over windows, by their last bucket, from those over windows a few `times` as short. */
function joined(sums: Float64Array, length: number, times: number): Float64Array {
  if (times === 1) return sums;
  return sums.map((sum, end) => {
    let all = sum;
    for (let earlier = 1; earlier < times; earlier += 1) all += at(sums, end - earlier * length);
    return all;
  });
}

/** How far each window strays, in its own standard deviations; NaN across gaps. */
function windowsOf(grid: Grid, sums: Float64Array, variances: Float64Array, length: number): Float64Array {
  return sums.map((sum, end) => {
    // An hour may be absent: that of the night when clocks go forward.
    const whole = at(grid.hours, end) - at(grid.hours, end - length + 1) <= length * grid.step;
    return whole ? sum / Math.sqrt(at(variances, end)) : Number.NaN;
  });
}

function addScores(
  grid: Grid,
  scores: Float64Array,
  strays: Float64Array,
  windows: Float64Array,
  length: number,
): void {
  const bound = Math.max(LEAST_BOUND, byChance(grid, windows, length));
  for (const [end, window] of windows.entries()) {
    const score = window / bound;
    if (!(score >= 1)) continue;
    const [from, to] = core(strays, end - length + 1, end);
    for (let bucket = from; bucket <= to; bucket += 1) {
      if (at(strays, bucket) >= LEAST_PART) scores[bucket] = Math.max(at(scores, bucket), score);
    }
  }
}

/** The hours in a row that make a window stray: those whose excess over the least part sums to the most. */
function core(strays: Float64Array, first: number, last: number): [from: number, to: number] {
  let mean = 0;
  for (let bucket = first; bucket <= last; bucket += 1) mean += at(strays, bucket) / (last - first + 1);
  const least = Math.max(LEAST_PART, PART_OF_MEAN * mean);
  let best: [number, number] = [last, last];
  let most = Number.NEGATIVE_INFINITY;
  let from = first;
  let sum = 0;
  for (let bucket = first; bucket <= last; bucket += 1) {
    if (sum < 0) [from, sum] = [bucket, 0];
    sum += at(strays, bucket) - least;
    if (sum > most) [best, most] = [[from, bucket], sum];
  }
  return best;
}

/** What chance gives once a year: there are as many windows as fit into one beside each other. 0 of nothing. */
function byChance({ step }: Grid, windows: Float64Array, length: number): number {
  return tailQuantile(sortedSample(windows), (A_YEAR_BY_CHANCE * length * step) / HOURS_PER_YEAR) || 0;
}
