/** An appliance that runs, rests and runs again all day, as a fridge. */
import { createRandom } from '../../cli/generate/random.ts';

export interface Cycling {
  readonly days: number;
  /** Share of the time in which it runs. */
  readonly duty: (day: number) => number;
  /** From one start to the next, minutes; each cycle is up to an eighth longer or shorter. */
  readonly period: number;
  /** Runs so many minutes at nearly three times the power after every so many cycles. */
  readonly defrost?: { readonly minutes: number; readonly cycles: number };
}

const RUNNING_WATTS = 90;
const DEFROSTING_WATTS = 250;
const MINUTES_OF_DAY = 1440;

/** kWh of each minute. */
export function cyclingMinutes({ days, duty, period, defrost }: Cycling): Float64Array {
  const random = createRandom(11);
  const minutes = new Float64Array(days * MINUTES_OF_DAY);
  let minute = 0;
  for (let cycle = 1; minute < minutes.length; cycle += 1) {
    const day = Math.floor(minute / MINUTES_OF_DAY);
    const length = period * random.between(0.875, 1.125);
    const runs = Math.round(length * Math.min(1, duty(day) * random.between(0.9, 1.1)));
    minutes.fill(RUNNING_WATTS / 60_000, minute, minute + runs);
    minute += Math.max(1, Math.round(length));
    if (!defrost || cycle % defrost.cycles !== 0) continue;
    minutes.fill(DEFROSTING_WATTS / 60_000, minute, minute + defrost.minutes);
    minute += defrost.minutes;
  }
  return minutes;
}

/** Sums of so many values each. */
export function summed(values: Float64Array, every: number): Float64Array {
  return Float64Array.from({ length: Math.floor(values.length / every) }, (_, index) =>
    values.subarray(index * every, (index + 1) * every).reduce((sum, value) => sum + value, 0),
  );
}
