import { mean, median, sum } from '../statistics.ts';
import { type Training, weekdayOf } from './model.ts';

const WEEK = 7;
/** The pattern of a quarter is today's; that of a year may be that of another life. */
const PATTERN_DAYS = 84;
/** A weekday that was seen once has a value, not a pattern. */
const MINIMUM_DAYS = 2 * WEEK;

const CENTRES = { mean, median } as const;

/**
 * By how much each weekday differs from its week, kWh, over the last twelve weeks: the centre of its deviations from
 * the centred mean of seven days, drawn towards zero as far as chance would explain the differences (the positive part
 * of the James-Stein estimator: Efron and Morris, Stein's estimation rule and its competitors, JASA 68, 1973). A solar
 * roof ends with none, a factory keeps its own.
 * @returns seven differences by `weekdayOf`, whose sum is 0
 */
export function weeklyPattern({ firstDay, values }: Training, centre: keyof typeof CENTRES): number[] {
  const n = values.length;
  if (n < MINIMUM_DAYS) return Array(WEEK).fill(0);
  const deviations = Array.from({ length: WEEK }, (): number[] => []);
  for (let at = Math.max(0, n - PATTERN_DAYS); at < n; at += 1) {
    const from = Math.min(Math.max(0, at - 3), n - WEEK);
    const week = sum(values.slice(from, from + WEEK)) / WEEK;
    deviations[weekdayOf(firstDay + at)]?.push((values[at] ?? 0) - week);
  }
  const centres = deviations.map(CENTRES[centre]);
  const middle = mean(centres);
  const effects = centres.map((each) => each - middle);
  const kept = keptPart(effects, deviations, middle);
  return effects.map((effect) => effect * kept);
}

/** 1 - 6 s^2 / (m S), not below 0: s^2 the variance within weekdays, m days of each, S the effects' sum of squares. */
function keptPart(effects: readonly number[], deviations: readonly (readonly number[])[], middle: number): number {
  let within = 0;
  let count = 0;
  for (const [weekday, each] of deviations.entries()) {
    for (const deviation of each) within += (deviation - middle - (effects[weekday] ?? 0)) ** 2;
    count += each.length;
  }
  const variance = within / Math.max(1, count - WEEK);
  const between = sum(effects.map((effect) => effect * effect));
  return between === 0 ? 0 : Math.max(0, 1 - ((WEEK - 1) * variance * WEEK) / (count * between));
}

/** The values without their weekday's difference. */
export function withoutPattern({ firstDay, values }: Training, pattern: readonly number[]): number[] {
  return values.map((value, index) => value - (pattern[weekdayOf(firstDay + index)] ?? 0));
}
