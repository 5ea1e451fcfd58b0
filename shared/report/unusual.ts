/** What of a report is its one figure for what is out of the ordinary. */
import { MS_PER_DAY } from '../text/days.ts';
import type { Report } from './report.ts';

type Events = NonNullable<Report['anomalies']['events']>;

/**
 * @returns the events; null where single readings are all that was looked for: in a report of an earlier release, and
 * in less than a day, in which no event shows
 */
export function eventsTold({ anomalies: { events, count }, period: { from, to } }: Report): Events | null {
  if (!events) return null;
  const lasts = Date.parse(`${to}Z`) - Date.parse(`${from}Z`);
  return events.count === 0 && count > 0 && lasts < MS_PER_DAY ? null : events;
}
