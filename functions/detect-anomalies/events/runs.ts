/** STUCK and DEAD: the same reading again and again, far longer than this series is used to. */
import { HOURS_PER_WEEK } from '../../../shared/time-units.ts';
import { type Grid, spansOf } from './grid.ts';
import { at } from './order-statistics.ts';

export interface Run {
  readonly from: number;
  readonly to: number;
  /** The reading that all of the run's are. */
  readonly value: number;
  /** How many times as long as the bound. */
  readonly score: number;
}

/** Shorter runs are ignored: hours, and hourly buckets. */
const SHORTEST_STUCK = 4;
const SHORTEST_DEAD = 6;
const FEWEST_BUCKETS = 3;
/** How many times as long as the runs that come more often than once a week: those are the series' habit. */
const TIMES_HABIT = 2;
/** Runs of this length that chance would give the series in all its time. */
const BY_CHANCE = 0.01;

/** Equal readings that are not zero. */
export function stuckRuns(grid: Grid): Run[] {
  const runs = equalRuns(grid, (value) => value !== 0);
  const shortest = Math.max(byChance(grid, runs), TIMES_HABIT * habitOf(grid, runs), SHORTEST_STUCK / grid.step);
  return longerThan(grid, runs, shortest);
}

/**
 * Zeros of a series that had others before. An appliance's rest and a roof's night come more often than once a week.
 */
export function deadRuns(grid: Grid): Run[] {
  const runs = equalRuns(grid, (value) => value === 0);
  const shortest = Math.max(TIMES_HABIT * habitOf(grid, runs), SHORTEST_DEAD / grid.step);
  return longerThan(grid, runs, shortest).filter(({ from }) => from > 0);
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

const lengthOf = ({ from, to }: Stretch) => to - from + 1;

/** Runs of buckets whose readings are all the same. */
function equalRuns(grid: Grid, wanted: (value: number) => boolean): Stretch[] {
  const runs: Stretch[] = [];
  let from = -1;
  for (let bucket = 0; bucket <= grid.size; bucket += 1) {
    const value = at(grid.largest, bucket);
    const constant = bucket < grid.size && at(grid.smallest, bucket) === value && wanted(value);
    if (from >= 0 && !(constant && value === at(grid.largest, from) && follows(grid, bucket))) {
      runs.push({ from, to: bucket - 1 });
      from = -1;
    }
    if (constant && from < 0) from = bucket;
  }
  return runs;
}

/** At most one bucket may be absent within a run. */
function follows(grid: Grid, bucket: number): boolean {
  return at(grid.hours, bucket) - at(grid.hours, bucket - 1) <= 2 * grid.step;
}

/** Length that runs reach more often than once a week, buckets; 0 when there are fewer. */
function habitOf(grid: Grid, runs: readonly Stretch[]): number {
  const lengths = runs.map(lengthOf).sort((a, b) => b - a);
  return lengths[spansOf(grid, HOURS_PER_WEEK)] ?? 0;
}

/**
 * The length from which on equal readings are too many for chance: a coarse meter repeats itself often. Counted in runs
 * and not in readings, so that one long run does not excuse itself: with p = the share of the runs that outlast a
 * bucket, a run of n buckets comes buckets x p^(n - 1) times.
 */
function byChance(grid: Grid, runs: readonly Stretch[]): number {
  const lasting = runs.filter((run) => lengthOf(run) > 1).length;
  const ended = runs.length + (grid.fine ? changing(grid) : 0);
  if (lasting === 0) return 0;
  // Every run lasts: the readings of this series do not change, and nothing can be said.
  if (lasting === ended) return Number.POSITIVE_INFINITY;
  return 1 + Math.log(BY_CHANCE / grid.size) / Math.log(lasting / ended);
}

/** Buckets with different readings: each ends a run that might have gone on. */
function changing(grid: Grid): number {
  let count = 0;
  for (let bucket = 0; bucket < grid.size; bucket += 1)
    if (at(grid.smallest, bucket) !== at(grid.largest, bucket)) count += 1;
  return count;
}

function longerThan(grid: Grid, runs: readonly Stretch[], shortest: number): Run[] {
  return runs.flatMap((run) => {
    const score = lengthOf(run) / Math.max(shortest, FEWEST_BUCKETS);
    return score >= 1 ? [{ ...run, value: at(grid.largest, run.from), score }] : [];
  });
}
