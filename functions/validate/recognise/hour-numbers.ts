/** Numbered intervals of a day: hours, half-hours, quarters or twelfths of an hour, from 0 or from 1 on. */
import { median } from '../../../shared/order-statistics.ts';
import { MINUTES_PER_DAY } from '../../../shared/time-units.ts';
import type { Profile } from './profile.ts';
import { columnTexts, type Sample } from './sample.ts';

export function hourNumbers(sample: Sample, column: Profile): { minutes: number; first: number; why: string } {
  const counts = new Map<number, number>();
  for (const text of columnTexts(sample, column)) {
    const number = Number(text);
    if (Number.isInteger(number)) counts.set(number, (counts.get(number) ?? 0) + 1);
  }
  const numbers = [...counts.keys()].sort((a, b) => a - b);
  const usual = median([...counts.values()]);
  // A number that is there once, apart from the others, is a slip; the 25th hour of a long day follows the 24th.
  const isSlip = (number: number) => usual >= 3 && counts.get(number) === 1 && !counts.has(number - 1);
  const high = numbers.findLast((number) => !isSlip(number)) ?? 0;
  const minutes = high <= 25 ? 60 : high <= 50 ? 30 : high <= 100 ? 15 : 5;
  // Of a day counted from 0 the last number is one less than of a day counted from 1.
  const [zeros, lasts] = [counts.get(0) ?? 0, counts.get(MINUTES_PER_DAY / minutes) ?? 0];
  const first = zeros > lasts ? 0 : 1;
  return {
    minutes,
    first,
    why: `numbers from ${zeros > lasts ? 0 : (numbers.find((each) => each > 0) ?? 1)} to ${high}`,
  };
}
