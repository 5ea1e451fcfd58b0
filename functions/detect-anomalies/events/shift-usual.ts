/**
 * What a series would have taken while its level was shifted: what the same hours of the week took in the weeks around.
 *
 * Means, because they add up: the median of hours that rest more often than not, as a fridge's, is far less than what
 * they take together, and a works rests on a weekend whatever its level is. Beyond four weeks the expectation of the
 * hours, without the shift, tells how the season goes on.
 */
import { HOURS_PER_DAY, HOURS_PER_WEEK } from '../../../shared/time-units.ts';
import type { Days } from './days.ts';
import type { Grid } from './grid.ts';
import { at } from './order-statistics.ts';
import type { Shift } from './shifts.ts';

/** Days on each side that tell what is usual, and days of the shift for which they do. */
const AROUND = 28;
/** An expectation that would have to be multiplied by more than this tells nothing. */
const MOST_TIMES = 20;

/** @param center what is expected of each bucket without any shift, kWh a reading */
export function usualIn(
  shift: Shift,
  shifts: readonly Shift[],
  days: Days,
  grid: Grid,
  center: Float64Array,
): (bucket: number) => number {
  const { from, to, before } = shift;
  const ordinary = [from - AROUND, to + 1].flatMap((first) =>
    Array.from({ length: AROUND }, (_, index) => first + index).filter(
      (day) => day >= 0 && day < days.size && !shifts.some((other) => other.from <= day && day <= other.to),
    ),
  );
  const [ofWeek, ofDay] = [HOURS_PER_WEEK, HOURS_PER_DAY].map((length) => meansBy(length, ordinary, days, grid));
  const profile = (bucket: number) => {
    const hour = at(grid.hours, bucket);
    return ofWeek?.[hour % HOURS_PER_WEEK] ?? ofDay?.[hour % HOURS_PER_DAY] ?? before;
  };
  const near = from > 0 ? [from, Math.min(to, from + AROUND - 1)] : [Math.max(from, to - AROUND + 1), to];
  const [first = from, last = to] = near;
  let usual = 0;
  let expected = 0;
  for (let bucket = at(days.from, first); bucket <= at(days.to, last); bucket += 1) {
    usual += profile(bucket);
    expected += at(center, bucket);
  }
  const times = usual / expected;
  if (to - from < AROUND || !(times < MOST_TIMES && times > 1 / MOST_TIMES)) return profile;
  return (bucket) => times * at(center, bucket);
}

/** By hour; undefined where there is none. */
function meansBy(length: number, ordinary: readonly number[], days: Days, grid: Grid): (number | undefined)[] {
  const sums = new Float64Array(length);
  const counts = new Float64Array(length);
  for (const day of ordinary) {
    for (let bucket = at(days.from, day); bucket <= at(days.to, day); bucket += 1) {
      const hour = at(grid.hours, bucket) % length;
      sums[hour] = at(sums, hour) + at(grid.level, bucket);
      counts[hour] = at(counts, hour) + 1;
    }
  }
  return Array.from(sums, (sum, hour) => (at(counts, hour) > 0 ? sum / at(counts, hour) : undefined));
}
