/**
 * What a series usually does at an hour: the median of the hours like it, and how far those stray on either side.
 *
 * Which hours are alike is found out: those of the same hour of the week, of the same hour on workdays or on weekends,
 * or of the same hour on any day. The nearest ones in time are taken, so that the expectation follows the season; the
 * hour itself is left out, so that it does not explain itself.
 */
import { quantileOfSorted } from '../../../shared/order-statistics.ts';
import { type Grid, spanOf, spansOf } from './grid.ts';
import { at, MAD_TO_SIGMA, mean, median, SortedWindow } from './order-statistics.ts';

/**
 * Robust standard deviations above and below what is expected of each bucket; never 0 in a series that is not all zero.
 */
interface Spread {
  readonly up: Float64Array;
  readonly down: Float64Array;
}

/** Per bucket, kWh a reading. */
export interface Expectation extends Spread {
  /** NaN where too little is known. */
  readonly center: Float64Array;
}

interface Likeness {
  readonly classes: number;
  readonly classOf: (hours: number) => number;
  /** How many of the nearest hours alike are looked at. */
  readonly others: number;
}

/** The buckets of a series that are alike, ascending, class by class. */
interface Alike {
  readonly classes: readonly Int32Array[];
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

/** Fewer hours alike say nothing. */
const FEWEST_OTHERS = 3;

/** How buckets are alike in a series, and what that makes expected of each, kWh a reading. */
export interface Baseline {
  readonly alike: Alike;
  /** Those of the same hour on any day. */
  readonly alikeByDay: Alike;
  /** Those of the same hour of day within about four weeks. */
  readonly blocks: readonly Int32Array[];
  readonly center: Float64Array;
}

/** The likeness that misses least, typically and on average: idle hours alone would favour none. */
export function baselineOf(grid: Grid, values: Float64Array): Baseline {
  const alikeByDay = alikeIn(grid, HOUR_OF_DAY);
  const centerByDay = centerOf(values, alikeByDay);
  let best = { alike: alikeByDay, center: centerByDay };
  let least = errorOf(values, centerByDay);
  for (const likeness of [HOUR_OF_KIND_OF_DAY, HOUR_OF_WEEK]) {
    const alike = alikeIn(grid, likeness);
    const center = filledIn(centerOf(values, alike), centerByDay);
    const error = errorOf(values, center);
    if (error < least) [best, least] = [{ alike, center }, error];
  }
  return { ...best, alikeByDay, blocks: blocksOf(grid) };
}

function alikeIn(grid: Grid, { classes, classOf, others }: Likeness): Alike {
  return { classes: bucketsByClass(grid, classes, classOf), others };
}

function errorOf(values: Float64Array, center: Float64Array): number {
  const missed = values.map((value, bucket) => Math.abs(value - at(center, bucket)));
  return median(missed) + mean(missed);
}

/** Where a likeness knows too few hours, a wider one may do. */
function filledIn(center: Float64Array, wider: Float64Array): Float64Array {
  return center.map((value, bucket) => (Number.isNaN(value) ? at(wider, bucket) : value));
}

/** What is expected by a baseline of other values of the same buckets. */
export function centerBy({ alike, alikeByDay }: Baseline, values: Float64Array): Float64Array {
  return filledIn(centerOf(values, alike), centerOf(values, alikeByDay));
}

/**
 * @param center of `values` over `factors`, kWh a reading
 * @param factors how many times as much a bucket's day takes
 */
export function expectation(
  values: Float64Array,
  { blocks }: Baseline,
  center: Float64Array,
  factors: Float64Array,
): Expectation {
  const expected = center.map((kwh, bucket) => kwh * at(factors, bucket));
  return { center: expected, ...spread(values, expected, blocks) };
}

/** Median of the nearest hours alike of each bucket, itself left out. */
function centerOf(values: Float64Array, { classes, others }: Alike): Float64Array {
  const centers = new Float64Array(values.length).fill(Number.NaN);
  const window = new SortedWindow(others + 1);
  for (const alike of classes) {
    const most = Math.min(others, alike.length - 1);
    if (most < FEWEST_OTHERS) continue;
    window.clear();
    for (let place = 0; place <= most; place += 1) window.add(at(values, at(alike, place)));
    let first = 0;
    for (let place = 0; place < alike.length; place += 1) {
      if (place - first > most >> 1 && first + most + 1 < alike.length) {
        window.replace(at(values, at(alike, first)), at(values, at(alike, first + most + 1)));
        first += 1;
      }
      const bucket = at(alike, place);
      centers[bucket] = window.medianWithout(at(values, bucket));
    }
  }
  return centers;
}

/** The buckets of each class, ascending. */
function bucketsByClass(grid: Grid, classes: number, classOf: (hours: number, bucket: number) => number): Int32Array[] {
  const of = grid.hours.map(classOf);
  const starts = new Int32Array(classes + 1);
  for (const each of of) starts[each + 1] = at(starts, each + 1) + 1;
  for (let each = 0; each < classes; each += 1) starts[each + 1] = at(starts, each) + at(starts, each + 1);
  const buckets = new Int32Array(grid.size);
  const next = starts.slice();
  for (const [bucket, each] of of.entries()) {
    buckets[at(next, each)] = bucket;
    next[each] = at(next, each) + 1;
  }
  return Array.from({ length: classes }, (_, each) => buckets.subarray(at(starts, each), at(starts, each + 1)));
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

function blocksOf(grid: Grid): Int32Array[] {
  const blocks = spansOf(grid, BLOCK_HOURS);
  return bucketsByClass(grid, blocks * DAY, (hours, bucket) => spanOf(grid, blocks, bucket) * DAY + (hours % DAY));
}

/**
 * The misses of the same hour of day and its two neighbours over four weeks: evenings vary more than nights, winters
 * more than summers. Either side for itself, because consumption strays upwards further than downwards.
 */
function spread(values: Float64Array, center: Float64Array, groups: readonly Int32Array[]): Spread {
  const misses = values.map((value, bucket) => value - at(center, bucket));
  const typical = typicalOf(values, center);
  const up = new Float64Array(values.length);
  const down = new Float64Array(values.length);
  for (const [group, buckets] of groups.entries()) {
    if (buckets.length === 0) continue;
    const block = group - (group % DAY);
    const near = [-1, 0, 1].map((off) => groups[block + ((group + off + DAY) % DAY)] ?? NONE);
    const pooled = pool(near, misses);
    const [high, low] = pooled.length < FEWEST_MISSES ? [0, 0] : sides(pooled);
    for (const bucket of buckets) {
      const floor = Math.max(LEAST_OF_CENTER * Math.abs(at(center, bucket)), LEAST_OF_TYPICAL * typical);
      up[bucket] = Math.max(high, floor);
      down[bucket] = Math.max(low, floor);
    }
  }
  return { up, down };
}

const NONE = new Int32Array();

function pool(groups: readonly Int32Array[], misses: Float64Array): Float64Array {
  const pooled = new Float64Array(groups.reduce((size, buckets) => size + buckets.length, 0));
  let size = 0;
  for (const buckets of groups) {
    for (const bucket of buckets) {
      const miss = at(misses, bucket);
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

/**
 * The mean of what is expected; where nothing is, as of an appliance that mostly rests, the median of what is not 0.
 */
function typicalOf(values: Float64Array, center: Float64Array): number {
  const usual = mean(center.map(Math.abs));
  if (usual > 0) return usual;
  const sizes = values.map(Math.abs).filter((size) => size > 0);
  return sizes.length === 0 ? 0 : median(sizes);
}
