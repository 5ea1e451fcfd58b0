/**
 * What a series usually does at an hour: the median of the hours like it.
 *
 * Which hours are alike is found out: those of the same hour of the week, of the same hour on workdays or on weekends,
 * or of the same hour on any day. The nearest ones in time are taken, so that the expectation follows the season; the
 * hour itself is left out, so that it does not explain itself.
 */
import { HOURS_PER_DAY, HOURS_PER_WEEK } from '../../../shared/time-units.ts';
import { bucketsByClass, type Grid } from './grid.ts';
import { at, mean, median, SortedWindow } from './order-statistics.ts';
import { blocksOf } from './spread.ts';

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

const FRIDAY_ENDS = 5 * HOURS_PER_DAY;

/** Six weeks on either side. */
const HOUR_OF_WEEK: Likeness = { classes: HOURS_PER_WEEK, classOf: (hours) => hours % HOURS_PER_WEEK, others: 12 };
/** Two weeks of workdays on either side. */
const HOUR_OF_KIND_OF_DAY: Likeness = {
  classes: 2 * HOURS_PER_DAY,
  classOf: (hours) => (hours % HOURS_PER_DAY) + (hours % HOURS_PER_WEEK >= FRIDAY_ENDS ? HOURS_PER_DAY : 0),
  others: 20,
};
/** Ten days on either side. */
const HOUR_OF_DAY: Likeness = { classes: HOURS_PER_DAY, classOf: (hours) => hours % HOURS_PER_DAY, others: 20 };

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
  let least = missOf(values, centerByDay);
  for (const likeness of [HOUR_OF_KIND_OF_DAY, HOUR_OF_WEEK]) {
    const alike = alikeIn(grid, likeness);
    const center = filledIn(centerOf(values, alike), centerByDay);
    const error = missOf(values, center);
    if (error < least) [best, least] = [{ alike, center }, error];
  }
  return { ...best, alikeByDay, blocks: blocksOf(grid) };
}

function alikeIn(grid: Grid, { classes, classOf, others }: Likeness): Alike {
  return { classes: bucketsByClass(grid, classes, classOf), others };
}

/** How far values are from what is expected of them, typically and on average. */
export function missOf(values: Float64Array, center: Float64Array): number {
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
