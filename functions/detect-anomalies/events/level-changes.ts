import { baseLoadRises } from './base-load.ts';
import type { Days } from './days.ts';
import type { Finding } from './findings.ts';
import type { Grid } from './grid.ts';
import { at } from './order-statistics.ts';
import type { Shift } from './shifts.ts';

/** A shift that does not take so much more, or less, than its own hours usually do is none that a person would see. */
const LEAST_EXCESS = 0.2;

/** LEVEL_SHIFT. @param usualOf what would be usual of a bucket without the shift, kWh a reading */
export function shiftFindings(
  grid: Grid,
  shifts: readonly Shift[],
  days: Days,
  usualOf: (shift: Shift) => (bucket: number) => number,
): Finding[] {
  const findings = shifts.map(
    (shift): Finding => ({
      kind: 'LEVEL_SHIFT',
      direction: shift.now > shift.before ? 'HIGH' : 'LOW',
      from: at(days.from, shift.from),
      to: at(days.to, shift.to),
      score: shift.score,
      expected: usualOf(shift),
    }),
  );
  return findings.filter((finding) => exceeds(grid, finding));
}

function exceeds(grid: Grid, { direction, from, to, expected }: Finding): boolean {
  let kwh = 0;
  let usual = 0;
  for (let bucket = from; bucket <= to; bucket += 1) {
    kwh += at(grid.level, bucket);
    usual += expected(bucket);
  }
  return direction === 'HIGH' ? kwh >= (1 + LEAST_EXCESS) * usual : usual >= (1 + LEAST_EXCESS) * kwh;
}

/** BASE_LOAD_RISE. A roof has no base load. */
export function riseFindings(grid: Grid, days: Days): Finding[] {
  if (grid.generation) return [];
  return baseLoadRises(days).map(
    (rise): Finding => ({
      kind: 'BASE_LOAD_RISE',
      direction: 'HIGH',
      from: at(days.from, rise.from),
      to: at(days.to, rise.to),
      score: rise.score,
      expected: (bucket) => at(grid.level, bucket) - rise.above,
    }),
  );
}

/** The rises that no larger change upwards explains. */
export function unexplained(rises: readonly Finding[], changes: readonly Finding[]): Finding[] {
  return rises.filter((rise) => !changes.some((change) => explains(change, rise)));
}

/** Half of a rise's time lies within a shift upwards. */
function explains(shift: Finding, rise: Finding): boolean {
  const common = Math.min(shift.to, rise.to) - Math.max(shift.from, rise.from) + 1;
  return shift.direction === 'HIGH' && common * 2 >= rise.to - rise.from + 1;
}

/** Shifts by more than this factor are no more of the same, and their hours are not compared with the hours before. */
const COMPARABLE = 20;

/** How many times its level without the shifts each bucket's level is, as long as they last: 1 where there is none. */
export function levelFactors(grid: Grid, days: Days, shifts: readonly Shift[]): Float64Array {
  const factors = new Float64Array(grid.size).fill(1);
  for (const { from, to, before, now } of shifts) {
    const factor = now / before;
    if (!(factor < COMPARABLE && factor > 1 / COMPARABLE)) continue;
    for (let bucket = at(days.from, from); bucket <= at(days.to, to); bucket += 1)
      factors[bucket] = at(factors, bucket) * factor;
  }
  return factors;
}
