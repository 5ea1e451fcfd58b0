/**
 * What a series usually does at an hour: the median of the hours like it, and how far those stray on either side.
 *
 * Which hours are alike is found out: those of the same hour of the week, of the same hour on workdays or on weekends, or
 * of the same hour on any day. The nearest ones in time are taken, so that the expectation follows the season; the hour itself is left
 * out, so that it does not explain itself.
 */
import type { Grid } from './grid.ts';
import { at, MAD_TO_SIGMA, median, medianInPlace, quantileOfSorted } from './robust.ts';

/** Per cell, kWh a reading. */
export interface Expectation {
  /** NaN where too little is known. */
  readonly center: Float64Array;
  /** Robust standard deviations above and below the centre; never 0 in a series that is not all zero. */
  readonly up: Float64Array;
  readonly down: Float64Array;
}

export interface Likeness {
  readonly classes: number;
  readonly classOf: (hours: number) => number;
  /** How many of the nearest hours alike are looked at. */
  readonly others: number;
}

const DAY = 24;
const WEEK = 7 * DAY;
const FRIDAY_ENDS = 5 * DAY;

/** Six weeks on either side. */
const HOUR_OF_WEEK: Likeness = { classes: WEEK, classOf: (hours) => hours % WEEK, others: 12 };
/** Two weeks of workdays on either side. */
const HOUR_OF_KIND_OF_DAY: Likeness = {
  classes: 2 * DAY,
  classOf: (hours) => (hours % DAY) + (hours % WEEK >= FRIDAY_ENDS ? DAY : 0),
  others: 20,
};
/** Ten days on either side. */
const HOUR_OF_DAY: Likeness = { classes: DAY, classOf: (hours) => hours % DAY, others: 20 };

const LIKENESSES = [HOUR_OF_WEEK, HOUR_OF_KIND_OF_DAY, HOUR_OF_DAY];

/** Fewer hours alike say nothing. */
const FEWEST_OTHERS = 3;

/** A likeness is chosen by every few cells; coprime to 24 and 7, so that all hours and weekdays are among them. */
const TRIED_EVERY = 5;

export function chooseLikeness(grid: Grid, values: Float64Array): Likeness {
  let best = HOUR_OF_DAY;
  let least = Number.POSITIVE_INFINITY;
  for (const likeness of LIKENESSES) {
    const centers = centerOf(grid, values, likeness, TRIED_EVERY);
    const missed = centers.map((center, index) => Math.abs(at(values, index) - center));
    const known = missed.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
    // Half of what is tried must have a value: a likeness that knows few hours well is of no use.
    if (known * TRIED_EVERY * 2 < grid.size) continue;
    // The typical miss and the poor ones: idle hours alone would favour none.
    const error = median(missed) + meanOf(missed);
    if (error < least) [best, least] = [likeness, error];
  }
  return best;
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return sum / count;
}

/** @param values of each cell: its level, or its largest reading */
export function expect(grid: Grid, values: Float64Array, likeness: Likeness): Expectation {
  const center = centerOf(grid, values, likeness, 1);
  if (likeness !== HOUR_OF_DAY && center.some(Number.isNaN)) {
    const wider = centerOf(grid, values, HOUR_OF_DAY, 1);
    for (const [index, value] of wider.entries()) if (Number.isNaN(at(center, index))) center[index] = value;
  }
  return { center, ...spread(grid, values, center) };
}

/** Median of the nearest hours alike, for every `every`-th cell. */
function centerOf(grid: Grid, values: Float64Array, { classes, classOf, others }: Likeness, every: number) {
  const centers = new Float64Array(grid.size).fill(Number.NaN);
  const window = new Float64Array(others);
  for (const alike of cellsByClass(grid, classes, classOf)) {
    const most = Math.min(others, alike.length - 1);
    if (most < FEWEST_OTHERS) continue;
    for (let place = 0; place < alike.length; place += 1) {
      const cell = at(alike, place);
      if (cell % every !== 0) continue;
      const first = Math.max(0, Math.min(place - (most >> 1), alike.length - 1 - most));
      let size = 0;
      for (let near = first; near <= first + most; near += 1) {
        if (near === place) continue;
        window[size] = at(values, at(alike, near));
        size += 1;
      }
      centers[cell] = medianInPlace(window, size);
    }
  }
  return centers;
}

