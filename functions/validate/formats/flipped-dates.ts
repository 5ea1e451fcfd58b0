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
export function mayBeFlipped(text: string): boolean {
  return /(?<!\d)\d{4}-(?:0\d|1[0-2])-(?:0\d|1[0-2])/.test(text) && /(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-]\d{4}/.test(text);
}

/** @param cells of a column below its heading */
export function areFlipped(cells: Cells): boolean {
  const made = cells.flatMap((cell) => matchOf(MADE_A_DATE, cell));
  const left = cells.flatMap((cell) => matchOf(LEFT_AS_TEXT, cell));
  const filled = cells.filter((cell) => cell !== '').length;
  if (made.length < NEEDED || left.length < NEEDED || made.length + left.length < filled - 1) return false;
  const isNoMonth = (part: string | undefined) => Number(part) > LAST_MONTH;
  if (!left.every(([, a, b]) => isNoMonth(a) !== isNoMonth(b)) || made.some(([, , , day]) => isNoMonth(day)))
    return false;
  return spread(cells.map(flippedBack)) < spread(cells);
}

function matchOf(pattern: RegExp, cell: string): RegExpExecArray[] {
  const found = pattern.exec(cell);
  return found ? [found] : [];
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
