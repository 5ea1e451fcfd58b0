/** What comes again and again is how a series is used, and no event: a fridge that defrosts, a car, an oven. */
import { HOURS_PER_WEEK } from '../../../shared/time-units.ts';
import type { Finding } from './findings.ts';
import type { Grid } from './grid.ts';
import { at } from './order-statistics.ts';

/** What counts are the weeks around an event, */
const WEEKS = 8;
/** and those in them that take at least this share of what it does. */
const SIMILAR = 0.7;
/** As many as weeks, it itself not among them, are a habit. */
const A_WEEK = 1;

/** A finding, and by how much it differs from what is expected, kWh. */
export interface Sized {
  readonly finding: Finding;
  readonly excess: number;
}

/** @param found in the order of time, all of one kind */
export function withoutHabits(found: readonly Sized[], grid: Grid): Sized[] {
  const hour = ({ finding }: Sized) => at(grid.hours, finding.from);
  const reach = (WEEKS / 2) * HOURS_PER_WEEK;
  let first = 0;
  let end = 0;
  return found.filter((each) => {
    while (first < found.length && hour(found[first] ?? each) < hour(each) - reach) first += 1;
    while (end < found.length && hour(found[end] ?? each) <= hour(each) + reach) end += 1;
    const similar = found.slice(first, end).filter(({ excess }) => excess >= SIMILAR * each.excess);
    return similar.length - 1 < A_WEEK * WEEKS;
  });
}
