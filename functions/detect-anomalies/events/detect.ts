import { centerBy, type Expectation, expectation, type Habit, habitOf } from './baseline.ts';
import { Claims } from './claims.ts';
import { daysOf } from './days.ts';
import { claimFaults } from './faults.ts';
import type { Finding } from './findings.ts';
import type { Grid } from './grid.ts';
import { levelFactors, riseFindings, shiftFindings } from './level-changes.ts';
import { at } from './order-statistics.ts';
import { levelShifts } from './shifts.ts';
import { straying } from './spikes.ts';

/**
 * The events of one series, in the order of their begin. A cell is part of one event at most: of the first of NEGATIVE, IMPOSSIBLE,
 * DEAD, STUCK, NIGHT_GENERATION, SPIKE and DROP that claims it. LEVEL_SHIFT and BASE_LOAD_RISE are about days, and may hold
 * shorter events.
 */
export function detectEvents(grid: Grid): Finding[] {
  if (!grid.largest.some((value, cell) => value !== 0 || at(grid.smallest, cell) !== 0)) return [];
  const habit = habitOf(grid, grid.level);
  const claims = new Claims(grid);
  claimFaults(claims, grid, habit.center);
  const days = daysOf(grid, claims);
  const shifts = levelShifts(days);
  const factors = levelFactors(grid, days, shifts);
  const levelled =
    shifts.length === 0
      ? habit
      : habitOf(
          grid,
          grid.level.map((level, cell) => level / at(factors, cell)),
        );
  claimStrays(claims, grid, levelled, factors);
  const shifted = shiftFindings(shifts, days, (cell) => at(levelled.center, cell));
  return [...claims.findings, ...shifted, ...riseFindings(grid, days, shifted)].sort(
    (a, b) => a.from - b.from || a.to - b.to,
  );
}

function over(values: Float64Array, factors: Float64Array): Float64Array {
  return values.map((value, cell) => value / at(factors, cell));
}

/**
 * SPIKE and DROP, each hour judged by the level of its day. Where a cell holds several readings, its largest one is looked at too: a
 * minute's spike is nothing in an hour's mean.
 */
function claimStrays(claims: Claims, grid: Grid, habit: Habit, factors: Float64Array): void {
  const usual = expectation(grid.level, habit, habit.center, factors);
  const explained = (cell: number) => claims.has(cell);
  const expected = (cell: number) => at(usual.center, cell);
  const beyond = ({ center, up }: Expectation, cell: number) => at(center, cell) + at(up, cell);
  const above = straying(grid, grid.level, usual, 'HIGH', explained);
  const single = grid.fine
    ? expectation(grid.largest, habit, centerBy(habit, over(grid.largest, factors)), factors)
    : undefined;
  const singles = single ? straying(grid, grid.largest, single, 'HIGH', explained) : undefined;
  claims.claim({
    kind: 'SPIKE',
    direction: 'HIGH',
    score: (cell) => Math.max(at(above, cell), singles ? at(singles, cell) : 0),
    expected,
    part: (cell) => [beyond(single && at(above, cell) < 1 ? single : usual, cell), Number.POSITIVE_INFINITY],
  });
  const below = straying(grid, grid.level, usual, 'LOW', explained);
  claims.claim({
    kind: 'DROP',
    direction: 'LOW',
    score: (cell) => at(below, cell),
    expected,
    part: (cell) => [Number.NEGATIVE_INFINITY, at(usual.center, cell) - at(usual.down, cell)],
  });
}
