import { type Baseline, baselineOf, centerBy, type Expectation, expectation } from './baseline.ts';
import { Claims } from './claims.ts';
import { type Cycles, claimCycles, cyclesOf } from './cycles.ts';
import { daysOf, weeksOf } from './days.ts';
import { claimFaults, claimMeterFaults } from './faults.ts';
import type { Finding } from './findings.ts';
import type { Grid } from './grid.ts';
import { levelFactors, riseFindings, shiftFindings } from './level-changes.ts';
import { at } from './order-statistics.ts';
import { levelShifts } from './shifts.ts';
import { straying } from './spikes.ts';

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

/** So many standard deviations from what it takes without a shift an hour is odd in whatever level. */
const SURE = 2;

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

function over(values: Float64Array, factors: Float64Array): Float64Array {
  return values.map((value, bucket) => value / at(factors, bucket));
}

/**
 * SPIKE and DROP, each hour judged by the level of its day. Where a bucket holds several readings, its largest one is
 * looked at too: a minute's spike is nothing in an hour's mean.
 */
function claimStrays(claims: Claims, grid: Grid, baseline: Baseline, factors: Float64Array): void {
  const usual = expectation(grid.level, baseline, baseline.center, factors);
  const explained = (bucket: number) => claims.has(bucket);
  const expected = (bucket: number) => at(usual.center, bucket);
  const beyond = ({ center, up }: Expectation, bucket: number) => at(center, bucket) + at(up, bucket);
  // While a level is shifted, what the hour takes without the shift is no event: a weekend is as quiet as ever.
  const beyondOrdinary = (bucket: number, sign: 1 | -1) => {
    const value = at(sign === 1 ? grid.largest : grid.smallest, bucket);
    const strays = at(sign === 1 ? usual.up : usual.down, bucket) / at(factors, bucket);
    return at(factors, bucket) === 1 || (value - at(baseline.center, bucket)) * sign > SURE * strays;
  };
  const above = straying(grid, grid.level, usual, 'HIGH', explained);
  const single = grid.fine
    ? expectation(grid.largest, baseline, centerBy(baseline, over(grid.largest, factors)), factors)
    : undefined;
  const singles = single ? straying(grid, grid.largest, single, 'HIGH', explained) : undefined;
  claims.claim({
    kind: 'SPIKE',
    direction: 'HIGH',
    score: (bucket) => (beyondOrdinary(bucket, 1) ? Math.max(at(above, bucket), singles ? at(singles, bucket) : 0) : 0),
    expected,
    part: (bucket) => [beyond(single && at(above, bucket) < 1 ? single : usual, bucket), Number.POSITIVE_INFINITY],
  });
  const below = straying(grid, grid.level, usual, 'LOW', explained);
  claims.claim({
    kind: 'DROP',
    direction: 'LOW',
    score: (bucket) => (beyondOrdinary(bucket, -1) ? at(below, bucket) : 0),
    expected,
    part: (bucket) => [Number.NEGATIVE_INFINITY, at(usual.center, bucket) - at(usual.down, bucket)],
  });
}
