/** Finds out from the beginning of a table how it is framed: separator, rows of headings, titles between its blocks. */

import { commonest } from '../../../shared/order-statistics.ts';
import type { Delimiter } from '../../../shared/readings/layout.ts';
import { LINE_BREAK } from '../../../shared/text/lines.ts';
import { type Carrying, carrier, carryingOf } from './carried-dates.ts';
import { EPOCH, holdsOddCharacters, isBlankText, isNumber, isRecord, isTime, trimmed } from './cells.ts';
import { SEPARATORS, splitCells } from './csv.ts';
import { headingsAbove, joined, namesOfLog, SMALL_NUMBER } from './heading-rows.ts';

export type Separator = Delimiter | ' ' | '  ';

type Cells = readonly string[];

export interface Plan {
  /** Rows before the first record, the heading's among them. */
  readonly recordsFrom: number;
  /** Names of the columns, each joined from the rows of its heading. */
  readonly names: Cells;
  /** The rows of the heading as they stand: one that comes again is none of the records. */
  readonly headings: readonly Cells[];
  /** Cells that a record has at least; the others are optional. */
  readonly least: number;
  /** How dates stand that are written once for many rows. */
  readonly carrying: Carrying | undefined;
}

/** The plan of a text, whose rows are lines. */
export interface TextPlan extends Plan {
  readonly separator: Separator;
}

export const ROWS_LOOKED_AT = 500;

/** A run of spaces separates as one does; of names with a space between their words, two or more do. */
export function cellsOf(line: string, separator: Separator): string[] {
  if (separator === ' ') return line.trim().split(/ +/);
  if (separator === '  ') return line.trim().split(/ {2,}/);
  return splitCells(line, separator).map(trimmed);
}

/** A printed report has lines above and below its table. */
const MOST_OF_A_REPORT = 0.7;

interface Cut {
  readonly rows: readonly Cells[];
  readonly records: readonly number[];
  readonly width: number;
  readonly carrying: Carrying | undefined;
}

/** @param rows of trimmed cells; one of no cells is blank */
function cutOf(rows: readonly Cells[]): Cut | undefined {
  const carrying = carryingOf(rows);
  const carry = carrier(carrying);
  const dated = rows.map((cells) => carry(cells) ?? []);
  const records = dated.flatMap((cells, at) => (cells.length > 1 && isRecord(cells) ? at : []));
  const width = commonest(records.map((at) => dated[at]?.length ?? 0));
  return records.length > 0 && width > 1 ? { rows: dated, records, width, carrying } : undefined;
}

function bestCut(lines: readonly string[]): { cut: Cut; separator: Separator } | undefined {
  const alike = ({ rows, records, width }: Cut) => records.filter((at) => rows[at]?.length === width).length;
  const cutBy = (separator: Separator) => {
    const cut = cutOf(lines.map((line) => (isBlankText(line) ? [] : cellsOf(line, separator))));
    return cut ? { cut, separator } : undefined;
  };
  const cuts = SEPARATORS.flatMap((separator) => cutBy(separator) ?? []);
  if (cuts.length > 0) return cuts.reduce((best, each) => (alike(each.cut) > alike(best.cut) ? each : best));
  const filled = lines.filter((line) => !isBlankText(line)).length;
  const wide = cutBy('  ');
  if (wide && wide.cut.width > 2 && alike(wide.cut) > MOST_OF_A_REPORT * filled) return wide;
  const spaced = cutBy(' ');
  return spaced && alike(spaced.cut) > 0.9 * filled ? spaced : undefined;
}

/** @returns undefined for a text that is a plain table, or none */
export function planOfText(text: string): TextPlan | undefined {
  const lines = text.split(LINE_BREAK).slice(0, ROWS_LOOKED_AT);
  if (lines.some((line) => line.startsWith('#'))) return undefined;
  // A cell that goes on in the next line.
  if (lines.some((line) => (line.split('"').length - 1) % 2 === 1)) return undefined;
  const best = bestCut(lines);
  if (!best) return undefined;
  const { cut, separator } = best;
  const first = firstRecord(cut);
  const odd = holdsOddCharacters(lines.slice(first).join('\n'));
  const plan = planOfCut(cut, separator === ' ' || separator === '  ', odd);
  return plan ? { ...plan, separator } : undefined;
}

/** @param rows the first of a sheet or of a page's table. @returns undefined for a plain table, or none */
export function planOfRows(rows: readonly Cells[]): Plan | undefined {
  const cut = cutOf(rows.map((cells) => (cells.every(isBlankText) ? [] : cells.map(trimmed))));
  return cut && planOfCut(cut, false, false);
}

