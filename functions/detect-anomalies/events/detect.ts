import { Claims } from './claims.ts';
import { daysOf } from './days.ts';
import { chooseLikeness, type Expectation, expect, type Likeness } from './expected.ts';
import { claimFaults } from './faults.ts';
import type { Finding } from './findings.ts';
import type { Grid } from './grid.ts';
import { lastingFindings } from './lasting.ts';
import { at } from './robust.ts';
import { straying, WINDOW_HOURS } from './spikes.ts';

/**
 * The events of one series, in the order of their begin. A cell is part of one event at most: of the first of NEGATIVE, IMPOSSIBLE,
 * DEAD, STUCK, NIGHT_GENERATION, SPIKE and DROP that claims it. LEVEL_SHIFT and BASE_LOAD_RISE are about days, and may hold
 * shorter events.
 */
export function detectEvents(grid: Grid): Finding[] {
  if (!grid.largest.some((value, cell) => value !== 0 || at(grid.smallest, cell) !== 0)) return [];
  const likeness = chooseLikeness(grid, grid.level);
  const usual = expect(grid, grid.level, likeness);
  const claims = new Claims(grid);
  claimFaults(claims, grid, usual);
  const { findings, center } = lastingFindings(grid, daysOf(grid, claims), usual);
  claimStrays(claims, grid, { ...usual, center }, likeness);
  return [...claims.findings, ...findings].sort((a, b) => a.from - b.from || a.to - b.to);
}

/**
 * SPIKE and DROP. Where a cell holds several readings, its largest one is looked at too: a minute's spike is nothing in an hour's
 * mean.
 */
function claimStrays(claims: Claims, grid: Grid, usual: Expectation, likeness: Likeness): void {
  const expected = (cell: number) => at(usual.center, cell);
  const above = straying(grid, grid.level, usual, 'HIGH', WINDOW_HOURS);
  const beyond = ({ center, up }: Expectation, cell: number) => at(center, cell) + at(up, cell);
  const single = grid.fine ? expect(grid, grid.largest, likeness) : undefined;
  const singles = single ? straying(grid, grid.largest, single, 'HIGH', [1]) : undefined;
  claims.claim({
    kind: 'SPIKE',
    direction: 'HIGH',
    score: (cell) => Math.max(at(above, cell), singles ? at(singles, cell) : 0),
    expected,
    part: (cell) => [beyond(single && at(above, cell) < 1 ? single : usual, cell), Number.POSITIVE_INFINITY],
  });
  const below = straying(grid, grid.level, usual, 'LOW', WINDOW_HOURS);
  claims.claim({
    kind: 'DROP',
    direction: 'LOW',
    score: (cell) => at(below, cell),
    expected,
    part: (cell) => [Number.NEGATIVE_INFINITY, at(usual.center, cell) - at(usual.down, cell)],
  });
}
