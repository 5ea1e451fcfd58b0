/**
 * What the days on which a zone's clock changes show of the stamps of a file. The interval before the skipped hour ends
 * at 02:00 and the one in it at 03:00: a file that has 02:00 and not 03:00 writes the ends of its intervals. In autumn
 * a file of ends has 03:00 twice and 02:00 once, one of starts the other way round.
 */

import { changedTimes, clockBetween, clockOf } from '../../../shared/readings/clock.ts';
import { utcDay } from '../../../shared/text/days.ts';

const MINUTE = 60_000;
/** Intervals that are longer than the change hide it. */
const LONGEST_MINUTES = 60;

/**
 * @param local times as they are written, of all series, milliseconds; none of them gives an offset
 * @param minutes length of the interval
 * @returns the date of a change that shows that the times are ends; undefined where none does, or one shows that they
 *   are starts
 */
export function endsAtChange(local: readonly number[], zone: string, minutes: number | null): string | undefined {
  if (minutes === null || minutes > LONGEST_MINUTES || LONGEST_MINUTES % minutes !== 0 || local.length === 0)
    return undefined;
  const [first, last] = extremesOf(local);
  const clock = clockBetween(clockOf(zone, new Date(last).getUTCFullYear() + 1), first, last);
  const changes = changedTimes(clock).filter(({ from, to }) => first < from && to < last);
  if (changes.length === 0) return undefined;
  const counts = new Map<number, number>();
  for (const time of local) counts.set(time, (counts.get(time) ?? 0) + 1);
  const verdicts = changes.map((change) => verdictOf(change, minutes * MINUTE, counts));
  const at = verdicts.indexOf('end');
  const change = changes[at];
  return change && !verdicts.includes('start') ? utcDay(change.from) : undefined;
}

function extremesOf(times: readonly number[]): readonly [number, number] {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const time of times) {
    first = Math.min(first, time);
    last = Math.max(last, time);
  }
  return [first, last];
}

/** @param step length of an interval, milliseconds */
function verdictOf(
  { from, to, minutes }: { readonly from: number; readonly to: number; readonly minutes: number },
  step: number,
  counts: ReadonlyMap<number, number>,
): 'start' | 'end' | undefined {
  const usual = counts.get(from - step) ?? 0;
  const times = (begin: number, end: number, expected: number) => {
    for (let time = begin; time <= end; time += step) if ((counts.get(time) ?? 0) !== expected) return false;
    return true;
  };
  if (usual === 0 || (counts.get(to + step) ?? 0) !== usual) return undefined;
  // Skipped: the times in the hour are those of the clock that does not change, or none.
  if (minutes < 0) return times(from, from, usual) && times(from + step, to, 0) ? 'end' : undefined;
  if (times(from, from, usual) && times(from + step, to, 2 * usual)) return 'end';
  return times(from, to - step, 2 * usual) && times(to, to, usual) ? 'start' : undefined;
}