/** @param framed it is no plain table, whatever its rows are like */
function planOfCut(cut: Cut, spaced: boolean, framed: boolean): Plan | undefined {
  const { rows, width, carrying } = cut;
  const first = firstRecord(cut);
  const records = cut.records.filter((at) => at >= first);
  const headings = headingsAbove(rows, first, width);
  const epochFirst = headings.length === 0 && first === 0 && EPOCH.test(rows[0]?.[0] ?? '');
  if (headings.length === 0 && !epochFirst && !spaced) return undefined;
  const names = headings.length > 0 ? joined(headings, width) : namesOfLog(width, epochFirst);
  const body = records.map((at) => rows[at] ?? []);
  const least = leastOf(body, names.length);
  const isPlain =
    !framed &&
    !spaced &&
    !epochFirst &&
    carrying === undefined &&
    headings.length === 1 &&
    !rows.slice(0, first - 1).some((cells) => cells.length === width) &&
    !comesAgain(rows.slice(first), headings) &&
    !body.some((cells) => cells.length < names.length && cells.length >= least) &&
    !rows.some((cells, at) => at > first && rows[at - 1]?.length === 0 && cells.length === 1 && isTitle(cells)) &&
    !rows.some((cells, at) => at > first && beginsAnother(cells, rows[at - 1], names.length));
  return isPlain ? undefined : { recordsFrom: first, names, headings, least, carrying };
}

/**
 * A preamble may be a table of its own, with a time and a number in it: then the heading of the readings stands below.
 */
function firstRecord({ rows, records, width }: Cut): number {
  const body = records.map((at) => rows[at] ?? []);
  const isDamaged = (cells: Cells, at: number) =>
    cells.length === width && (cells.some(isTime) || sharesText(cells, body) || holdsReading(rows, at, body));
  let [first = 0] = records;
  for (const next of records.slice(1)) {
    const above = rows[first - 1]?.join('\n');
    const isHeading = (cells: Cells, at: number) =>
      Math.abs(cells.length - width) <= 1 &&
      cells.filter((cell) => /\p{L}/u.test(cell)).length > 1 &&
      cells.join('\n') !== above &&
      !isDamaged(cells, at);
    if (!rows.slice(0, next).some((cells, at) => at > first && isHeading(cells, at))) break;
    first = next;
  }
  // A record whose time or value is damaged is one all the same.
  while (first > 0 && isDamaged(rows[first - 1] ?? [], first - 1)) first -= 1;
  return first;
}

/** A name in its column that records have there too, as that of a meter: a heading has other words. */
function sharesText(cells: Cells, body: readonly Cells[]): boolean {
  return cells.some((cell, at) => /\p{L}/u.test(cell) && body.some((record) => record[at] === cell));
}

/**
 * A small number where records have numbers, below a heading that names the column: hours or channels that are counted
 * across (1, 2, 3, ...) are none.
 */
function holdsReading(rows: readonly Cells[], at: number, body: readonly Cells[]): boolean {
  const cells = rows[at] ?? [];
  const numbers = cells.flatMap((cell, column) => (SMALL_NUMBER.test(cell) ? [column] : []));
  if (
    numbers.length > 2 &&
    numbers.every((column, nth) => Number(cells[column]) === Number(cells[numbers[0] ?? 0]) + nth)
  )
    return false;
  const isNamed = (column: number) => rows.slice(0, at).some((row) => isNames(row) && /\p{L}/u.test(row[column] ?? ''));
  return numbers.some((column) => body.some((record) => isNumber(record[column] ?? '')) && isNamed(column));
}

/** A row that has words for most columns, and nothing else. */
function isNames(cells: Cells): boolean {
  const filled = cells.filter((cell) => cell !== '');
  return filled.length > 0.5 * cells.length && filled.every((cell) => /\p{L}/u.test(cell) && !isTime(cell));
}

/** Behind a blank row, a row of names that is not as wide as the table: the heading of another table. */
export function beginsAnother(cells: Cells, before: Cells | undefined, width: number): boolean {
  const end = cells.findLastIndex((cell) => cell !== '') + 1;
  const names = cells.filter((cell) => /\p{L}{2}/u.test(cell)).length;
  return before?.length === 0 && names > 1 && names >= end - 1 && end !== width && !cells.some(isTime);
}

/** Text in a row of its own, with a time or without. */
export function isTitle(cells: Cells): boolean {
  const filled = cells.filter((cell) => cell !== '');
  return filled.length === 1 && /(\p{L}{3,}\s+){2}/u.test(filled[0] ?? '');
}

/** Cells that most records have filled, up to the last such column. */
function leastOf(records: readonly Cells[], width: number): number {
  for (let column = width - 1; column > 0; column -= 1) {
    if (records.filter((cells) => (cells[column] ?? '') !== '').length > records.length / 2) return column + 1;
  }
  return 1;
}

/** Whether the heading, or a title, stands among the records once more. */
function comesAgain(rows: readonly Cells[], headings: readonly Cells[]): boolean {
  return headings.length > 0 && rows.some((cells) => isHeadingLike(cells, headings));
}

/**
 * A row without a time of which a cell is that of the heading in its place. One with numbers that the heading has not
 * is a record whose time is damaged.
 */
export function isHeadingLike(cells: Cells, headings: readonly Cells[]): boolean {
  if (cells.some(isTime)) return false;
  return headings.some(
    (heading) =>
      cells.some((cell, at) => cell !== '' && cell === heading[at] && /\p{L}/u.test(cell)) &&
      cells.every((cell, at) => cell === heading[at] || !isNumber(cell)),
  );
}
