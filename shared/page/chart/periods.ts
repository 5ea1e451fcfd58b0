/** Daily totals gathered into as many bars as a picture holds. */
import { MS_PER_DAY, utcDay } from '../../text/days.ts';

export type Step = 'day' | 'week' | 'month';

export interface Bar {
  /** First day of the bar, `2026-10-01`. */
  readonly day: string;
  /**
   * Mean of its days with readings, so that a cut-off week compares with a whole one, kWh per day; null when none of
   * its days has readings, which is not zero.
   */
  readonly kwh: number | null;
  /** HIGH and CRITICAL events that begin in it. */
  readonly events: number;
}

/** Beyond this many days, days are gathered into weeks, and weeks into months. */
const MOST_DAYS = 92;
const MOST_WEEK_DAYS = 500;

export function stepFor(days: number): Step {
  if (days <= MOST_DAYS) return 'day';
  return days <= MOST_WEEK_DAYS ? 'week' : 'month';
}

interface Day {
  readonly day: string;
  readonly kwh: number;
}

/** @param events serious ones by day */
export function gatherDays(
  all: readonly Day[],
  events: readonly { readonly day: string; readonly count: number }[],
  step: Step,
): Bar[] {
  const bars = new Map<string, { sum: number; days: number; events: number }>();
  for (const { day, kwh } of all) {
    const start = startOf(day, step);
    const bar = bars.get(start) ?? { sum: 0, days: 0, events: 0 };
    bars.set(start, { ...bar, sum: bar.sum + kwh, days: bar.days + 1 });
  }
  for (const { day, count } of events) {
    const bar = bars.get(startOf(day, step));
    if (bar) bar.events += count;
  }
  return steps([...bars.keys()], step).map((day) => {
    const bar = bars.get(day);
    return bar ? { day, kwh: bar.sum / bar.days, events: bar.events } : { day, kwh: null, events: 0 };
  });
}

/** A gap of more days than this is a wrong date rather than a pause, and is not drawn. */
const LONGEST_GAP_DAYS = 3660;

/** Every step from the first to the last. */
function steps(starts: readonly string[], step: Step): readonly string[] {
  const [first, last] = [starts[0], starts.at(-1)];
  if (first === undefined || last === undefined) return [];
  if (Date.parse(last) - Date.parse(first) > LONGEST_GAP_DAYS * MS_PER_DAY) return starts;
  const all = [];
  for (let start = first; start <= last; start = after(start, step)) all.push(start);
  return all;
}

function after(start: string, step: Step): string {
  const time = new Date(`${start}T00:00:00Z`);
  if (step === 'month') time.setUTCMonth(time.getUTCMonth() + 1);
  else time.setUTCDate(time.getUTCDate() + (step === 'week' ? 7 : 1));
  return utcDay(time);
}

function startOf(day: string, step: Step): string {
  switch (step) {
    case 'day':
      return day;
    case 'week': {
      const time = new Date(`${day}T00:00:00Z`);
      time.setUTCDate(time.getUTCDate() - ((time.getUTCDay() + 6) % 7));
      return utcDay(time);
    }
    case 'month':
      return `${day.slice(0, 7)}-01`;
  }
}

export interface ForecastDay {
  readonly day: string;
  readonly kwh: number;
  readonly lower: number;
  readonly upper: number;
}
