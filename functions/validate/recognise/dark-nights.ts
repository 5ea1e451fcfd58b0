/** Energies that come by day only, as those of panels do. */

import { HOURS_PER_DAY, MINUTES_PER_HOUR } from '../../../shared/time-units.ts';
import type { RowOrder } from './row-order.ts';
import type { Series } from './series.ts';

/** The shortest night of most places where people live. */
const NIGHT_HOURS = 6;
/** In the middle of the day most readings show something; mornings and evenings, and dull days, are between. */
const MOST = 0.6;
const BRIGHT_HOURS = 5;
const READINGS_NEEDED = 30;
/** A logger that sleeps by night has no readings then: what it shows on so many days is no part of one. */
const DAYS_NEEDED = 2;
/** The sun is never for long what it is at its highest; a pump that runs is. */
const SHARE_AT_THE_HIGHEST = 0.5;
const NEARLY_THE_HIGHEST = 0.99;

/**
 * @returns how many hours of each day are without energy, one after another, where the others have some; undefined
 * where the numbers do not look like that. Any clock will do: its night may be at noon
 */
export function hoursOfNight({ evidence, role }: Series, order: RowOrder): number | undefined {
  const rows = order.series.reduce<readonly number[]>((most, each) => (each.length > most.length ? each : most), []);
  const readings = rows.map((row, at) => {
    const value = evidence.values[at] ?? Number.NaN;
    const energy = role === 'register' ? value - (evidence.values[at - 1] ?? Number.NaN) : value;
    return { minute: order.minuteOfDay(row), energy };
  });
  // Where no reading is, nothing is shown to be dark: sessions of charging begin by day as well.
  return order.step === undefined || seldom(rows, order) ? undefined : longestNight(readings, order.step);
}

interface Reading {
  /** Minutes from midnight. */
  readonly minute: number;
  /** NaN where there is none. */
  readonly energy: number;
}

/** @param step minutes from one reading to the next */
export function longestNight(readings: readonly Reading[], step: number): number | undefined {
  const seen = Array.from({ length: HOURS_PER_DAY }, () => ({ count: 0, some: 0 }));
  const energies: number[] = [];
  for (const { minute, energy } of readings) {
    const hour = seen[Math.floor(minute / MINUTES_PER_HOUR)];
    if (!hour || Number.isNaN(energy)) continue;
    hour.count += 1;
    energies.push(energy);
    if (energy !== 0) hour.some += 1;
  }
  if (energies.length < READINGS_NEEDED || step > MINUTES_PER_HOUR) return undefined;
  const days = Math.max(...seen.map(({ count }) => count)) * (step / MINUTES_PER_HOUR);
  const wholeDay = seen.every(({ count }) => count > 0);
  if (days < (wholeDay ? 1 : DAYS_NEEDED)) return undefined;
  const lit = energies.filter((energy) => energy > 0);
  const highest = lit.reduce((max, energy) => Math.max(max, energy), 0);
  const high = lit.filter((energy) => energy >= NEARLY_THE_HIGHEST * highest);
  if (high.length > SHARE_AT_THE_HIGHEST * lit.length) return undefined;
  const dark = longestRun(seen.map(({ some }) => some === 0));
  const bright = seen.filter(({ count, some }) => some > 0 && some >= MOST * count);
  return dark >= NIGHT_HOURS && bright.length >= BRIGHT_HOURS ? dark : undefined;
}

/** Readings at every hour of a grid are many; those that come now and then are events. */
const OF_A_GRID = 0.2;

function seldom(rows: readonly number[], order: RowOrder): boolean {
  const step = order.step ?? MINUTES_PER_HOUR;
  const minutes = rows.map((row) => order.minuteOfDay(row)).filter((minute) => !Number.isNaN(minute));
  const places = new Set(minutes.map((minute) => minute % step));
  return places.size > OF_A_GRID * minutes.length;
}

/** Around the clock. */
function longestRun(dark: readonly boolean[]): number {
  let [longest, run] = [0, 0];
  for (const each of [...dark, ...dark]) {
    run = each ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return Math.min(longest, dark.length);
}
