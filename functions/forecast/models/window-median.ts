import { median } from '../statistics.ts';
import { ahead, lastDays, type Model, weekdayOf } from './model.ts';
import { weeklyPattern, withoutPattern } from './weekly-pattern.ts';

const DAYS = 182;
const WINDOWS = [7, 14, 28, 56] as const;
const JUDGED_DAYS = 70;
/** Judging every other day tells as much. */
const STEP = 2;
const LEADS = [1, 4, 7] as const;

/**
 * The median of the last days, of all the weekly pattern is taken from; of as many weeks as would have missed least.
 * What few odd days do to a mean they do not do to this.
 */
export const windowMedian: Model = (training, horizon) => {
  const recent = lastDays(training, DAYS);
  const pattern = weeklyPattern(recent, 'median');
  const values = withoutPattern(recent, pattern);
  let best = { missed: Number.POSITIVE_INFINITY, level: 0 };
  for (const window of WINDOWS) {
    let missed = 0;
    for (let at = Math.max(7, values.length - JUDGED_DAYS); at < values.length; at += STEP) {
      const level = median(values.slice(Math.max(0, at - window), at));
      for (const lead of LEADS) {
        const later = values[at + lead - 1];
        if (later !== undefined) missed += Math.abs(later - level);
      }
    }
    if (missed < best.missed) best = { missed, level: median(values.slice(-window)) };
  }
  return ahead(recent, horizon, (index) => best.level + (pattern[weekdayOf(recent.firstDay + index)] ?? 0));
};
