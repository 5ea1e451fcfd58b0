/**
 * What rests most of the time and is used now and then, as a washing machine or a car: it is judged by its own cycles,
 * by how much each takes and how long it rests between them, and not by the hour of the day.
 */
import { quantileOfSorted } from '../../../shared/order-statistics.ts';
import { HOURS_PER_WEEK } from '../../../shared/time-units.ts';
import type { Claims } from './claims.ts';
import type { Grid } from './grid.ts';
import { at, mean } from './order-statistics.ts';

/** An hour of use takes more than this share of what the strongest hundredth of hours does. */
const USED = 0.1;
const STRONGEST = 0.99;
/** At most this share of the hours is used, and the others take at most this share of the energy. */
const MOSTLY_RESTS = 0.3;
const LITTLE = 0.2;
/** Fewer cycles have no habit. */
const FEWEST_CYCLES = 8;

/** The cycles that are usual reach up to this quantile; what takes more than so many times as much is a spike. */
const USUAL = 0.95;
const TIMES_USUAL = 2;
/** A rest is odd from so many times the usual one on, and never before a week is over. */
const TIMES_USUAL_REST = 4;

/** A run of buckets, both ends included. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface Cycles {
  /** Energy above which a bucket is in use, kWh a reading. */
  readonly used: number;
  readonly cycles: readonly Stretch[];
  readonly rests: readonly Stretch[];
}

/** @returns undefined for what does not mostly rest, or was used too rarely to have a habit */
export function cyclesOf(grid: Grid): Cycles | undefined {
  if (grid.generation || grid.step > 1) return undefined;
  const strongest = quantileOfSorted(grid.level.toSorted(), STRONGEST);
  const used = USED * strongest;
  if (!(used > 0)) return undefined;
  let hours = 0;
  let energy = 0;
  let resting = 0;
  for (let bucket = 0; bucket < grid.size; bucket += 1) {
    const kwh = at(grid.level, bucket);
    if (kwh > used) [hours, energy] = [hours + 1, energy + kwh];
    else resting += Math.abs(kwh);
  }
  if (hours > MOSTLY_RESTS * grid.size || resting > LITTLE * (energy + resting)) return undefined;
  const { cycles, rests } = stretches(grid, (bucket) => at(grid.level, bucket) > used);
  return cycles.length < FEWEST_CYCLES ? undefined : { used, cycles, rests };
}

function stretches(grid: Grid, inUse: (bucket: number) => boolean): Pick<Cycles, 'cycles' | 'rests'> {
  const cycles: Stretch[] = [];
  const rests: Stretch[] = [];
  let from = 0;
  for (let bucket = 1; bucket <= grid.size; bucket += 1) {
    const goesOn =
      bucket < grid.size &&
      inUse(bucket) === inUse(from) &&
      at(grid.hours, bucket) - at(grid.hours, bucket - 1) <= 2 * grid.step;
    if (goesOn) continue;
    (inUse(from) ? cycles : rests).push({ from, to: bucket - 1 });
    from = bucket;
  }
  return { cycles, rests };
}

/** SPIKE: a cycle that takes far more than is usual. DEAD: a rest that is far longer. */
export function claimCycles(claims: Claims, grid: Grid, { used, cycles, rests }: Cycles): void {
  const energies = Float64Array.from(cycles, (cycle) => energyOf(grid, cycle));
  const expected = new Float64Array(grid.size);
  const spikes = new Float64Array(grid.size);
  const median = quantileOfSorted(energies.toSorted(), 0.5);
  const scores = beyondOthers(energies, TIMES_USUAL, 0);
  for (const [index, { from, to }] of cycles.entries()) {
    let readings = 0;
    for (let bucket = from; bucket <= to; bucket += 1) readings += at(grid.readings, bucket);
    expected.fill(median / readings, from, to + 1);
    spikes.fill(at(scores, index), from, to + 1);
  }
  claims.claim({
    kind: 'SPIKE',
    direction: 'HIGH',
    score: (bucket) => at(spikes, bucket),
    expected: (bucket) => at(expected, bucket),
    part: () => [used, Number.POSITIVE_INFINITY],
  });

  const level = mean(grid.level);
  const lengths = Float64Array.from(rests, ({ from, to }) => (to - from + 1) * grid.step);
  for (const [index, score] of beyondOthers(lengths, TIMES_USUAL_REST, HOURS_PER_WEEK).entries()) {
    const rest = rests[index];
    // Before it was first used it may not have been there.
    if (!rest || score < 1 || rest.from === 0) continue;
    claims.claimRun('DEAD', 'LOW', { ...rest, value: at(grid.level, rest.from), score }, () => level);
  }
}

/**
 * How many times the bound each value reaches: so many times what is usual of the others, and at least `least`. One
 * that is odd does not set its own bound.
 */
function beyondOthers(values: Float64Array, times: number, least: number): Float64Array {
  const sorted = values.toSorted();
  // Only what is beyond the bound that all of them set without the largest can be beyond its own.
  const lowest = Math.max(least, times * quantileOfSorted(sorted.subarray(0, -1), USUAL));
  return values.map((value) => {
    if (value < lowest) return value / lowest;
    const place = sorted.indexOf(value);
    const others = Float64Array.from([...sorted.subarray(0, place), ...sorted.subarray(place + 1)]);
    return value / Math.max(least, times * quantileOfSorted(others, USUAL));
  });
}

/** kWh. */
function energyOf(grid: Grid, { from, to }: Stretch): number {
  let energy = 0;
  for (let bucket = from; bucket <= to; bucket += 1) energy += at(grid.level, bucket) * at(grid.readings, bucket);
  return energy;
}
