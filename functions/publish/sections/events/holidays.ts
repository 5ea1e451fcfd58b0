/** Public holidays on which events lie: a quiet Christmas is named, and needs no other cause. */
import type { Report } from '../../../../shared/report/report.ts';
import { namedHolidays } from '../../../../shared/tariff/holidays.ts';
import { dayAfter } from '../../../../shared/text/days.ts';

type Event = NonNullable<Report['anomalies']['events']>['top'][number];

/** What people cause; a meter fails on any day, and the sun knows none. */
const BY_HABIT: ReadonlySet<Event['kind']> = new Set(['SPIKE', 'DROP', 'LEVEL_SHIFT', 'DEAD']);
/** A holiday explains nothing of what lasts longer. */
const LONGEST_DAYS = 14;

/** @param calendar of the settings; without one the country of the zone tells */
export async function withHolidays<R extends Pick<Report, 'anomalies' | 'timeZone' | 'layout'>>(
  report: R,
  calendar: string | undefined,
): Promise<R> {
  const { events } = report.anomalies;
  if (!events || events.top.length === 0) return report;
  const years = events.top.flatMap(({ start, end }) => [start, end].map((time) => Number(time.slice(0, 4))));
  const zones = report.layout?.zones ?? {};
  const top: Event[] = [];
  for (const event of events.top) {
    const names =
      event.measure === 'consumption' && BY_HABIT.has(event.kind)
        ? await namedHolidays(zones[event.site_id] ?? report.timeZone, calendar, years)
        : new Map<string, string>();
    top.push({ ...event, holidays: [...new Set(daysOf(event).flatMap((day) => names.get(day) ?? []))] });
  }
  return { ...report, anomalies: { ...report.anomalies, events: { ...events, top } } };
}

/** Its local dates; none where it lasts for too long. */
function daysOf({ start, end }: Event): string[] {
  const days: string[] = [];
  for (let day = start.slice(0, 10); `${day}T00:00:00` < end; day = dayAfter(day, 1)) {
    if (days.push(day) > LONGEST_DAYS) return [];
  }
  return days;
}
