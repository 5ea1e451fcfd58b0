import { median } from '../statistics.ts';
import { ahead, lastDays, type Model, weekdayOf } from './model.ts';
import { weeklyPattern, withoutPattern } from './weekly-pattern.ts';

const DAYS = 182;
/** The days whose median is the usual level. */
const USUAL_DAYS = 28;
const CONSTANTS = [0.15, 0.35, 0.65, 1] as const;
const PERSISTENCE = [0, 0.3, 0.5, 0.7, 0.8, 0.9, 1] as const;
const JUDGED_DAYS = 84;
const LEADS = [1, 2, 4, 7] as const;
const START = 10;

/**
 * Today's level returns to the usual one: usual + p^h (today - usual), h days ahead, with the weekly pattern added.
 * Usual is the median of four weeks; today is smoothed. Smoothing and persistence p are those that would have missed
 * least one to seven days ahead. A cold spell lasts a few days, and this is the model that says so.
 */
export const revertingLevel: Model = (training, horizon) => {
  const recent = lastDays(training, DAYS);
  const pattern = weeklyPattern(recent, 'mean');
  const values = withoutPattern(recent, pattern);
  const usual = usualLevels(values);
  let best = { missed: Number.POSITIVE_INFINITY, today: 0, persistence: 0 };
  for (const constant of CONSTANTS) {
    const levels = smoothed(values, constant);
    for (const persistence of PERSISTENCE) {
      const missed = missedBy(values, usual, levels, persistence);
      if (missed < best.missed) best = { missed, today: levels[values.length] ?? 0, persistence };
    }
  }
  const now = usual[values.length] ?? 0;
  return ahead(recent, horizon, (index) => {
    const lead = index - values.length + 1;
    const weekday = pattern[weekdayOf(recent.firstDay + index)] ?? 0;
    return now + best.persistence ** lead * (best.today - now) + weekday;
  });
};

/** The median of the four weeks before each day that is judged, and before the day after the last. */
function usualLevels(values: readonly number[]): number[] {
  const from = judgedFrom(values);
  return Array.from({ length: values.length + 1 }, (_, at) =>
    at < from ? 0 : median(values.slice(Math.max(0, at - USUAL_DAYS), at)),
  );
}

/** The level before each day, and after the last. */
function smoothed(values: readonly number[], constant: number): number[] {
  let level = values[0] ?? 0;
  const levels = [level];
  for (const value of values) {
    level += constant * (value - level);
    levels.push(level);
  }
  return levels;
}

function judgedFrom(values: readonly number[]): number {
  return Math.max(START, values.length - JUDGED_DAYS);
}

function missedBy(
  values: readonly number[],
  usual: readonly number[],
  levels: readonly number[],
  persistence: number,
): number {
  let missed = 0;
  for (const lead of LEADS) {
    const kept = persistence ** lead;
    for (let at = judgedFrom(values); at + lead <= values.length; at += 1) {
      const base = usual[at] ?? 0;
      missed += Math.abs((values[at + lead - 1] ?? 0) - base - kept * ((levels[at] ?? 0) - base));
    }
  }
  return missed;
}
