import { median } from '../statistics.ts';
import { ahead, lastDays, type Model, weekdayOf } from './model.ts';
import { onLogarithm } from './transform.ts';
import { weeklyPattern, withoutPattern } from './weekly-pattern.ts';

const DAYS = 365;
/** Smoothing constants, from a level that hardly moves to one that is nearly yesterday. */
const CONSTANTS = [0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.45, 0.65, 0.9] as const;
/** The days on which a constant is judged, and how far ahead. */
const JUDGED_DAYS = 90;
const LEADS = [1, 3, 5, 7] as const;
const START = 7;

/**
 * Simple exponential smoothing of the totals without their weekly pattern, on their logarithm. The smoothing constant
 * is the one that would have missed least, in absolute terms, one to seven days ahead: a constant that is fitted to the
 * next day only follows yesterday too closely for a week.
 */
export const weeklyLevel: Model = onLogarithm((training, horizon) => {
  const recent = lastDays(training, DAYS);
  const pattern = weeklyPattern(recent, 'mean');
  const level = smoothedLevel(withoutPattern(recent, pattern));
  return ahead(recent, horizon, (index) => level + (pattern[weekdayOf(recent.firstDay + index)] ?? 0));
});

/** The level after the last value. */
export function smoothedLevel(values: readonly number[]): number {
  const judgedFrom = Math.max(START, values.length - JUDGED_DAYS);
  let best = { missed: Number.POSITIVE_INFINITY, level: 0 };
  for (const constant of CONSTANTS) {
    let level = median(values.slice(0, START));
    let missed = 0;
    for (const [at, value] of values.entries()) {
      if (at >= judgedFrom) {
        for (const lead of LEADS) {
          const later = values[at + lead - 1];
          if (later !== undefined) missed += Math.abs(later - level);
        }
      }
      level += constant * (value - level);
    }
    if (missed < best.missed) best = { missed, level };
  }
  return best.level;
}
