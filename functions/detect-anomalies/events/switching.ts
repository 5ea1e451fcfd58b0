/** Which series switch on and off, and from which energy on they run: their cycles tell more than their hours. */
import { quantileOfSorted } from '../../../shared/order-statistics.ts';
import { HOURS_PER_WEEK, MINUTES_PER_HOUR } from '../../../shared/time-units.ts';
import { cyclesOf } from './cycles.ts';
import type { Grid } from './grid.ts';
import { at } from './order-statistics.ts';

export interface Switching {
  /** What runs takes more than this, kWh a reading. */
  readonly used: number;
  /** A rest that is no longer does not end a cycle, minutes. */
  readonly pause: number;
}

/** What runs takes at least half of what it usually takes at most in an hour, */
const RUNNING = 0.5;
const AT_MOST = 0.9;
/** A compressor rests in many hours, but hardly ever for longer than these; nobody switches it off for the night; */
const HOURS_RESTED = 0.3;
const LONGEST_REST = 4;
const HARDLY_EVER = 0.05;
/** what it takes at rest is at most this share of its energy. */
const LITTLE = 0.2;

/** @returns undefined of what does not switch, or too coarsely for anyone to see it */
export function switchingOf(grid: Grid): Switching | undefined {
  const cycles = cyclesOf(grid);
  // A machine that is used now and then pauses, and goes on with the same load.
  return cycles ? { used: cycles.used, pause: MINUTES_PER_HOUR } : runsByItself(grid);
}

/** A fridge, a freezer, a pump with a float: nobody switches it, it runs and rests within the hour. */
export function runsByItself({
  size,
  step,
  fine,
  generation,
  largest,
  smallest,
  level,
  readings,
}: Grid): Switching | undefined {
  if (generation || !fine || size * step < HOURS_PER_WEEK) return undefined;
  const used = RUNNING * quantileOfSorted(largest.toSorted(), AT_MOST);
  let [rest, long, rested, energy, resting] = [0, 0, 0, 0, 0];
  for (let bucket = 0; bucket < size; bucket += 1) {
    energy += at(level, bucket) * at(readings, bucket);
    rest = at(largest, bucket) > used ? 0 : rest + 1;
    if (rest > LONGEST_REST) long += 1;
    if (at(smallest, bucket) > used) continue;
    rested += 1;
    resting += Math.abs(at(smallest, bucket)) * at(readings, bucket);
  }
  const switches = long <= HARDLY_EVER * size && rested >= HOURS_RESTED * size && resting <= LITTLE * energy;
  return switches && used > 0 ? { used, pause: 0 } : undefined;
}
