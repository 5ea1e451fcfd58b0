import { clockAt, utcDay } from '../../shared/text/days.ts';
import { MINUTE_MS, MINUTES_PER_DAY } from '../../shared/time-units.ts';

/** A moment of a wall clock that knows no daylight saving. */
export interface Moment {
  /** `2026-10-01T18:00:00` */
  readonly stamp: string;
  /** 0 to 23.98 */
  readonly hour: number;
  readonly weekend: boolean;
  /** 1 to 366 */
  readonly dayOfYear: number;
  /** Days since the start. */
  readonly day: number;
}

const CLOCK = Array.from({ length: MINUTES_PER_DAY }, (_, minute) => {
  return `T${clockAt(minute)}:00`;
});

/** @param at ms since 1970, on a whole minute. @returns the moment of it on the clock of UTC */
export function momentAt(at: number): Moment {
  const date = utcDay(at);
  const minute = (at - Date.parse(date)) / MINUTE_MS;
  return { ...dayOf(Date.parse(date)), stamp: `${date}${CLOCK[minute]}`, hour: minute / 60, day: 0 };
}

/** What holds for a whole day. @param midnight ms since 1970 */
function dayOf(midnight: number): Pick<Moment, 'weekend' | 'dayOfYear'> {
  const time = new Date(midnight);
  const newYear = Date.UTC(time.getUTCFullYear(), 0, 1);
  return {
    weekend: time.getUTCDay() === 0 || time.getUTCDay() === 6,
    dayOfYear: 1 + (midnight - newYear) / (MINUTES_PER_DAY * MINUTE_MS),
  };
}

/**
 * The moments of a regular clock from midnight of the start date on, without end.
 * @param start `2026-10-01`
 * @param stepMinutes a divisor of a day
 */
export function* moments(start: string, stepMinutes: number): Generator<Moment, never> {
  const first = Date.parse(`${start}T00:00:00Z`);
  for (let day = 0; ; day += 1) {
    const midnight = first + day * MINUTES_PER_DAY * MINUTE_MS;
    const date = utcDay(midnight);
    const ofDay = dayOf(midnight);
    for (let minute = 0; minute < MINUTES_PER_DAY; minute += stepMinutes) {
      yield { ...ofDay, stamp: `${date}${CLOCK[minute]}`, hour: minute / 60, day };
    }
  }
}
