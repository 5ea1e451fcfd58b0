/** Stretches of time that the page of sites shows, and what their bars and fields are. */
import { dayAfter, MS_PER_DAY, monthAfter, monthsBetween, twoDigits, utcDay } from '../../../shared/text/days.ts';
import { formatDay, formatMonth, shortDay, weekday } from '../../../shared/text/format.ts';
import type { Grain } from '../../api/sites.ts';

export const SPANS = ['day', 'week', 'month', 'year', 'all'] as const;
export type Span = (typeof SPANS)[number];

export interface Period {
  /** First and last local day. */
  readonly from: string;
  readonly to: string;
}

interface SpanLook {
  readonly name: string;
  /** What is asked for; bars and fields of the heat map are sums of it. */
  readonly grain: Grain;
  /** How much of a local time names its bar: `2026-10-01T07:15` is 16 characters, its day 10. */
  readonly bar: number;
  /** The next finer one, of a bar of this one. */
  readonly finer: Span | undefined;
}

/** How some days are looked at. */
type Look = Omit<SpanLook, 'name'>;

export const LOOKS: Readonly<Record<Span, SpanLook>> = {
  day: { name: 'Day', grain: 'interval', bar: 16, finer: undefined },
  week: { name: 'Week', grain: 'hour', bar: 13, finer: 'day' },
  month: { name: 'Month', grain: 'hour', bar: 10, finer: 'day' },
  year: { name: 'Year', grain: 'day', bar: 7, finer: 'month' },
  all: { name: 'All', grain: 'month', bar: 7, finer: 'month' },
};

export interface Known {
  /** First and last month of a site's record. */
  readonly first: string;
  readonly last: string;
}

/** Stretches that are no span of their own are looked at as the first of these that is as long, days. */
const STRETCHES: readonly { readonly most: number; readonly span: Span; readonly look: Look }[] = [
  { most: 1, span: 'day', look: LOOKS.day },
  { most: 7, span: 'week', look: LOOKS.week },
  { most: 31, span: 'month', look: LOOKS.month },
  { most: 100, span: 'year', look: { grain: 'day', bar: 10, finer: 'day' } },
  { most: 400, span: 'year', look: LOOKS.year },
];

/** How a stretch of any length is looked at, and the span that it is most like. */
export function stretchLook({ from, to }: Period): { readonly span: Span; readonly look: Look } {
  const days = (Date.parse(to) - Date.parse(from)) / MS_PER_DAY + 1;
  return STRETCHES.find(({ most }) => days <= most) ?? { span: 'all', look: LOOKS.all };
}

/** The days that bars lie in. @param first and @param last name the bars at the ends */
export function daysOfBars(first: string, last: string): Period {
  const end = last.length === 7 ? monthOf(last).to : last.slice(0, 10);
  return { from: `${first}-01`.slice(0, 10), to: end };
}

/** The stretch of a span that a day lies in. */
export function periodOf(span: Span, day: string, { first, last }: Known): Period {
  switch (span) {
    case 'day':
      return { from: day, to: day };
    case 'week': {
      const monday = dayAfter(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
      return { from: monday, to: dayAfter(monday, 6) };
    }
    case 'month':
      return monthOf(day.slice(0, 7));
    case 'year':
      return { from: `${day.slice(0, 4)}-01-01`, to: `${day.slice(0, 4)}-12-31` };
    case 'all':
      return { from: `${first}-01`, to: monthOf(last).to };
  }
}

function monthOf(month: string): Period {
  return { from: `${month}-01`, to: dayAfter(`${monthAfter(month, 1)}-01`, -1) };
}

const HOURS = Array.from({ length: 24 }, (_, hour) => twoDigits(hour));

/**
 * The bars of a stretch, whether anything is known of them or not: a line of time has no holes. Undefined for the
 * intervals of a day, which each site has its own of.
 */
export function barKeys({ bar }: Look, { from, to }: Period): readonly string[] | undefined {
  if (bar === LOOKS.day.bar) return undefined;
  if (bar === LOOKS.week.bar) return daysBetween(from, to).flatMap((day) => HOURS.map((hour) => `${day}T${hour}`));
  return bar === LOOKS.month.bar ? daysBetween(from, to) : monthsBetween(from.slice(0, 7), to.slice(0, 7));
}

function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = dayAfter(day, 1)) days.push(day);
  return days;
}

/** As many days before or after. @param step -1 or 1 */
export function movedStretch({ from, to }: Period, step: -1 | 1): Period {
  const days = step * ((Date.parse(to) - Date.parse(from)) / MS_PER_DAY + 1);
  return { from: dayAfter(from, days), to: dayAfter(to, days) };
}

/** A day of the stretch before or after. @param step -1 or 1 */
export function moved(period: Period, step: -1 | 1): string {
  return step < 0 ? dayAfter(period.from, -1) : dayAfter(period.to, 1);
}

/** The day that a site is first looked at: the last of its record that can be. */
export function lastDay({ last }: Known, today: string = utcDay(Date.now())): string {
  const { to } = monthOf(last);
  return to < today ? to : today;
}

export function periodText(span: Span, { from, to }: Period): string {
  switch (span) {
    case 'day':
      return `${weekday(from)} ${formatDay(from)}`;
    case 'week':
      return `${shortDay(from)} – ${formatDay(to)}`;
    case 'month':
      return formatMonth(from.slice(0, 7));
    case 'year':
      return from.slice(0, 4);
    case 'all':
      return `${formatMonth(from.slice(0, 7))} – ${formatMonth(to.slice(0, 7))}`;
  }
}

/** Of a stretch that is no span. */
export function stretchText({ from, to }: Period): string {
  return from === to ? periodText('day', { from, to }) : `${formatDay(from)} – ${formatDay(to)}`;
}

/** What a bar is called: `Tue 6 Oct, 07:00`. @param key the beginning of a local time */
export function barName(key: string): string {
  if (key.length <= 7) return formatMonth(key);
  const day = `${weekday(key.slice(0, 10))} ${shortDay(key)}`;
  return key.length === 10 ? day : `${day}, ${key.slice(11, 13)}:${key.length > 13 ? key.slice(14, 16) : '00'}`;
}

/** The same below its bar, where there is little room. */
export function barLabel(key: string): string {
  if (key.length <= 7) return formatMonth(key);
  if (key.length === 10) return shortDay(key);
  return key.length > 13 ? key.slice(11, 16) : `${weekday(key.slice(0, 10))} ${key.slice(11, 13)}`;
}
