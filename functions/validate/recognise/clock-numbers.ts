/** Columns of numbers that say when: times of day without a colon, and the numbers of the intervals of a day. */
import { HOURS_PER_DAY } from '../../../shared/time-units.ts';
import { isCompactClock } from './calendar.ts';
import { nearlyAll } from './nearly-all.ts';
import type { Profile } from './profile.ts';
import { columnTexts, type Sample } from './sample.ts';

/** Numbers from 0 or 1 to at most 100: hours, half-hours or quarters of a day. */
export function isSlotColumn(sample: Sample, column: Profile): boolean {
  return nearlyAll(columnTexts(sample, column), (text) => /^\s*\d{1,3}\s*$/.test(text) && Number(text) <= 300);
}

/** Rows of one day are 24, 48 or 96; an hour more or less where the clock changes. */
const INTERVALS_OF_A_DAY: ReadonlySet<number> = new Set(
  [24, 48, 96].flatMap((count) => [count, count - count / 24, count + count / 24]),
);

/** Numbers that begin anew with each date, whatever their name, and reach as far as a day has intervals. */
export function countsThroughDays(sample: Sample, date: Profile, column: Profile): boolean {
  const first = Math.min(...sample.rows.slice(0, MOST_OF_A_DAY).map((row) => Number(row[column.index])));
  if (first !== 0 && first !== 1) return false;
  const rows = sample.rows.map((row) => ({ day: row[date.index] ?? '', number: Number(row[column.index]) }));
  const most = rows.reduce((all, { number }) => Math.max(all, number), 0);
  const goesOn = ({ day, number }: (typeof rows)[number], at: number) => {
    const before = rows[at - 1];
    return before === undefined || number === (before.day === day ? before.number + 1 : first);
  };
  const perDay = most - first + 1;
  return rows.length >= perDay && INTERVALS_OF_A_DAY.has(perDay) && nearlyAll(rows, goesOn);
}
const MOST_OF_A_DAY = 100;

/** From one o'clock on a time of day has three digits or more. */
const LONG_CLOCKS = 0.25;

/** `0030`, `100`, `2345`: numbers of hours never go beyond 25, and those of intervals do not leave out 60 to 99. */
export function holdsCompactClocks(sample: Sample, column: Profile): boolean {
  const texts = columnTexts(sample, column);
  const long = texts.filter((text) => Number(text) >= 100).length;
  return nearlyAll(texts, isCompactClock) && long >= LONG_CLOCKS * texts.length;
}

/** Numbers are not filled up with zeros: `0000`, `0030`, `0100` and on through the day are times, whatever the name. */
export function holdsPaddedClocks(sample: Sample, column: Profile): boolean {
  const texts = columnTexts(sample, column).map((text) => text.trim());
  return (
    new Set(texts).size >= HOURS_PER_DAY &&
    texts.some((text) => text.startsWith('0')) &&
    texts.every((text) => text.length === 4 && isCompactClock(text))
  );
}
