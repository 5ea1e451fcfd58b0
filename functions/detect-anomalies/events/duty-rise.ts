/**
 * DUTY_RISE: what runs by itself, as a fridge, runs ever more from week to week. No day of it is odd, and no day is the
 * one on which it changed: a seal that leaks, ice, a compressor that wears out.
 *
 * The median of four weeks against the lowest one of four weeks within the three months before, if the weeks between
 * them went up, too (Kendall, A new measure of rank correlation, Biometrika 30, 1938).
 */
import type { Days } from './days.ts';
import type { Finding } from './findings.ts';
import type { Grid } from './grid.ts';
import { at, median } from './order-statistics.ts';
import { runsByItself } from './switching.ts';

export interface DutyRise {
  /** First and last week, indexes of the weeks. */
  readonly from: number;
  readonly to: number;
  /** Level of the weeks before, kWh a reading. */
  readonly usual: number;
  readonly score: number;
}

const WEEKS = 4;
const WITHIN = 12;
/** A rise of less than this share is one that a season makes, or a fuller fridge. */
const LEAST_RISE = 0.4;
/** Kendall's tau: four of five pairs of weeks go up. */
const STEADY = 0.6;

export function dutyRises({ size, level }: Pick<Days, 'size' | 'level'>): DutyRise[] {
  const levelOf = (first: number) => median(level.slice(first, first + WEEKS));
  const rises: DutyRise[] = [];
  for (let last = 2 * WEEKS - 1; last < size; last += 1) {
    const now = levelOf(last - WEEKS + 1);
    let [first, usual] = [0, Number.POSITIVE_INFINITY];
    const earliest = Math.max(0, last - WITHIN - WEEKS + 1, (rises.at(-1)?.to ?? -1) + 1);
    for (let start = earliest; start <= last - 2 * WEEKS + 1; start += 1)
      if (levelOf(start) <= usual) [first, usual] = [start, levelOf(start)];
    if (!(usual > 0 && now >= (1 + LEAST_RISE) * usual) || tau(level.subarray(first, last + 1)) < STEADY) continue;
    const half = (usual + now) / 2;
    while (last + 1 < size && at(level, last + 1) > half) last += 1;
    const most = levelOf(last - WEEKS + 1);
    rises.push({ from: first + WEEKS, to: last, usual, score: (Math.max(now, most) / usual - 1) / LEAST_RISE });
  }
  return rises;
}

/** Pairs that go up less those that go down, as a share of all. */
function tau(values: Float64Array): number {
  let sum = 0;
  for (let later = 1; later < values.length; later += 1)
    for (let earlier = 0; earlier < later; earlier += 1) sum += Math.sign(at(values, later) - at(values, earlier));
  return sum / ((values.length * (values.length - 1)) / 2);
}

/** @param weeks of the grid */
export function dutyFindings(grid: Grid, weeks: Days): Finding[] {
  if (!runsByItself(grid)) return [];
  return dutyRises(weeks).map(({ from, to, usual, score }) => ({
    ...({ kind: 'DUTY_RISE', direction: 'HIGH', score, expected: () => usual } as const),
    ...{ from: at(weeks.from, from), to: at(weeks.to, to) },
  }));
}
