import { type Training, weekdayOf } from './models/model.ts';
import { weeklyPattern } from './models/weekly-pattern.ts';
import type { Series } from './series.ts';
import { sum } from './statistics.ts';

const SUNDAY = 3;
/**
 * How far a holiday is believed to go from its weekday to a Sunday before one was seen; it counts as much as one
 * holiday.
 */
const BELIEVED = 0.7;
const FARTHEST = 1.5;

/**
 * By how much a public holiday differs from the same weekday, kWh. A holiday goes a share of the way from its weekday
 * to a Sunday; the share is learned from the holidays of the training by least squares, drawn to 0.7 by the weight of
 * one of them.
 * @param training without the holidays: filled as if they had been ordinary days
 */
export function holidayEffect(
  series: Series,
  training: Training,
  isHoliday: (day: number) => boolean,
): (day: number) => number {
  const pattern = weeklyPattern(training, 'mean');
  const toSunday = (day: number) => (pattern[SUNDAY] ?? 0) - (pattern[weekdayOf(day)] ?? 0);
  const weight = sum(pattern.map((effect) => ((pattern[SUNDAY] ?? 0) - effect) ** 2)) / (pattern.length - 1);
  if (weight === 0) return () => 0;
  let agreement = BELIEVED * weight;
  let distance = weight;
  for (const [index, ordinary] of training.values.entries()) {
    const day = training.firstDay + index;
    const was = series.values[index] ?? Number.NaN;
    if (!isHoliday(day) || Number.isNaN(was)) continue;
    agreement += toSunday(day) * (was - ordinary);
    distance += toSunday(day) ** 2;
  }
  const share = Math.min(FARTHEST, Math.max(0, agreement / distance));
  return (day) => (isHoliday(day) ? share * toSunday(day) : 0);
}
