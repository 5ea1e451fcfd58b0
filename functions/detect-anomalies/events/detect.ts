import { baselineOf } from './baseline.ts';
import { Claims } from './claims.ts';
import { type Cycles, claimCycles, cyclesOf } from './cycles.ts';
import { daysOf, weeksOf } from './days.ts';
import { dutyFindings } from './duty-rise.ts';
import { claimFaults, claimMeterFaults } from './faults.ts';
import type { Finding } from './findings.ts';
import type { Grid } from './grid.ts';
import { levelFactors, riseFindings, shiftFindings, unexplained } from './level-changes.ts';
import { at } from './order-statistics.ts';
import { usualIn } from './shift-usual.ts';
import { levelShifts } from './shifts.ts';
import { levelsWithout, standstills } from './standstills.ts';
import { claimStrays } from './strays.ts';
import { inWeather, underOneSky, weatherAt, withoutWeather } from './weather.ts';

/**
 * The events of one series, in the order of their begin. A bucket is part of one event at most: of the first of
 * NEGATIVE, IMPOSSIBLE, DEAD, STUCK, NIGHT_GENERATION, SPIKE and DROP that claims it. LEVEL_SHIFT, BASE_LOAD_RISE and
 * DUTY_RISE are about days, and may hold shorter events. What mostly rests is judged by its cycles.
 */
export function detectEvents(series: Grid): Finding[] {
  if (!series.largest.some((value, bucket) => value !== 0 || at(series.smallest, bucket) !== 0)) return [];
  const grid = underOneSky(series);
  const claims = new Claims(grid);
  const cycles = cyclesOf(grid);
  if (cycles) return ofCycles(cycles, claims, grid);
  const still = standstills(grid);
  // Panels are judged as if the weather of their neighbours had always been fine.
  const fair: Grid = { ...grid, level: withoutWeather(grid.level, grid) };
  const levels = levelsWithout(still, fair);
  const baseline = baselineOf(grid, levels);
  claimFaults(claims, grid, inWeather(baseline.center, grid), still);
  const days = daysOf(fair, claims);
  const shifts = levelShifts(days, grid.generation);
  const factors = levelFactors(fair, days, shifts);
  const levelled =
    shifts.length === 0
      ? baseline
      : baselineOf(
          grid,
          levels.map((level, bucket) => level / at(factors, bucket)),
        );
  claimStrays(claims, grid, levelled, factors);
  // What a meter did not read is missed where it stands still, and not again in a level.
  const stands = (bucket: number) => still.some(({ from, to }) => from <= bucket && bucket <= to);
  const shifted = shiftFindings(grid, shifts, days, (shift) => {
    const usual = usualIn(shift, shifts, days, fair, levelled.center);
    return (bucket) => (stands(bucket) ? at(grid.level, bucket) : usual(bucket) * weatherAt(grid, bucket));
  });
  const duties = unexplained(dutyFindings(grid, weeksOf(days)), shifted);
  const rises = unexplained(riseFindings(grid, days), [...shifted, ...duties]);
  return inOrder([...claims.findings, ...shifted, ...duties, ...rises]);
}

/** Of what is used now and then one day says nothing of the next: its levels are those of weeks. */
function ofCycles(cycles: Cycles, claims: Claims, grid: Grid): Finding[] {
  claimMeterFaults(claims, grid, baselineOf(grid, grid.level).center);
  claimCycles(claims, grid, cycles);
  const weeks = weeksOf(daysOf(grid, claims));
  const shifts = levelShifts(weeks);
  return inOrder([
    ...claims.findings,
    ...shiftFindings(
      grid,
      shifts,
      weeks,
      ({ before }) =>
        () =>
          before,
    ),
  ]);
}

function inOrder(findings: Finding[]): Finding[] {
  return findings.sort((a, b) => a.from - b.from || a.to - b.to);
}
