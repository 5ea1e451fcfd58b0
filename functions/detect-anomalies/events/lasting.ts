import { baseLoadRises } from './base-load.ts';
import type { Days } from './days.ts';
import type { Expectation } from './expected.ts';
import type { Finding } from './findings.ts';
import type { Grid } from './grid.ts';
import { at } from './robust.ts';
import { levelShifts, type Shift } from './shifts.ts';

/**
 * What is odd about days: LEVEL_SHIFT and BASE_LOAD_RISE. A rise that a shift explains is not told again.
 * @returns `center`: what is expected of each cell when its day is as odd as it is, kWh a reading; single hours are judged by this
 */
export function lastingFindings(
  grid: Grid,
  days: Days,
  usual: Expectation,
): { findings: Finding[]; center: Float64Array } {
  const center = usual.center.slice();
  const shifts = levelShifts(days).map((shift) => {
    const finding = shiftFinding(shift, days, usual.center);
    const profile = profileOf(finding, usual.center);
    for (let cell = finding.from; cell <= finding.to; cell += 1) center[cell] = shift.now * profile(cell);
    return finding;
  });
  const rises = grid.generation
    ? []
    : baseLoadRises(days).map(
        (rise): Finding => ({
          kind: 'BASE_LOAD_RISE',
          direction: 'HIGH',
          from: at(days.from, rise.from),
          to: at(days.to, rise.to),
          score: rise.score,
          expected: (cell) => at(grid.level, cell) - rise.above,
        }),
      );
  const unexplained = rises.filter((rise) => !shifts.some((shift) => explains(shift, rise)));
  return { findings: [...shifts, ...unexplained], center };
}

function shiftFinding({ from, to, before, now, score }: Shift, days: Days, center: Float64Array): Finding {
  const cells = { from: at(days.from, from), to: at(days.to, to) };
  const profile = profileOf(cells, center);
  return {
    kind: 'LEVEL_SHIFT',
    direction: now > before ? 'HIGH' : 'LOW',
    ...cells,
    score,
    expected: (cell) => before * profile(cell),
  };
}

/** How a day's level spreads over its cells: by what is usual, or evenly where that is nothing. The mean is 1. */
function profileOf({ from, to }: Pick<Finding, 'from' | 'to'>, center: Float64Array): (cell: number) => number {
  let sum = 0;
  let count = 0;
  for (const value of center.subarray(from, to + 1)) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  const mean = sum / count;
  return mean > 0 ? (cell) => at(center, cell) / mean : () => 1;
}

/** Half of a rise's time lies within a shift upwards. */
function explains(shift: Finding, rise: Finding): boolean {
  const common = Math.min(shift.to, rise.to) - Math.max(shift.from, rise.from) + 1;
  return shift.direction === 'HIGH' && common * 2 >= rise.to - rise.from + 1;
}
