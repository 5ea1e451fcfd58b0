/**
 * A sheet whose times lost their format shows days since the end of 1899: `45418.0416666667`. Below a heading that
 * names a time they are the dates that they were.
 */
import { MS_PER_DAY, SPREADSHEET_EPOCH_DAYS } from '../../../shared/text/days.ts';
import { namesTime } from '../vocabulary/column-names.ts';

/** Days of 1990 and of 2100. */
const [FIRST_DAY, LAST_DAY] = [32_874, 73_051];
const HEADING_WITHIN = 50;
const CELLS_NEEDED = 2;
/** A line of sums, a note below. */
const OTHERS = 2;

type Rows<T> = readonly (readonly T[])[];

/** @returns the rows with dates in place of such numbers; the same rows where there are none */
export function withDates<T>(rows: Rows<T>): Rows<T | Date> {
  const columns = new Map<number, number>();
  for (const [at, row] of rows.slice(0, HEADING_WITHIN).entries()) {
    for (const [column, cell] of row.entries()) {
      if (typeof cell === 'string' && namesTime(cell) && isOfDays(rows.slice(at + 1), column)) columns.set(column, at);
    }
  }
  if (columns.size === 0) return rows;
  return rows.map((row, at) =>
    row.map((cell, column) => (at > (columns.get(column) ?? at) && isDay(cell) ? dateOf(cell) : cell)),
  );
}

function isOfDays<T>(rows: Rows<T>, column: number): boolean {
  const cells = rows.map((row) => row[column]).filter((cell) => cell !== null && cell !== undefined);
  const days = cells.filter(isDay).length;
  return days >= CELLS_NEEDED && days + OTHERS >= cells.length;
}

function isDay(cell: unknown): cell is number {
  return typeof cell === 'number' && cell >= FIRST_DAY && cell < LAST_DAY;
}

function dateOf(days: number): Date {
  return new Date(Math.round((days - SPREADSHEET_EPOCH_DAYS) * MS_PER_DAY));
}
