/**
 * Times of day with a dot, `14.00` and `14.15`, in a column beside a date. They look like numbers, and would decide how
 * all numbers of the file are written.
 */
import { MINUTES_PER_DAY } from '../../../shared/time-units.ts';
import { namesTime } from '../vocabulary/column-names.ts';
import { nearlyAll } from './nearly-all.ts';

const DOTTED = /^\s*([01]?\d|2[0-4])\.([0-5]\d)\s*$/;
/** A few rows may be missing between two times. */
const OF_ONE_STEP = 0.9;
const SHORTEST_STEP = 5;
const CELLS_NEEDED = 3;

/**
 * @param cells of a column of numbers
 * @param dates of the same rows
 * @returns whether they are times: its name says so, or they go on by the same minutes while a date stands in several
 *   rows. A register may rise evenly too, but not from 0.45 to 1.00
 */
export function areDottedClocks(name: string, cells: readonly string[], dates: readonly string[]): boolean {
  if (cells.length < CELLS_NEEDED || !nearlyAll(cells, (cell) => DOTTED.test(cell))) return false;
  return namesTime(name) || (new Set(dates).size < dates.length && stepsEvenly(cells.flatMap(minutesOf)));
}

function minutesOf(cell: string): number[] {
  const [, hour, minute] = DOTTED.exec(cell) ?? [];
  return hour === undefined ? [] : [Number(hour) * 60 + Number(minute)];
}

function stepsEvenly(minutes: readonly number[]): boolean {
  const counts = new Map<number, number>();
  for (const [at, minute] of minutes.entries()) {
    const step = (minute - (minutes[at - 1] ?? minute) + 2 * MINUTES_PER_DAY) % MINUTES_PER_DAY;
    if (step > 0) counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  const steps = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const [common = 0, times = 0] = [...counts].sort(([, one], [, other]) => other - one)[0] ?? [];
  return times > 1 && times >= OF_ONE_STEP * steps && common >= SHORTEST_STEP && MINUTES_PER_DAY % common === 0;
}
