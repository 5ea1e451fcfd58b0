/** Dates of bills and of meters that are read now and then: what stands beside them was used before. */
import { median } from '../../../shared/order-statistics.ts';
import { MS_PER_DAY } from '../../../shared/text/days.ts';
import { closesPeriod } from '../vocabulary/column-names.ts';

/** A meter that is read every day may be dated by the day itself. */
const SHORTEST_PERIOD = 20 * MS_PER_DAY;

/** @param local times of the column, milliseconds */
export function areClosingDates(name: string, local: readonly number[]): boolean {
  if (!closesPeriod(name)) return false;
  const times = [...new Set(local)].sort((one, other) => one - other);
  const gaps = times.slice(1).map((time, at) => time - (times[at] ?? time));
  return gaps.length > 0 && median(gaps) >= SHORTEST_PERIOD;
}
