import { type Baseline, baselineOf } from './baseline.ts';
import { Claims } from './claims.ts';
import { type Cycles, claimCycles, cyclesOf } from './cycles.ts';
import { daysOf, weeksOf } from './days.ts';
import { claimFaults, claimMeterFaults } from './faults.ts';
import type { Finding } from './findings.ts';
import type { Grid } from './grid.ts';
import { levelFactors, riseFindings, shiftFindings } from './level-changes.ts';
import { at } from './order-statistics.ts';
import { levelShifts } from './shifts.ts';
import { claimStrays } from './strays.ts';

/**
 * The events of one series, in the order of their begin. A bucket is part of one event at most: of the first of
 * NEGATIVE, IMPOSSIBLE, DEAD, STUCK, NIGHT_GENERATION, SPIKE and DROP that claims it. LEVEL_SHIFT and BASE_LOAD_RISE
 * are about days, and may hold shorter events. What mostly rests is judged by its cycles.
 */
export function detectEvents(grid: Grid): Finding[] {
  if (!grid.largest.some((value, bucket) => value !== 0 || at(grid.smallest, bucket) !== 0)) return [];
  const baseline = baselineOf(grid, grid.level);
  const claims = new Claims(grid);
  const cycles = cyclesOf(grid);
  if (cycles) return ofCycles(cycles, claims, grid, baseline);
  claimFaults(claims, grid, baseline.center);
  const days = daysOf(grid, claims);
  const shifts = levelShifts(days);
  const factors = levelFactors(grid, days, shifts);
  const levelled =
    shifts.length === 0
      ? baseline
      : baselineOf(
          grid,
          grid.level.map((level, bucket) => level / at(factors, bucket)),
        );
  claimStrays(claims, grid, levelled, factors);
  const shifted = shiftFindings(shifts, days, (bucket) => at(levelled.center, bucket));
  return inOrder([...claims.findings, ...shifted, ...riseFindings(grid, days, shifted)]);
}

/** A week has few cycles, and weeks are few: a level that shifts must reach its bound so many times. */
const SURE_OF_WEEKS = 2;

/** Of what is used now and then one day says nothing of the next: its levels are those of weeks. */
function ofCycles(cycles: Cycles, claims: Claims, grid: Grid, { center }: Baseline): Finding[] {
  claimMeterFaults(claims, grid, center);
  claimCycles(claims, grid, cycles);
  const weeks = weeksOf(daysOf(grid, claims));
  const shifts = levelShifts(weeks).filter(({ score }) => score >= SURE_OF_WEEKS);
  const before = (bucket: number) =>
    shifts.find(({ from, to }) => at(weeks.from, from) <= bucket && bucket <= at(weeks.to, to))?.before ?? Number.NaN;
  return inOrder([...claims.findings, ...shiftFindings(shifts, weeks, before)]);
}

function inOrder(findings: Finding[]): Finding[] {
  return findings.sort((a, b) => a.from - b.from || a.to - b.to);
}
