/** The part of the future that lies inside the interval. */
export const INTERVAL_WIDTH = 0.8;

/** One day to come, kWh. */
export interface ForecastDay {
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly yhat: number;
  readonly lower: number;
  readonly upper: number;
}

/** Complete days, ascending, and their totals in kWh. */
export interface Training {
  readonly days: readonly number[];
  readonly totals: readonly number[];
}

/** The days after `lastDay`, as many as `horizon`. */
export function daysAfter(lastDay: number, horizon: number): number[] {
  return Array.from({ length: horizon }, (_, index) => lastDay + 1 + index);
}

/** Weekday of a day since 1970-01-01, which was a Thursday; 0 is that weekday. */
export function weekdayOf(day: number): number {
  return ((day % 7) + 7) % 7;
}

/**
 * A series that was never negative will not be: its forecast is held at zero or above.
 * @returns days with lower <= yhat <= upper
 */
export function withinPossible(days: readonly ForecastDay[], totals: readonly number[]): ForecastDay[] {
  const floor = totals.every((total) => total >= 0) ? 0 : Number.NEGATIVE_INFINITY;
  return days.map(({ day, yhat, lower, upper }) => ({
    day,
    yhat: Math.max(floor, yhat),
    lower: Math.max(floor, Math.min(lower, yhat)),
    upper: Math.max(floor, Math.max(upper, yhat)),
  }));
}
