/**
 * SPIKE and DROP: hours that stray from what is expected, alone or together.
 *
 * Windows of 1, 3, 6 and 12 hours are judged by the sum of their misses over the root of the sum of their variances: a drop
 * to a third is unremarkable in a home's single hour and remarkable for half a day. How far such windows stray in this very
 * series sets the bound, because the hours of a home are not independent and their tails are heavy: what one window in a thousand
 * reaches if the tail goes on as it begins, and at least 4.
 */
import type { Expectation } from './expected.ts';
import type { Direction } from './findings.ts';
import type { Grid } from './grid.ts';
import { at, quantileOfSorted, sortedSample } from './robust.ts';

/** 1, 3, 6 and 12 hours: each window is made of so many of the ones before. */
const WINDOWS = [1, 3, 2, 2];
const SINGLE = [1];
const LEAST_BOUND = 4;
/** The tail begins between these quantiles: anomalies are among the strongest tenth, and should not set their own bound. */
const MIDDLE = 0.75;
const TAIL = 0.9;
const BY_CHANCE = 0.001;
/** A cell of a window that strays as a whole is part of it when it strays by so many of its own standard deviations. */
const PART_OF_WINDOW = 1;

/**
 * Per cell: how many times the bound was reached by a window that the cell is part of; below 1 is ordinary.
 * @param values of each cell: its level, or its largest reading, which stands for itself and not for a window
 */
export function straying(
  grid: Grid,
  values: Float64Array,
  { center, up, down }: Expectation,
  side: Direction,
): Float64Array {
  const sign = side === 'HIGH' ? 1 : -1;
  const spread = side === 'HIGH' ? up : down;
  const misses = values.map((value, cell) => (value - at(center, cell)) * sign);
  const scores = new Float64Array(grid.size);
  let length = 1;
  let sums: Float64Array = misses;
  let variances: Float64Array = spread.map((deviation) => deviation * deviation);
  for (const times of grid.step === 1 && values === grid.level ? WINDOWS : SINGLE) {
    sums = joined(sums, length, times);
    variances = joined(variances, length, times);
    length *= times;
    addScores(scores, windowsOf(grid, sums, variances, length), length, (cell) => {
      return at(misses, cell) >= PART_OF_WINDOW * at(spread, cell);
    });
  }
  return scores;
}

/** Sums over windows, by their last cell, from those over windows a few `times` as short. */
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
  scores: Float64Array,
  windows: Float64Array,
  length: number,
  strays: (cell: number) => boolean,
): void {
  const bound = Math.max(LEAST_BOUND, ordinary(windows));
  for (const [end, window] of windows.entries()) {
    const score = window / bound;
    if (!(score >= 1)) continue;
    for (let cell = end - length + 1; cell <= end; cell += 1) {
      if (strays(cell)) scores[cell] = Math.max(at(scores, cell), score);
    }
  }
}

/** What one window in a thousand reaches. 0 where there are none. */
function ordinary(windows: Float64Array): number {
  const sorted = sortedSample(windows);
  const middle = quantileOfSorted(sorted, MIDDLE);
  const slope = (quantileOfSorted(sorted, TAIL) - middle) / Math.log((1 - MIDDLE) / (1 - TAIL));
  return middle + slope * Math.log((1 - MIDDLE) / BY_CHANCE) || 0;
}
