/**
 * SPIKE and DROP: hours that stray from what is expected, alone or together.
 *
 * An hour's miss over its own spread is z. Windows of 1, 3, 6 and 12 hours are judged by the sum of their misses over the
 * root of the sum of their variances: a drop to a third is unremarkable in a home's single hour and remarkable
 * for half a day. How far such sums stray in this very series sets the bound, because the hours of a home are not independent
 * and their tails are heavy: the bound is twice what one window in fifty reaches, at least 4.
 */
import type { Expectation } from './expected.ts';
import type { Direction } from './findings.ts';
import type { Grid } from './grid.ts';
import { at, quantile } from './robust.ts';

export const WINDOW_HOURS = [1, 3, 6, 12];
const LEAST_BOUND = 4;
const MIDDLE = 0.75;
const TAIL = 0.9;
const BY_CHANCE = 0.001;
/** A cell of a window that strays as a whole is part of it from this z on. */
const PART_OF_WINDOW = 1;

/** Per cell: how many times the bound was reached by a window that the cell is part of; below 1 is ordinary. */
export function straying(
  grid: Grid,
  values: Float64Array,
  expectation: Expectation,
  side: Direction,
  windowHours: readonly number[],
): Float64Array {
  const { center, up, down } = expectation;
  const sign = side === 'HIGH' ? 1 : -1;
  const spread = side === 'HIGH' ? up : down;
  const misses = values.map((value, cell) => (value - at(center, cell)) * sign);
  const scores = new Float64Array(grid.size);
  for (const hours of windowHours) {
    const length = Math.round(hours / grid.step);
    if (length * grid.step !== hours && hours !== 1) continue;
    addWindows(scores, grid, misses, spread, Math.max(1, length));
  }
  return scores;
}

function addWindows(scores: Float64Array, grid: Grid, misses: Float64Array, spread: Float64Array, length: number) {
  const windows = windowSums(grid, misses, spread, length);
  const bound = Math.max(LEAST_BOUND, ordinary(windows));
  for (let end = 0; end < grid.size; end += 1) {
    const score = at(windows, end) / bound;
    if (!(score >= 1)) continue;
    for (let cell = end - length + 1; cell <= end; cell += 1) {
      if (at(misses, cell) < PART_OF_WINDOW * at(spread, cell)) continue;
      scores[cell] = Math.max(at(scores, cell), score);
    }
  }
}

/** The tail of the windows, drawn on as an exponential one to the part BY_CHANCE of them. 0 where there are none. */
function ordinary(windows: Float64Array): number {
  const middle = quantile(windows, MIDDLE);
  const slope = (quantile(windows, TAIL) - middle) / Math.log((1 - MIDDLE) / (1 - TAIL));
  return middle + slope * Math.log((1 - MIDDLE) / BY_CHANCE) || 0;
}

/** Sum of the misses over the root of the sum of the variances, of the window that ends with a cell; NaN across gaps. */
function windowSums(grid: Grid, misses: Float64Array, spread: Float64Array, length: number): Float64Array {
  const sums = new Float64Array(grid.size).fill(Number.NaN);
  for (let end = length - 1; end < grid.size; end += 1) {
    const first = end - length + 1;
    // An hour may be absent: that of the night when clocks go forward.
    if (at(grid.hours, end) - at(grid.hours, first) > length * grid.step) continue;
    let sum = 0;
    let variance = 0;
    for (let cell = first; cell <= end; cell += 1) {
      sum += at(misses, cell);
      variance += at(spread, cell) ** 2;
    }
    if (variance > 0) sums[end] = sum / Math.sqrt(variance);
  }
  return sums;
}
