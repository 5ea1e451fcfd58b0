/** Whether the hours around a change of some clock are as that clock shows them, in a file with all other hours. */
import { median } from '../../../shared/order-statistics.ts';
import type { ChangedTimes } from '../../../shared/readings/clock.ts';
import { MS_PER_DAY } from '../../../shared/text/days.ts';
import { HOUR_MS } from '../../../shared/time-units.ts';

/** Of fewer other hours it is not known that one is missing, or there twice, alone. */
const FEWEST_OTHERS = 18;
/** The hours before and behind have at least this share of the readings of an ordinary one: the gap is of one hour. */
const WHOLE = 0.9;

/** First and last time of a file, wall clock, milliseconds. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** By the beginning of the hour, wall clock, milliseconds: its readings, and how many times of a series they have. */
export type CountedHours = ReadonlyMap<number, { readonly readings: number; readonly times: number }>;

/** Whether a change is of one whole hour, of which the file has the hours before and behind. */
export function isWithin({ from, to }: ChangedTimes, { first, last }: Span): boolean {
  return from % HOUR_MS === 0 && to - from === HOUR_MS && first < from - HOUR_MS && to + HOUR_MS < last;
}

/** Whether the hour of a change, or the next one in a file of ends, has other readings than the hour before. */
export function isUnusual({ from, to }: ChangedTimes, hours: CountedHours): boolean {
  const usual = hours.get(from - HOUR_MS)?.times ?? 0;
  return [from, to].some((hour) => {
    const { readings, times } = hours.get(hour) ?? { readings: 0, times: 0 };
    return readings !== times || times < WHOLE * usual;
  });
}

/**
 * @param change one that `isWithin`
 * @param hours those of the day before, the day and the day after
 */
export function fits({ from, to, minutes }: ChangedTimes, hours: CountedHours, { first, last }: Span): boolean {
  const day = Math.floor(from / MS_PER_DAY) * MS_PER_DAY;
  // The first and the last hour of a file may be begun or left.
  const begin = Math.max(day - MS_PER_DAY, Math.ceil(first / HOUR_MS) * HOUR_MS + HOUR_MS);
  const end = Math.min(day + 2 * MS_PER_DAY, Math.floor(last / HOUR_MS) * HOUR_MS);
  const others: number[] = [];
  for (let hour = begin; hour < end; hour += HOUR_MS) {
    if (hour === from) continue;
    const { readings, times } = hours.get(hour) ?? { readings: 0, times: 0 };
    if (times === 0 || readings !== times) return false;
    others.push(times);
  }
  if (others.length < FEWEST_OTHERS) return false;
  const least = WHOLE * median(others);
  const timesIn = (hour: number) => hours.get(hour)?.times ?? 0;
  if (timesIn(from - HOUR_MS) < least || timesIn(to) < least) return false;
  const changed = hours.get(from);
  if (minutes < 0) return changed === undefined;
  return changed !== undefined && changed.times >= least && changed.readings === 2 * changed.times;
}
