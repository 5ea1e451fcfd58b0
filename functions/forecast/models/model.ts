/** What every model is given and gives. */

/** Daily totals without a gap: `values[i]` is the total, kWh, of the day `firstDay + i`, in days since 1970-01-01. */
export interface Training {
  readonly firstDay: number;
  readonly values: readonly number[];
}

/**
 * Forecasts the days that follow the training.
 * @returns one total a day, kWh
 * @throws Error when the model cannot be fitted to these values
 */
export type Model = (training: Training, horizon: number) => readonly number[];

/** Weekday of a day since 1970-01-01, which was a Thursday: 0 is Thursday, 3 is Sunday. */
export function weekdayOf(day: number): number {
  return ((day % 7) + 7) % 7;
}

/** Saturday or Sunday. @param weekday see weekdayOf */
export function isRestDay(weekday: number): boolean {
  return weekday === 2 || weekday === 3;
}

/** The last days of a training. */
export function lastDays({ firstDay, values }: Training, days: number): Training {
  const skipped = Math.max(0, values.length - days);
  return { firstDay: firstDay + skipped, values: values.slice(skipped) };
}

/** @param totalOf index from the training's first day on; the first forecast is that of its length */
export function ahead({ values }: Training, horizon: number, totalOf: (index: number) => number): number[] {
  return Array.from({ length: horizon }, (_, lead) => totalOf(values.length + lead));
}
