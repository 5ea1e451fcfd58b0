/** Prediction intervals from what was missed before. */
import { mean } from './statistics.ts';

/** The share of the future that shall lie inside the interval. */
export const INTERVAL_WIDTH = 0.8;

const WEEK = 7;

/** What a forecast missed, kWh: actual - forecast, by days ahead (0 is the first). */
export interface Miss {
  readonly lead: number;
  readonly by: number;
}

/**
 * Split conformal prediction (Vovk, Gammerman, Shafer: Algorithmic Learning in a Random World, 2005; Lei et al.:
 * Distribution-free predictive inference for regression, JASA 113, 2018): half the width is the miss that 80 % of the
 * backtest's misses stay within, the rank counted with one more to come, which is what makes it hold for few of them.
 * Misses of different leads are put on one scale first, because a week ahead is missed by more than tomorrow.
 * @returns half the width on each day of the horizon, kWh
 */
export function halfWidths(misses: readonly Miss[], horizon: number): number[] {
  const scales = scalesByLead(misses, horizon);
  const sizes = misses.map((miss) => sizeOf(miss, scales)).sort((a, b) => a - b);
  const quantile = sizes[rankOf(sizes.length) - 1] ?? 0;
  return scales.map((scale) => quantile * scale);
}

function sizeOf({ lead, by }: Miss, scales: readonly number[]): number {
  return Math.abs(by) / (scales[lead] || 1);
}

/** Rank of the absolute error that is the half-width of the interval, the smallest first. */
function rankOf(count: number): number {
  return Math.min(count, Math.ceil((count + 1) * INTERVAL_WIDTH));
}

/**
 * The mean miss of each week of the horizon, never less than of a week before it. A week that nothing is known of goes
 * on with the square root of time, as a random walk would.
 */
function scalesByLead(misses: readonly Miss[], horizon: number): number[] {
  const scales: number[] = [];
  let known = { week: 0, scale: 0 };
  for (let week = 0; week * WEEK < horizon; week += 1) {
    const sizes = misses.filter(({ lead }) => Math.floor(lead / WEEK) === week).map(({ by }) => Math.abs(by));
    if (sizes.length >= (week === 0 ? 1 : WEEK)) known = { week, scale: Math.max(known.scale, mean(sizes)) };
    const growth = Math.sqrt((week + 1) / (known.week + 1));
    for (let day = 0; day < WEEK && week * WEEK + day < horizon; day += 1) scales.push(known.scale * growth);
  }
  return scales;
}

/**
 * The share of the misses that lie within the interval that those of all other origins make.
 * @returns null when there is only one origin
 */
export function empiricalCoverage(byOrigin: readonly (readonly Miss[])[], horizon: number): number | null {
  const scales = scalesByLead(byOrigin.flat(), horizon);
  const all = byOrigin
    .flatMap((misses, origin) => misses.map((miss) => ({ origin, size: sizeOf(miss, scales) })))
    .sort((a, b) => a.size - b.size);
  let inside = 0;
  let tried = 0;
  for (const [origin, { length }] of byOrigin.entries()) {
    const others = all.length - length;
    if (others === 0) continue;
    const bound = nthOfOthers(all, origin, rankOf(others));
    tried += length;
    for (const each of all) if (each.origin === origin && each.size <= bound) inside += 1;
  }
  return tried === 0 ? null : inside / tried;
}

/** @param sorted by size */
function nthOfOthers(sorted: readonly { origin: number; size: number }[], origin: number, nth: number): number {
  let seen = 0;
  for (const each of sorted) {
    if (each.origin !== origin) seen += 1;
    if (seen === nth) return each.size;
  }
  return 0;
}
