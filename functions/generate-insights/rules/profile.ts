/** Figures that the rules take from a profile of 24 hours. */
import type { Facts } from '../facts/index.ts';

const HOURS = 24;
/** The off-peak hours of the tariff, 22:00 to 06:00. */
const OFF_PEAK = new Set([22, 23, 0, 1, 2, 3, 4, 5]);
/** Part of the day that the busiest window is. */
export const WINDOW_HOURS = 4;

export interface Window {
  readonly from: number;
  /** Hour at which it ends, 0 to 23. */
  readonly to: number;
  readonly hours: readonly number[];
  /** Part of the day's energy that falls into it. */
  readonly share: number;
}

/** @returns the energy of some hours, kWh */
export function energyOf(byHour: readonly number[], hours: readonly number[]): number {
  return hours.reduce((sum, hour) => sum + (byHour[hour] ?? 0), 0);
}

/** The four hours in a row, over midnight too, with the most energy, the earliest on a tie; undefined without any. */
export function busiestWindow(byHour: readonly number[]): Window | undefined {
  const total = byHour.reduce((sum, value) => sum + value, 0);
  if (total <= 0) return undefined;
  let best: { from: number; kwh: number } | undefined;
  for (let from = 0; from < HOURS; from += 1) {
    const kwh = energyOf(byHour, windowHours(from));
    if (!best || kwh > best.kwh) best = { from, kwh };
  }
  if (!best) return undefined;
  const hours = windowHours(best.from);
  return { from: best.from, to: (best.from + WINDOW_HOURS) % HOURS, hours, share: best.kwh / total };
}

/** The busiest hours of a file that shows at least a week: of less, the day's course is chance. */
export function busiestHours({ consumption }: Facts): Window | undefined {
  if (!consumption || consumption.kwh_per_year === null) return undefined;
  return busiestWindow(consumption.by_hour);
}

function windowHours(from: number): number[] {
  return Array.from({ length: WINDOW_HOURS }, (_, index) => (from + index) % HOURS);
}

export function isOffPeak(hour: number): boolean {
  return OFF_PEAK.has(hour);
}
