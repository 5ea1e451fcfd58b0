/** Periods of the calendar by which a tariff counts: the one declaration. */
import { keysOf } from '../keys-of.ts';
import { MS_PER_DAY } from '../text/days.ts';

interface Declaration {
  readonly description: string;
  /** What dates of one period have in common: so many characters of `2026-10-01`. */
  readonly characters: number;
}

export const PERIODS = {
  day: { description: 'the local date', characters: 10 },
  month: { description: 'the calendar month', characters: 7 },
  year: { description: 'the calendar year', characters: 4 },
} as const satisfies Record<string, Declaration>;

export type Period = keyof typeof PERIODS;
export const PERIOD_NAMES = keysOf(PERIODS);

/** The period that a local date is in: `2026-10` */
export function periodOf(date: string, period: Period): string {
  return date.slice(0, PERIODS[period].characters);
}

/** Days of the period that a local date is in, and which of them it is, from 1. */
export function placeInPeriod(date: string, period: Period): { readonly day: number; readonly days: number } {
  const [year = 1, month = 1, day = 1] = date.split('-').map(Number);
  switch (period) {
    case 'day':
      return { day: 1, days: 1 };
    case 'month':
      return { day, days: daysBetween(Date.UTC(year, month - 1), Date.UTC(year, month)) };
    case 'year':
      return {
        day: daysBetween(Date.UTC(year, 0), Date.UTC(year, month - 1, day)) + 1,
        days: daysBetween(Date.UTC(year, 0), Date.UTC(year + 1, 0)),
      };
  }
}

function daysBetween(from: number, to: number): number {
  return Math.round((to - from) / MS_PER_DAY);
}
