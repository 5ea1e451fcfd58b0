/**
 * What a month of a site has to do with others: a gap begins with the last reading before it, and a reading may last
 * into a later month. Days and hours belong to the last month that has readings and does not begin after them.
 */
import { type BillReach, billedTogether } from '../tariff/reach-of-bills.ts';
import { MINUTE_US } from '../time-units.ts';
import type { SiteRecord } from './site-record.ts';

/**
 * The months that are to be made again when some change: with them the next one, those that readings of theirs reach,
 * those whose readings reach them, and those whose bills are worked out with theirs.
 * @returns in order
 */
export function affected(months: readonly string[], record: SiteRecord, bills: BillReach): string[] {
  const existing = Object.keys(record.months).sort();
  const reach = (month: string) => record.months[month]?.reaches ?? month;
  const others = months.flatMap((month) => [
    ...existing.filter((other) => other > month).slice(0, 1),
    ...existing.filter((other) => (other < month && reach(other) >= month) || (other > month && other <= reach(month))),
  ]);
  const billed = billedTogether([...months, ...others], existing, bills);
  return [...new Set([...months, ...others, ...billed])].sort();
}

const LASTS = `to_microseconds(CAST(coalesce(interval_minutes, 0) * ${MINUTE_US} AS BIGINT))`;
/** SQL: when a reading ends, and the same by the wall clock at its beginning. */
export const ENDS_UTC = `coalesce(end_utc, utc + ${LASTS})`;
export const ENDS_LOCAL = `timestamp + (${ENDS_UTC} - utc)`;
/** SQL aggregate: the last month that readings last into. */
export const REACHES = `strftime(max(greatest(timestamp, ${ENDS_LOCAL} - to_microseconds(1))), '%Y-%m')`;
