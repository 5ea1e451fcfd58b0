/** What comes again and again is how a series is used, and no event: a fridge that defrosts, a car, an oven. */
import { HOURS_PER_WEEK } from '../../../shared/time-units.ts';
import type { Finding } from './findings.ts';
import type { Grid } from './grid.ts';
import { at } from './order-statistics.ts';

/** What counts are the weeks around an event, */
const WEEKS = 8;
/**
 * and the stretches in them, as long as it, that take at least this share of what it does. What is missing can be no
 * more than all, so that any two drops are much alike: more is asked of them.
 */
const SIMILAR = { more: 0.7, less: 0.9 } as const;
/** As many as weeks are a habit. */
const A_WEEK = 1;

/**
 * Whether a finding is one of many: also of those that are just not odd enough to be found.
 * @param grid of which the level counts
 */
export function isHabit({ from, to, expected }: Finding, { level, size, step }: Grid): boolean {
  const length = to - from + 1;
  const excess = sumOf(level, expected, from, length);
  const sign = Math.sign(excess);
  const enough = (sign > 0 ? SIMILAR.more : SIMILAR.less) * Math.abs(excess);
  const reach = Math.ceil(((WEEKS / 2) * HOURS_PER_WEEK) / step);
  const [first, end] = [Math.max(0, from - reach), Math.min(size, to + 1 + reach)];
  let similar = 0;
  let sum = Number.NaN;
  for (let start = first; start + length <= end; start += 1) {
    sum = Number.isNaN(sum)
      ? sumOf(level, expected, start, length)
      : sum - miss(level, expected, start - 1) + miss(level, expected, start + length - 1);
    if (sign * sum < enough) continue;
    if (start + length <= from || start > to) similar += 1;
    if (similar >= A_WEEK * WEEKS) return true;
    start += length - 1;
    sum = Number.NaN;
  }
  return false;
}

function sumOf(level: Float64Array, expected: Finding['expected'], first: number, length: number): number {
  let sum = 0;
  for (let bucket = first; bucket < first + length; bucket += 1) sum += miss(level, expected, bucket);
  return sum;
}

/** By how much a bucket differs from what is expected, kWh a reading; 0 where nothing is. */
function miss(level: Float64Array, expected: Finding['expected'], bucket: number): number {
  return at(level, bucket) - expected(bucket) || 0;
}
