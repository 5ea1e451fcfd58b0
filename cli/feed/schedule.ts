/** When which interval is sent: at the pace of the sites' clock, and never before the interval is over. */

import { MS_PER_DAY } from '../../shared/text/days.ts';
import { MINUTE_MS } from '../../shared/time-units.ts';

export interface Pace {
  readonly minutes: number;
  /** How many times faster than the machine's clock. */
  readonly speed: number;
  /** First day, `2026-10-01`; undefined for now, or as far back as the speed needs. */
  readonly start?: string | undefined;
}

export interface Slot {
  /** Start of the interval, ms since 1970. */
  readonly start: number;
  /** When it may be sent. */
  readonly due: number;
}

/** The intervals from the first on, without end. @param began when the feed did, ms since 1970 */
export function* slots({ minutes, speed, start }: Pace, began: number): Generator<Slot, never> {
  const length = minutes * MINUTE_MS;
  const first = start === undefined ? firstSlot(began, length, speed) : Date.parse(start);
  for (let number = 0; ; number += 1) {
    const from = first + number * length;
    yield { start: from, due: Math.max(from + length, began + (number * length) / speed) };
  }
}

/** The last whole interval; what runs faster than the clock begins a day before, or it would stand in the future. */
function firstSlot(began: number, length: number, speed: number): number {
  const last = Math.floor(began / length) * length - length;
  return speed > 1 ? Math.floor((began - MS_PER_DAY) / MS_PER_DAY) * MS_PER_DAY : last;
}
