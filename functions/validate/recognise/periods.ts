/** Periods with a start and an end, as of bills, which tell the day from the month. */
import type { DateOrder } from '../../../shared/readings/layout.ts';
import { type Parts, partsOf, wallClock } from './calendar.ts';
import type { Roles } from './roles.ts';
import type { Sample } from './sample.ts';
import type { OrderVerdict } from './times.ts';

const PERIODS_LOOKED_AT = 1000;

export interface Period {
  readonly start: Parts;
  readonly end: Parts;
}

export function periodsOf(sample: Sample, { time: { timestamp, end } }: Roles): Period[] {
  if (!timestamp || !end) return [];
  return sample.rows.slice(0, PERIODS_LOOKED_AT).flatMap((row) => {
    const [start, ending] = [partsOf(row[timestamp.index] ?? ''), partsOf(row[end.index] ?? '')];
    return start && ending ? [{ start, end: ending }] : [];
  });
}

/** Of several orders of day and month the one in which no period ends before it begins. */
export function orderByPeriods(verdict: OrderVerdict, periods: readonly Period[]): OrderVerdict {
  if (verdict.kind !== 'ambiguous' || periods.length === 0) return verdict;
  const runsOn = (order: DateOrder) =>
    periods.every(({ start, end }) => (wallClock(start, order) ?? 0) <= (wallClock(end, order) ?? -1));
  const [order, ...others] = verdict.candidates.filter(runsOn);
  if (order === undefined || others.length > 0) return verdict;
  return { kind: 'known', order, why: 'only so does no period end before it begins' };
}
