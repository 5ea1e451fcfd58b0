/** SPIKE and DROP: the events that straying hours make. */
import { HOURS_PER_DAY } from '../../../shared/time-units.ts';
import { type Baseline, centerBy } from './baseline.ts';
import type { Claims } from './claims.ts';
import type { Grid } from './grid.ts';
import { at, mean } from './order-statistics.ts';
import { straying } from './spikes.ts';
import { straysAbove, straysBelow } from './spread.ts';
import { inWeather, withoutWeather } from './weather.ts';

/** So many standard deviations from what it takes without a shift an hour is odd in whatever level. */
const SURE = 2;
/** Ordinary hours within an event: what comes again after them is the same story. */
const GAP_HOURS = 3;
/**
 * Nobody wants to know of less than this share of a day's energy. More of a drop: what a spike takes is paid, and a
 * short one can be a fault; that little was used for an hour is neither.
 */
const LEAST_SPIKE = 0.03;
const LEAST_DROP = 0.05;
/** The day's energy is the mean of the week around; where hardly any is used, at least this share of the usual one. */
const AROUND = 84;
const LEAST_DAY = 0.25;

/**
 * Each hour is judged by the level of its day. Where a bucket holds several readings, its largest one is looked at too:
 * a minute's spike is nothing in an hour's mean.
 * @param factors how many times as much a bucket's day takes
 */
export function claimStrays(claims: Claims, grid: Grid, baseline: Baseline, factors: Float64Array): void {
  const { blocks } = baseline;
  const times = (center: Float64Array) => inWeather(center, grid).map((kwh, bucket) => kwh * at(factors, bucket));
  const unshifted = inWeather(baseline.center, grid);
  const center = times(baseline.center);
  const explained = (bucket: number) => claims.has(bucket);
  const expected = (bucket: number) => at(center, bucket);
  const gap = Math.max(1, Math.floor(GAP_HOURS / grid.step));
  const day = energyOfDay(grid, center);

  const above = straysAbove(grid.level, center, blocks, grid);
  const together = straying(grid, above, true, explained);
  const centerOfLargest = grid.fine
    ? times(centerBy(baseline, over(withoutWeather(grid.largest, grid), factors)))
    : center;
  const largest = grid.fine ? straysAbove(grid.largest, centerOfLargest, blocks, grid) : above;
  const single = grid.fine ? straying(grid, largest, false, explained) : together;
  // While a level is shifted, what the hour takes without the shift is no event: a weekend is as quiet as ever.
  const isHigh = (bucket: number) => {
    const factor = at(factors, bucket);
    const miss = at(grid.largest, bucket) - at(unshifted, bucket);
    return factor === 1 || miss > (SURE * at(above.spread, bucket)) / factor;
  };
  claims.claim({
    kind: 'SPIKE',
    direction: 'HIGH',
    score: (bucket) => (isHigh(bucket) ? Math.max(at(together, bucket), at(single, bucket)) : 0),
    expected,
    part: (bucket) => {
      const [usual, spread] = at(together, bucket) < 1 ? [centerOfLargest, largest.spread] : [center, above.spread];
      return [at(usual, bucket) + at(spread, bucket), Number.POSITIVE_INFINITY];
    },
    gap,
    least: (bucket) => LEAST_SPIKE * at(day, bucket),
    // The sun has no habits.
    unlessHabit: !grid.generation,
  });

  const below = straysBelow(grid.level, center, blocks, factors);
  const low = straying(grid, below, true, explained);
  const isLow = (bucket: number) => {
    const miss = below.logOf(at(unshifted, bucket)) - below.logOf(at(grid.smallest, bucket));
    return at(factors, bucket) === 1 || miss > SURE * at(below.spread, bucket);
  };
  claims.claim({
    kind: 'DROP',
    direction: 'LOW',
    score: (bucket) => (isLow(bucket) ? at(low, bucket) : 0),
    expected,
    part: (bucket) => [Number.NEGATIVE_INFINITY, at(center, bucket) * Math.exp(-at(below.spread, bucket))],
    gap,
    least: (bucket) => LEAST_DROP * at(day, bucket),
    unlessHabit: !grid.generation,
  });
}

function over(values: Float64Array, factors: Float64Array): Float64Array {
  return values.map((value, bucket) => value / at(factors, bucket));
}

/** What is expected of the day around each bucket, kWh a reading times its buckets. */
function energyOfDay({ size, step }: Grid, center: Float64Array): Float64Array {
  const sums = new Float64Array(size + 1);
  for (let bucket = 0; bucket < size; bucket += 1)
    sums[bucket + 1] = at(sums, bucket) + (Math.abs(at(center, bucket)) || 0);
  const usual = LEAST_DAY * mean(center.map(Math.abs));
  const buckets = Math.max(1, HOURS_PER_DAY / step);
  const around = Math.ceil(AROUND / step);
  return center.map((_, bucket) => {
    const from = Math.max(0, bucket - around);
    const to = Math.min(size, bucket + around + 1);
    return buckets * Math.max(usual, (at(sums, to) - at(sums, from)) / (to - from));
  });
}
