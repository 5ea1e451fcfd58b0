/** The number of an hour beside the number of its quarter, or the minutes of it: two columns are one time of day. */
import { clockAt } from '../../../shared/text/days.ts';

type Cells = readonly string[];

/** Two columns of a table, and how a record of theirs is written as one. */
export interface HourParts {
  readonly hour: number;
  readonly part: number;
  /** What the part of each text of its column is, from 0. */
  readonly parts: ReadonlyMap<string, number>;
  /** Hours are numbered from 1 to 24, or to 25 on a long day: then the parts of a day are counted. */
  readonly counted: boolean;
}

/** Halves, quarters, sixths and twelfths of an hour; those of a day are told by their numbers for the first two. */
const COUNTS = [2, 4, 6, 12];
const MOST_COUNTED = 4;
const HOURS = 24;
const NEARLY = 0.98;
const NUMBER = /^\d{1,2}$/;

/**
 * @param records in the order of the file
 * @param dates the columns that hold dates
 */
export function hourPartsAmong(records: readonly Cells[], dates: readonly number[]): HourParts | undefined {
  const [date] = dates;
  const width = records[0]?.length ?? 0;
  if (date === undefined) return undefined;
  const numbersOf = (at: number) => records.flatMap((cells) => (NUMBER.test(cells[at] ?? '') ? Number(cells[at]) : []));
  const numbered = Array.from({ length: width }, (_, at) => at).filter(
    (at) => numbersOf(at).length >= NEARLY * records.length,
  );
  for (const hour of numbered) {
    const hours = new Set(numbersOf(hour));
    const counted = hours.has(HOURS);
    if (hours.has(0) === counted || Math.max(...hours) > (counted ? HOURS + 1 : HOURS - 1)) continue;
    for (const part of numbered) {
      const parts = part === hour ? undefined : partsIn(records, { date, hour, part });
      if (parts && (!counted || parts.size <= MOST_COUNTED)) return { hour, part, parts, counted };
    }
  }
  return undefined;
}

/** Numbers that are equally far from each other, and go on within an hour of a day as the next one does. */
function partsIn(
  all: readonly Cells[],
  { date, hour, part }: { readonly date: number; readonly hour: number; readonly part: number },
): HourParts['parts'] | undefined {
  const records = all.filter((cells) => NUMBER.test(cells[part] ?? ''));
  const numbers = [...new Set(records.map((cells) => Number(cells[part])))].sort((a, b) => a - b);
  const [first = -1, second = -1] = numbers;
  const step = second - first;
  const isMinutes = step * numbers.length === 60 && (first === 0 || first === step);
  const isNumbers = step === 1 && first === 1;
  if (!COUNTS.includes(numbers.length) || !(isMinutes || isNumbers)) return undefined;
  if (numbers.some((number, at) => number !== first + at * step)) return undefined;
  const goesOn = records.filter((cells, at) => {
    const before = records[at - 1];
    if (before === undefined) return true;
    const isSame = before[date] === cells[date] && before[hour] === cells[hour];
    return isSame === Number(cells[part]) > Number(before[part]);
  }).length;
  if (goesOn < NEARLY * records.length) return undefined;
  return new Map(records.map((cells) => [cells[part] ?? '', (Number(cells[part]) - first) / step]));
}

/** What the column of hours is called then. */
export function nameOfHourParts({ counted }: HourParts): string {
  return counted ? 'period' : 'time';
}

/** @returns the number of the part in its day, or its time of day */
export function writtenHourPart(cells: Cells, { hour, part, parts, counted }: HourParts): string {
  const [number, place] = [cells[hour] ?? '', parts.get(cells[part] ?? '')];
  if (!NUMBER.test(number) || place === undefined) return `${number}:${cells[part] ?? ''}`;
  if (counted) return String((Number(number) - 1) * parts.size + place + 1);
  return clockAt(Number(number) * 60 + (place * 60) / parts.size);
}
