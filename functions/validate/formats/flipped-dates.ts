/**
 * Dates that a spreadsheet flipped: it takes `02/01/2026` for the 1st of February where the 2nd of January is meant,
 * makes a date of it, and leaves `13/01/2026` the text that it was. So all dates up to the 12th have their day and
 * month exchanged, and no others.
 */
import type { Decision } from '../../../shared/readings/layout.ts';
import { MS_PER_DAY } from '../../../shared/text/days.ts';

type Cells = readonly string[];

const MADE_A_DATE = /^(\d{4})-(\d\d)-(\d\d)((?:[ T].*)?)$/;
const LEFT_AS_TEXT = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T].*)?$/;
const LAST_MONTH = 12;
/** Of each kind: a date that was typed otherwise is no work of a program. */
const NEEDED = 2;

/** What a text has that may have such dates: looked for before its columns are. */
export const MAY_BE_FLIPPED = (text: string): boolean =>
  /(?<!\d)\d{4}-(?:0\d|1[0-2])-(?:0\d|1[0-2])/.test(text) && /(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-]\d{4}/.test(text);

/** @param cells of a column below its heading */
export function areFlipped(cells: Cells): boolean {
  const dates = cells.flatMap((cell) => MADE_A_DATE.exec(cell)?.slice(1, 4).map(Number) ?? []);
  const texts = cells.flatMap((cell) => LEFT_AS_TEXT.exec(cell)?.slice(1, 4).map(Number) ?? []);
  const [made, left] = [dates.length / 3, texts.length / 3];
  if (made < NEEDED || left < NEEDED || made + left < cells.filter((cell) => cell !== '').length - 1) return false;
  const triples = (numbers: readonly number[]) =>
    Array.from({ length: numbers.length / 3 }, (_, at) => numbers.slice(3 * at, 3 * at + 3));
  const isText = triples(texts).every(
    ([a = 0, b = 0]) => (a > LAST_MONTH && b <= LAST_MONTH) || (b > LAST_MONTH && a <= LAST_MONTH),
  );
  if (!isText || triples(dates).some(([, , day = 0]) => day > LAST_MONTH)) return false;
  return spread(cells.map(flippedBack)) < spread(cells);
}

/** The cell with the date that was meant; any other cell as it stands. */
export function flippedBack(cell: string): string {
  const [all, year = '', month = '', day = '', clock = ''] = MADE_A_DATE.exec(cell) ?? [];
  return all === undefined ? cell : `${year}-${day}-${month}${clock}`;
}

/** How far each date is from the one before it, in days, all together. */
function spread(cells: Cells): number {
  const days = cells.flatMap((cell) => dayOf(cell) ?? []);
  return days.reduce((sum, day, at) => sum + Math.abs(day - (days[at - 1] ?? day)), 0);
}

function dayOf(cell: string): number | undefined {
  const [, year, month, day] = MADE_A_DATE.exec(cell) ?? [];
  if (year !== undefined) return Date.UTC(Number(year), Number(month) - 1, Number(day)) / MS_PER_DAY;
  const [, a = 0, b = 0, c] = LEFT_AS_TEXT.exec(cell)?.map(Number) ?? [];
  const [ofMonth, inYear] = a > LAST_MONTH ? [a, b] : [b, a];
  return c === undefined ? undefined : Date.UTC(c, inYear - 1, ofMonth) / MS_PER_DAY;
}

export function flippedDecision(column: string): Decision {
  return {
    what: 'dates',
    chosen: 'day and month of those up to the 12th are exchanged',
    why: `a spreadsheet made dates of a part of "${column}" month first: only so do its days go on`,
  };
}
