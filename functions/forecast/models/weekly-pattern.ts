import { mean, median, sum } from '../statistics.ts';
import { isRestDay, type Training, weekdayOf } from './model.ts';

const WEEK = 7;
/** The pattern of a quarter is today's; that of a year may be that of another life. */
const PATTERN_DAYS = 84;
/** A weekday that was seen once has a value, not a pattern. */
const MINIMUM_DAYS = 2 * WEEK;

const CENTRES = { mean, median } as const;

/** Of effects that are only just larger than chance would make them most is chance: so much more is asked of them. */
const DOUBT = 2;

/**
 * By how much each weekday differs from its week, kWh, over the last twelve weeks: the centre of its deviations from
 * the centred mean of seven days. By how much days of rest differ from working days, and by how much each day from its
 * kind, is drawn towards zero as far as chance would explain it, each for itself (after Efron and Morris, Stein's
 * estimation rule and its competitors, JASA 68, 1973): that a home's weekends differ is known long before that its
 * Tuesdays do. A solar roof ends with none, a factory keeps its own.
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
  const chance = chanceOf(effects, deviations, middle);
  const byKind = effects.map((_, day) => mean(effects.filter((__, other) => isRestDay(other) === isRestDay(day))));
  const byDay = effects.map((effect, day) => effect - (byKind[day] ?? 0));
  const [ofKind, ofDay] = [keptPart(byKind, 1, chance), keptPart(byDay, WEEK - 2, chance)];
  return byKind.map((kind, day) => ofKind * kind + ofDay * (byDay[day] ?? 0));
}

/** Variance of a weekday's centre by chance: that within weekdays over the days of each. */
function chanceOf(effects: readonly number[], deviations: readonly (readonly number[])[], middle: number): number {
  let within = 0;
  let count = 0;
  for (const [weekday, each] of deviations.entries()) {
    for (const deviation of each) within += (deviation - middle - (effects[weekday] ?? 0)) ** 2;
    count += each.length;
  }
  return ((within / Math.max(1, count - WEEK)) * WEEK) / count;
}

/** 1 - (f + 2) c / S, not below 0: f the effects' degrees of freedom, c the chance, S their sum of squares. */
function keptPart(effects: readonly number[], freedom: number, chance: number): number {
  const between = sum(effects.map((effect) => effect * effect));
  return between === 0 ? 0 : Math.max(0, 1 - ((freedom + DOUBT) * chance) / between);
}

/** The values without their weekday's difference. */
export function withoutPattern({ firstDay, values }: Training, pattern: readonly number[]): number[] {
  return values.map((value, index) => value - (pattern[weekdayOf(firstDay + index)] ?? 0));
}