/** The cells of each class, ascending. */
function cellsByClass(grid: Grid, classes: number, classOf: (hours: number) => number): Int32Array[] {
  const starts = new Int32Array(classes + 1);
  for (const hours of grid.hours) starts[classOf(hours) + 1] = at(starts, classOf(hours) + 1) + 1;
  for (let index = 0; index < classes; index += 1) starts[index + 1] = at(starts, index) + at(starts, index + 1);
  const cells = new Int32Array(grid.size);
  const next = starts.slice();
  for (const [cell, hours] of grid.hours.entries()) {
    const of = classOf(hours);
    cells[at(next, of)] = cell;
    next[of] = at(next, of) + 1;
  }
  return Array.from({ length: classes }, (_, of) => cells.subarray(at(starts, of), at(starts, of + 1)));
}

/** How long one spread is taken to hold. */
const BLOCK_HOURS = 28 * DAY;
/** Fewer misses have no tails. */
const FEWEST_MISSES = 8;
/** 90 % of a normal distribution lie below 1.2816 standard deviations. */
const TAIL = 0.9;
const TAIL_SIGMAS = 1.2816;
/** No hour is known better than to a tenth of what it is expected to be, or to a twentieth of a typical hour. */
const LEAST_OF_CENTER = 0.1;
const LEAST_OF_TYPICAL = 0.05;

/**
 * The misses of the same hour of day and its two neighbours over four weeks: evenings vary more than nights, winters
 * more than summers. Either side for itself, because consumption strays upwards further than downwards.
 */
function spread(grid: Grid, values: Float64Array, center: Float64Array): Pick<Expectation, 'up' | 'down'> {
  const first = at(grid.hours, 0);
  const blocks = Math.max(1, Math.round((at(grid.hours, grid.size - 1) - first) / BLOCK_HOURS));
  const classOf = (hours: number) =>
    Math.min(blocks - 1, Math.floor((hours - first) / BLOCK_HOURS)) * DAY + (hours % DAY);
  const groups = cellsByClass(grid, blocks * DAY, classOf);
  const misses = values.map((value, cell) => value - at(center, cell));
  const typical = typicalOf(values, center);
  const up = new Float64Array(grid.size);
  const down = new Float64Array(grid.size);
  for (const [group, cells] of groups.entries()) {
    if (cells.length === 0) continue;
    const block = group - (group % DAY);
    const near = [-1, 0, 1].map((off) => groups[block + ((group + off + DAY) % DAY)] ?? NONE);
    const pooled = pool(near, misses);
    const [high, low] = pooled.length < FEWEST_MISSES ? [0, 0] : sides(pooled);
    for (const cell of cells) {
      const floor = Math.max(LEAST_OF_CENTER * Math.abs(at(center, cell)), LEAST_OF_TYPICAL * typical);
      up[cell] = Math.max(high, floor);
      down[cell] = Math.max(low, floor);
    }
  }
  return { up, down };
}

const NONE = new Int32Array();

function pool(groups: readonly Int32Array[], misses: Float64Array): Float64Array {
  const pooled = new Float64Array(groups.reduce((size, cells) => size + cells.length, 0));
  let size = 0;
  for (const cells of groups) {
    for (const cell of cells) {
      const miss = at(misses, cell);
      if (Number.isNaN(miss)) continue;
      pooled[size] = miss;
      size += 1;
    }
  }
  return pooled.subarray(0, size).sort();
}

/** Standard deviation of the upper and of the lower side: by the middle half or by the tail, whichever is wider. */
function sides(sorted: Float64Array): [up: number, down: number] {
  const middle = (quantileOfSorted(sorted, 0.75) - quantileOfSorted(sorted, 0.25)) / 2;
  const sigma = MAD_TO_SIGMA * middle;
  return [
    Math.max(sigma, quantileOfSorted(sorted, TAIL) / TAIL_SIGMAS),
    Math.max(sigma, -quantileOfSorted(sorted, 1 - TAIL) / TAIL_SIGMAS),
  ];
}

/** The mean of what is expected; where nothing is, as of an appliance that mostly rests, the median of what is not 0. */
function typicalOf(values: Float64Array, center: Float64Array): number {
  const mean = meanOf(center.map(Math.abs));
  if (mean > 0) return mean;
  const sizes = values.map(Math.abs).filter((size) => size > 0);
  return sizes.length === 0 ? 0 : median(sizes);
}
