/** Sheets of one workbook below the same heading: a year, a site or a direction each. They are read as one table. */
import type { CellValue } from 'read-excel-file/node';
import { saysFlow } from './heading-rows.ts';

export type Cell = CellValue | Date | null;
export type Data = readonly (readonly Cell[])[];

export interface Named {
  readonly sheet: string;
  readonly data: Data;
}

const DATE_TEXT = /\d{1,4}[-./]\d{1,2}[-./]\d{1,4}/;

export function isTimeCell(cell: Cell): boolean {
  return cell instanceof Date || (typeof cell === 'string' && DATE_TEXT.test(cell));
}

/** @returns whether a row has a time and a number */
export function isReading(row: readonly Cell[]): boolean {
  const number = (cell: Cell) =>
    typeof cell === 'number' || (typeof cell === 'string' && /^\s*-?\d+([.,]\d+)?\s*$/.test(cell));
  return row.some(isTimeCell) && row.some(number);
}

/** @returns the sheets with the heading of one of them, and readings below it, in the order of the workbook */
export function alikeSheets<T extends Named>(sheets: readonly T[], one: T): readonly T[] {
  const heading = headingOf(one.data);
  if (heading === undefined) return [one];
  return sheets.filter(({ data }) => headingOf(data) === heading);
}

/** The last row above the readings; a sheet without one says nothing of its columns. */
function headingOf(data: Data): string | undefined {
  const first = data.findIndex(isReading);
  const above = first < 1 ? undefined : data[first - 1];
  return above?.some((cell) => cell !== null && cell !== '') ? JSON.stringify(above) : undefined;
}

/**
 * The rows of several sheets: the first with all that stands above its readings, the others below it. Where the same
 * times stand in two of them, a column says of which sheet a row is.
 */
export function joinedRows(sheets: readonly Named[]): Data {
  const [first] = sheets;
  if (!first) return [];
  const begins = first.data.findIndex(isReading);
  // A sheet may have more rows than a call has arguments.
  const width = sheets.flatMap(({ data }) => data).reduce((most, { length }) => Math.max(most, length), 0);
  const name = sheets.every(({ sheet }) => saysFlow(sheet)) ? 'direction' : 'name';
  const named = (row: readonly Cell[], last: Cell) => [...row, ...Array(width - row.length).fill(null), last];
  const bodies = sheets.map(({ sheet, data }) => ({ sheet, data: data.slice(data.findIndex(isReading)) }));
  const above = first.data.slice(0, begins);
  if (!overlap(bodies)) return [...above, ...bodies.flatMap(({ data }) => data)];
  return [
    ...above.map((row, at) => (at === begins - 1 ? named(row, name) : row)),
    ...bodies.flatMap(({ sheet, data }) => data.map((row) => named(row, sheet))),
  ];
}

function overlap(bodies: readonly Named[]): boolean {
  const seen = new Set<string>();
  return bodies.some(({ data }) => {
    const times = data.flatMap((row) => {
      const time = row.find(isTimeCell);
      return time === undefined ? [] : String(time instanceof Date ? time.getTime() : time);
    });
    const again = times.some((time) => seen.has(time));
    for (const time of times) seen.add(time);
    return again;
  });
}
