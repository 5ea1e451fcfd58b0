/** The models that stand beside each other, in the order in which the report lists them. */
import type { Modules } from '../modules.ts';
import { longMean, movingAverage, recentMedian, seasonalNaive, weekdayMean, weekdayMedian } from './baselines.ts';
import { ets } from './ets.ts';
import { intermittent } from './intermittent.ts';
import type { Model } from './model.ts';
import { mstl } from './mstl.ts';
import { prophet } from './prophet.ts';
import { revertingLevel } from './reverting-level.ts';
import { weeklyLevel } from './weekly-level.ts';
import { windowMedian } from './window-median.ts';
import { yearly } from './yearly.ts';

export const NAIVE = 'seasonal-naive';
export const ENSEMBLE = 'ensemble';

export interface Candidate {
  readonly name: string;
  readonly model: Model;
  /** Days of training without which it is not asked. */
  readonly fromDays: number;
  /**
   * Its usual error relative to seasonal naive, what is believed of it before it was tried on a series. Rough figures
   * from public daily series; they matter for the first weeks only.
   */
  readonly usualError: number;
  /** Whether every day of the week is the same to it. */
  readonly flatWeek: boolean;
  /**
   * The series that it is asked for: those that rest on most days, the others, or all. Most days of a resting series
   * are 0, so whatever follows a typical day says 0 for ever; only a mean keeps the energy of the few days on which it
   * runs.
   */
  readonly asked: 'resting' | 'running' | 'always';
  /** A fit takes milliseconds, not microseconds: see `Work`. */
  readonly costly: boolean;
}

const WEEK = 7;

function own(name: string, model: Model, usualError: number, fromDays = 2 * WEEK): Candidate {
  return { name, model, usualError, flatWeek: false, asked: 'running', fromDays, costly: false };
}

const OWN: readonly Candidate[] = [
  { ...own(NAIVE, seasonalNaive, 1, WEEK), asked: 'always' },
  { ...own('moving-average', movingAverage, 1.05, WEEK), flatWeek: true, asked: 'always' },
  { ...own('weekday-mean', weekdayMean, 0.95), asked: 'resting' },
  { ...own('long-mean', longMean, 0.95, WEEK), flatWeek: true, asked: 'resting' },
  { ...own('intermittent', intermittent, 0.9), flatWeek: true, asked: 'resting' },
  { ...own('recent-median', recentMedian, 1.05, WEEK), flatWeek: true },
  own('weekday-median', weekdayMedian, 0.92),
  own('window-median', windowMedian, 0.83),
  own('weekly-level', weeklyLevel, 0.82),
  own('reverting-level', revertingLevel, 0.82),
  // Two years: with one, a season and a trend cannot be told apart.
  own('yearly', yearly, 0.82, 2 * 365),
];

function costly(name: string, model: Model, usualError: number): Candidate {
  return { name, model, usualError, flatWeek: false, asked: 'running', fromDays: 3 * WEEK, costly: true };
}

/** @param modules undefined where the packages are left out */
export function candidates(modules: Modules | undefined): readonly Candidate[] {
  if (!modules) return OWN;
  return [
    ...OWN,
    { ...costly('ets', ets(modules), 1.05), flatWeek: true },
    costly('mstl-ets', mstl(modules), 0.92),
    costly('prophet', prophet(modules), 0.95),
  ];
}
