/**
 * What a month of a site has to do with others: a gap begins with the last reading before it, and a reading may last
 * into a later month. Days and hours belong to the last month that has readings and does not begin after them.
 */
import { type BillReach, billedTogether } from '../tariff/reach-of-bills.ts';
import { MINUTE_US } from '../time-units.ts';
import type { SiteRecord } from './site-record.ts';

/**
 * The months that are to be made again when some change: with them those whose readings meet theirs across the end of a
 * month and those that meet these in turn (whether the quarters of an hour count is a matter of the whole hour), after
 * each the next one, and those whose bills are worked out with theirs.
 * @returns in order
 */
export function affected(months: readonly string[], record: SiteRecord, bills: BillReach): string[] {
  const existing = Object.keys(record.months).sort();
  const meeting = meetingMonths(months, record);
  const next = meeting.flatMap((month) => existing.filter((other) => other > month).slice(0, 1));
  return [...new Set([...meeting, ...next, ...billedTogether([...meeting, ...next], existing, bills)])].sort();
}

/** Readings of one month meet those of another one, and these a third one's. */
const STEPS = 2;

/** These months, and those of the record with readings that what is told of these depends on. */
export function meetingMonths(months: readonly string[], record: SiteRecord): string[] {
  const existing = Object.keys(record.months);
  const reach = (month: string) => record.months[month]?.reaches ?? month;
  const meets = (one: string, other: string) => (one < other ? reach(one) >= other : reach(other) >= one);
  const found = new Set(months);
  for (let step = 0; step < STEPS; step += 1) {
    const known = [...found];
    for (const other of existing) if (known.some((month) => meets(month, other))) found.add(other);
  }
  return [...found];
}

const LASTS = `to_microseconds(CAST(coalesce(interval_minutes, 0) * ${MINUTE_US} AS BIGINT))`;
/** SQL: when a reading ends, and the same by the wall clock at its beginning. */
export const ENDS_UTC = `coalesce(end_utc, utc + ${LASTS})`;
export const ENDS_LOCAL = `timestamp + (${ENDS_UTC} - utc)`;
/** SQL aggregate: the last month that readings last into. */
export const REACHES = `strftime(max(greatest(timestamp, ${ENDS_LOCAL} - to_microseconds(1))), '%Y-%m')`;
