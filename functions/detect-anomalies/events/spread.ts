/**
 * How far a series usually strays from what is expected of an hour: robust standard deviations, of either side for
 * itself. Upwards they are energies. Downwards they are logarithms: what a home takes at least, or a roof makes under
 * clouds, is a share of the usual, and energy that is missing can be no more than all of it.
 */
import { quantileOfSorted } from '../../../shared/order-statistics.ts';
import { HOURS_PER_DAY } from '../../../shared/time-units.ts';
import { bucketsByClass, type Grid, spanOf, spansOf } from './grid.ts';
import { at, MAD_TO_SIGMA, mean, median, sortedSample } from './order-statistics.ts';

/** How long one spread is taken to hold. */
const BLOCK_HOURS = 28 * HOURS_PER_DAY;
/** Fewer misses have no tails. */
const FEWEST_MISSES = 8;
/**
 * The tail of either side, and below how many standard deviations so much of a normal distribution lies. Downwards it
 * begins earlier: a drop lasts half a day, and would be the tail itself.
 */
const TAIL_ABOVE = { from: 0.95, sigmas: 1.6449 } as const;
const TAIL_BELOW = { from: 0.9, sigmas: 1.2816 } as const;
type Tail = typeof TAIL_ABOVE | typeof TAIL_BELOW;
/** No hour is known better than to a tenth of what it is expected to be, or to a twentieth of a typical hour, */
const LEAST_SHARE = 0.1;
const LEAST_OF_TYPICAL = 0.05;
/** nor, where nothing is expected, to a quarter of what is typical of the hours that take something. */
const LEAST_OF_USED = 0.25;
/** While a level is shifted, nor than to a quarter of the shift: not every hour shifts alike. */
const LEAST_OF_SHIFT = 0.25;
/** Keeps the logarithm of an hour without energy finite: a share of the same. */
const OFFSET_OF_USED = 0.03;
/** The strongest hours of any time of day: 98 % of a normal distribution lie below 2.0537 standard deviations. */
const STRONGEST = 0.98;
const STRONGEST_SIGMAS = 2.0537;

/** The buckets of the same hour of day within about four weeks. */
export function blocksOf(grid: Grid): Int32Array[] {
  const blocks = spansOf(grid, BLOCK_HOURS);
  return bucketsByClass(
    grid,
    blocks * HOURS_PER_DAY,
    (hours, bucket) => spanOf(grid, blocks, bucket) * HOURS_PER_DAY + (hours % HOURS_PER_DAY),
  );
}

/** By how much each bucket is astray to one side, and the standard deviation of that; in the same unit. */
export interface Strays {
  readonly misses: Float64Array;
  readonly spread: Float64Array;
}

/** Above what is expected, kWh a reading. @param center of `values` */
export function straysAbove(
  values: Float64Array,
  center: Float64Array,
  blocks: readonly Int32Array[],
  { generation }: Grid,
): Strays {
  const misses = values.map((value, bucket) => value - at(center, bucket));
  const typical = LEAST_OF_TYPICAL * typicalOf(values, center);
  const idle = LEAST_OF_USED * whenUsed(values);
  const anywhen = generation ? 0 : atAnyHour(values, misses);
  const least = (bucket: number) => {
    const expected = Math.abs(at(center, bucket));
    return Math.max(LEAST_SHARE * expected, typical, anywhen, expected === 0 ? idle : 0);
  };
  return { misses, spread: spreadOf(misses, blocks, TAIL_ABOVE, least) };
}

/**
 * Below what is expected, on the logarithm.
 * @param center of `values`, kWh a reading
 * @param factors how many times as much a bucket's day takes
 */
export function straysBelow(
  values: Float64Array,
  center: Float64Array,
  blocks: readonly Int32Array[],
  factors: Float64Array,
): Strays & { readonly logOf: (value: number) => number } {
  const offset = OFFSET_OF_USED * whenUsed(values);
  const logOf = (value: number) => Math.log(Math.max(value, 0) + offset);
  const misses = values.map((value, bucket) => logOf(at(center, bucket)) - logOf(value));
  const least = (bucket: number) => Math.max(LEAST_SHARE, LEAST_OF_SHIFT * Math.abs(Math.log(at(factors, bucket))));
  return { misses, spread: spreadOf(misses, blocks, TAIL_BELOW, least), logOf };
}

/**
 * People use energy when they like: the less of a series its hours explain, the less does it mean that much is used at
 * one hour and not at another. So no hour is known better than the hours of any time of day are, by the square of the
 * share of the distance from the series' median that the expectation leaves. A home's is nine tenths, that of a region,
 * a factory or a roof a third.
 */
function atAnyHour(values: Float64Array, misses: Float64Array): number {
  const middle = median(values);
  const unexplained = mean(misses.map(Math.abs)) / mean(values.map((value) => Math.abs(value - middle)));
  const strongest = quantileOfSorted(sortedSample(misses), STRONGEST) / STRONGEST_SIGMAS;
  return Math.min(1, unexplained) ** 2 * strongest || 0;
}

/**
 * The misses of the same hour of day and its two neighbours over four weeks: evenings vary more than nights, winters
 * more than summers.
 */
function spreadOf(
  misses: Float64Array,
  groups: readonly Int32Array[],
  tail: Tail,
  least: (bucket: number) => number,
): Float64Array {
  const spread = new Float64Array(misses.length);
  for (const [group, buckets] of groups.entries()) {
    if (buckets.length === 0) continue;
    const block = group - (group % HOURS_PER_DAY);
    const near = [-1, 0, 1].map((off) => groups[block + ((group + off + HOURS_PER_DAY) % HOURS_PER_DAY)] ?? NONE);
    const pooled = pool(near, misses);
    const usual = pooled.length < FEWEST_MISSES ? 0 : upperSide(pooled, tail);
    for (const bucket of buckets) spread[bucket] = Math.max(usual, least(bucket));
  }
  return spread;
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

/** Standard deviation of the upper side: by the middle half or by the tail, whichever is wider. */
function upperSide(sorted: Float64Array, { from, sigmas }: Tail): number {
  const middle = (quantileOfSorted(sorted, 0.75) - quantileOfSorted(sorted, 0.25)) / 2;
  return Math.max(MAD_TO_SIGMA * middle, quantileOfSorted(sorted, from) / sigmas);
}

/**
 * The mean of what is expected; where nothing is, as of an appliance that mostly rests, the median of what is not 0.
 */
function typicalOf(values: Float64Array, center: Float64Array): number {
  return mean(center.map(Math.abs)) || whenUsed(values);
}

/** The median of the hours that are not 0; 0 of nothing. */
function whenUsed(values: Float64Array): number {
  return median(values.map(Math.abs).filter((size) => size > 0)) || 0;
}
