/** STUCK and DEAD: the same reading again and again, far longer than this series is used to. */
import type { Grid } from './grid.ts';
import { at, quantileOfSorted } from './robust.ts';

export interface Run {
  readonly from: number;
  readonly to: number;
  /** The reading that all of the run's are. */
  readonly value: number;
  /** How many times as long as the bound. */
  readonly score: number;
}

/** Runs of one series shorter than these are nobody's business, hours. */
const SHORTEST_STUCK = 4;
const SHORTEST_DEAD = 6;
/** And of fewer cells. */
const FEWEST_CELLS = 3;
/** How many times as long as the series' ordinary runs. */
const TIMES_ORDINARY = 3;
/** A run longer than this part of the runs is not an ordinary one. */
const ORDINARY = 0.9;
/** Runs by chance that a series may show in all its time. */
const BY_CHANCE = 0.01;

/** Runs of cells whose readings are all the same, as [from, to]. */
function equalRuns(grid: Grid, wanted: (value: number) => boolean): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  let from = -1;
  for (let cell = 0; cell <= grid.size; cell += 1) {
    const value = at(grid.largest, cell);
    const constant = cell < grid.size && at(grid.smallest, cell) === value && wanted(value);
    if (from >= 0 && !(constant && value === at(grid.largest, from) && follows(grid, cell))) {
      runs.push({ from, to: cell - 1 });
      from = -1;
    }
    if (constant && from < 0) from = cell;
  }
  return runs;
}

/** At most one cell may be absent within a run. */
function follows(grid: Grid, cell: number): boolean {
  return at(grid.hours, cell) - at(grid.hours, cell - 1) <= 2 * grid.step;
}

/**
 * Length that an ordinary run does not exceed, cells. The longest run of all is left out: it must not excuse itself.
 * @param none how many runs ended before they were a cell long
 */
function ordinaryLength(runs: readonly { from: number; to: number }[], none: number): number {
  const sorted = new Float64Array(none + runs.length);
  sorted.set(Float64Array.from(runs, ({ from, to }) => to - from + 1).sort(), none);
  return sorted.length < 2 ? 0 : quantileOfSorted(sorted.subarray(0, -1), ORDINARY);
}

/**
 * Equal readings that are not zero. The habit of a series is counted in runs, not in readings, so that one long run does not
 * make itself a habit: p is the part of the runs that last for another cell; a run of n cells is expected
 * cells x p^(n - 1) times, and from BY_CHANCE on it is one too many.
 */
export function stuckRuns(grid: Grid): Run[] {
  const runs = equalRuns(grid, (value) => value !== 0);
  const single = grid.fine ? changing(grid) : 0;
  const lasting = runs.filter(({ from, to }) => to > from).length;
  if (lasting === 0) return [];
  const habit = lasting / (runs.length + single);
  if (habit >= 1) return [];
  const byChance = 1 + Math.log(BY_CHANCE / grid.size) / Math.log(habit);
  const shortest = Math.max(
    byChance,
    TIMES_ORDINARY * ordinaryLength(runs, single),
    FEWEST_CELLS,
    SHORTEST_STUCK / grid.step,
  );
  return longest(grid, runs, shortest);
}

/** Cells with different readings: each ends a run that might have gone on. */
function changing(grid: Grid): number {
  let count = 0;
  for (let cell = 0; cell < grid.size; cell += 1) if (at(grid.smallest, cell) !== at(grid.largest, cell)) count += 1;
  return count;
}

/** Zeros of a series that had others before: an appliance's rest and a roof's night are its habit, and not counted. */
export function deadRuns(grid: Grid): Run[] {
  const runs = equalRuns(grid, (value) => value === 0);
  const shortest = Math.max(TIMES_ORDINARY * ordinaryLength(runs, 0), FEWEST_CELLS, SHORTEST_DEAD / grid.step);
  return longest(grid, runs, shortest).filter(({ from }) => from > 0);
}

function longest(grid: Grid, runs: readonly { from: number; to: number }[], shortest: number): Run[] {
  return runs.flatMap(({ from, to }) => {
    const score = (to - from + 1) / shortest;
    return score >= 1 ? [{ from, to, value: at(grid.largest, from), score }] : [];
  });
}
