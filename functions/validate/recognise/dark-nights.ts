/** Energies that come by day only, as those of panels do. */

import type { RowOrder } from './row-order.ts';
import type { Series } from './series.ts';

const HOURS = 24;
const MINUTES_OF_AN_HOUR = 60;
/** The shortest night of most places where people live. */
const NIGHT_HOURS = 6;
/** Of the readings by day most show something. */
const MOST = 0.6;
const READINGS_NEEDED = 30;
/** A logger that sleeps by night has no readings then: what it shows on so many days is no part of one. */
const DAYS_NEEDED = 2;

/**
 * @returns how many hours of each day are without energy, one after another, where the others have some; undefined
 * where the numbers do not look like that. Any clock will do: its night may be at noon
 */
export function hoursOfNight({ evidence, role }: Series, order: RowOrder): number | undefined {
  const rows = order.series.reduce<readonly number[]>((most, each) => (each.length > most.length ? each : most), []);
  const seen = Array.from({ length: HOURS }, () => ({ count: 0, some: 0 }));
  let readings = 0;
  for (const [at, row] of rows.entries()) {
    const hour = seen[Math.floor(order.minuteOfDay(row) / MINUTES_OF_AN_HOUR)];
    const value = evidence.values[at] ?? Number.NaN;
    const energy = role === 'register' ? value - (evidence.values[at - 1] ?? Number.NaN) : value;
    if (!hour || Number.isNaN(energy)) continue;
    hour.count += 1;
    readings += 1;
    if (energy !== 0) hour.some += 1;
  }
  if (readings < READINGS_NEEDED || order.step === undefined || order.step > MINUTES_OF_AN_HOUR) return undefined;
  // Where no reading is, nothing is shown to be dark: sessions of charging begin by day as well.
  if (seldom(rows, order)) return undefined;
  const days = Math.max(...seen.map(({ count }) => count)) * (order.step / MINUTES_OF_AN_HOUR);
  if (days < DAYS_NEEDED) return undefined;
  const dark = longestRun(seen.map(({ some }) => some === 0));
  const day = seen.filter(({ some }) => some > 0);
  const lit = day.reduce((sum, { some }) => sum + some, 0);
  const all = day.reduce((sum, { count }) => sum + count, 0);
  return dark >= NIGHT_HOURS && day.length >= NIGHT_HOURS && lit >= MOST * all ? dark : undefined;
}

/** Readings at every hour of a grid are many; those that come now and then are events. */
const OF_A_GRID = 0.2;

function seldom(rows: readonly number[], order: RowOrder): boolean {
  const step = order.step ?? MINUTES_OF_AN_HOUR;
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
