/** The beginning of a file as a table of text: what recognition looks at. */

import { commonest } from '../../../shared/order-statistics.ts';
import { DELIMITERS, type Delimiter, type LayoutSettings } from '../../../shared/readings/layout.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { type FileFormat, splitCells } from '../formats/index.ts';
import { HEAD_BYTES, type Head } from '../open/index.ts';
import { idNameOf, isTimeName } from '../vocabulary/column-names.ts';
import { partsOf, wallClock } from './calendar.ts';
import { monthOf } from './months.ts';
import { exceptions, ROWS_TO_TELL } from './nearly-all.ts';
import { numberIn } from './numbers.ts';
import { isValueName } from './words/flow-of-words.ts';

const MAX_PREAMBLE_LINES = 100;
const LINES_FOR_DIALECT = 300;
const MAX_ROWS = 20_000;
/** More cells in a record are not columns of readings. */
export const MAX_COLUMNS = 2000;

export interface Sample {
  readonly holds: FileFormat['holds'];
  readonly delimiter: Delimiter | undefined;
  readonly names: readonly string[];
  /** Records from the first on, as far as the head goes. */
  readonly rows: readonly (readonly string[])[];
  /** The file's last record, where it could be read. */
  readonly last: readonly string[] | undefined;
  readonly header: boolean;
  readonly preambleLines: number;
  /** Those lines. */
  readonly preamble: readonly string[];
  readonly comments: boolean;
  readonly width: number;
  readonly ragged: boolean;
}

/** Lines of the head that are there in full, with quoted line breaks kept inside them. */
function linesOf(text: string, whole: boolean, limit: number): string[] {
  const lines: string[] = [];
  let start = 0;
  let quotes = 0;
  const breaks = /\r\n|\n|\r/g;
  for (let found = breaks.exec(text); found !== null && lines.length < limit; found = breaks.exec(text)) {
    const piece = text.slice(start, found.index);
    if (piece.includes('"')) {
      quotes = piece.split('"').length - 1;
      // An odd quote may be a line break inside a cell, or a stray one: then lines are taken as they stand.
      if (quotes % 2 === 1 && piece.length < 10_000 && text.indexOf('"', found.index) >= 0 && opensCell(piece))
        continue;
    }
    lines.push(piece);
    start = breaks.lastIndex;
  }
  if (whole && lines.length < limit && start < text.length) lines.push(text.slice(start));
  return lines;
}

/** Whether the last quote of a line begins a cell. */
function opensCell(line: string): boolean {
  return /(^|[,;\t|])\s*"[^"]*$/.test(line);
}

const VALUES_SHOWN = 3;

/** @returns the first cells of a column that are not empty, for people */
export function firstValues({ rows }: Pick<Sample, 'rows'>, index: number): string[] {
  const values: string[] = [];
  for (const row of rows) {
    const cell = (row[index] ?? '').trim();
    if (cell !== '') values.push(cell);
    if (values.length === VALUES_SHOWN) break;
  }
  return values;
}

const isDate = (cell: string): boolean =>
  isWritten(cell) || monthOf(cell) !== undefined || /^\s*(\d{9,10}|\d{12,13}|\d{15,16}|\d{18,19})\s*$/.test(cell);

/** Eight digits are a date, or the number of a meter. */
function isWritten(cell: string): boolean {
  const parts = partsOf(cell);
  return parts !== undefined && (!parts.compact || wallClock(parts, 'YMD') !== undefined);
}

const isNumber = (cell: string): boolean => numberIn(cell) !== undefined;
const recognisable = (cell: string): boolean => isDate(cell) || isNumber(cell);

function knownNames(cells: readonly string[]): number {
  return cells.filter((cell) => {
    return (
      isValueName(cell) ||
      idNameOf(cell) !== undefined ||
      isTimeName(cell, 'timestamp') ||
      isTimeName(cell, 'date') ||
      isTimeName(cell, 'time') ||
      isTimeName(cell, 'start') ||
      isTimeName(cell, 'end')
    );
  }).length;
}

/** @returns cells of most lines that have several: a short table may have more lines of text above it than records */
function widthOf(rows: readonly (readonly string[])[]): number {
  const widths = rows.map((row) => row.length);
  const several = widths.filter((width) => width > 1);
  return commonest(several.length > 0 ? several : widths);
}

/** @returns how well a delimiter takes the lines apart: alike in width, with cells that are times and numbers */
function scoreOf(lines: readonly string[], delimiter: Delimiter): number {
  const rows = lines.map((line) => splitCells(line, delimiter));
  const width = widthOf(rows);
  if (width < 2) return 0;
  const alike = rows.filter((row) => row.length === width);
  // A damaged line that it takes apart says nothing of all the others that it does not.
  if (rows.length >= ROWS_TO_TELL && alike.length <= exceptions(rows.length)) return 0;
  const cells = alike.reduce((sum, row) => sum + row.filter(recognisable).length, 0) / alike.length;
  const names = Math.max(...rows.slice(0, 20).map(knownNames));
  return (alike.length / rows.length) * (cells + names + 0.1 * Math.min(width, 5));
}

/** @throws InputRejected EMPTY_FILE or UNKNOWN_LAYOUT */
export function sampleCsv(head: Head, settings: LayoutSettings): Sample {
  const all = linesOf(head.text, head.whole, MAX_ROWS + MAX_PREAMBLE_LINES);
  if (!head.whole && !/[\r\n]/.test(head.text)) {
    throw new InputRejected(
      'NOT_READINGS',
      `The first line is longer than ${HEAD_BYTES} bytes: this is no table of readings.`,
    );
  }
  const sep = /^sep=(.)$/i.exec(all[0]?.trim() ?? '')?.[1];
  const comments = all.slice(0, LINES_FOR_DIALECT).some((line) => line.startsWith('#'));
  const isText = (line: string) => line.trim() !== '' && !(comments && line.startsWith('#'));
  const looked = all.slice(sep ? 1 : 0, LINES_FOR_DIALECT).filter(isText);
  if (looked.length === 0) throw new InputRejected('EMPTY_FILE', 'The file is empty.');
  const delimiter = settings.delimiter ?? DELIMITERS.find((each) => each === sep) ?? bestDelimiter(looked);

  const cellsOf = (line: string) => (line.includes('"') ? splitCells(line, delimiter) : line.split(delimiter));
  const begin = all
    .slice(0, MAX_PREAMBLE_LINES)
    .map((line, at) => ({ at, cells: isText(line) && !(sep && at === 0) ? cellsOf(line) : [] }));
  const width = widthOf(looked.slice(-LINES_FOR_DIALECT / 2).map(cellsOf));
  const header = settings.header === false ? undefined : findHeader(begin, width);
  const preambleLines = header?.at ?? begin.find(({ cells }) => cells.length === width)?.at ?? 0;
  const data = all
    .slice(preambleLines + (header ? 1 : 0))
    .filter(isText)
    .slice(0, MAX_ROWS)
    .map(cellsOf);
  const headerCells = header?.cells ?? Array.from({ length: width }, (_, index) => `column ${index + 1}`);
  const rows = data.filter((row) => !sameCells(row, headerCells));
  const ragged = isRagged(rows, headerCells) || endsBeforeHeading(rows, headerCells);
  const tail = linesOf(head.tail, true, Number.MAX_SAFE_INTEGER).filter(isText).at(-1);
  const columns = ragged ? Math.max(headerCells.length, ...rows.map((row) => row.length)) : headerCells.length;
  if (columns > MAX_COLUMNS) {
    throw new InputRejected('UNKNOWN_LAYOUT', `The file has ${columns} columns; ${MAX_COLUMNS} are understood.`, {
      columns,
    });
  }
  return {
    holds: 'cells',
    delimiter,
    names: headerCells,
    rows,
    last: tail === undefined ? undefined : cellsOf(tail),
    header: header !== undefined,
    preambleLines,
    preamble: all.slice(0, preambleLines),
    comments,
    width: columns,
    ragged,
  };
}

function sameCells(row: readonly string[], header: readonly string[]): boolean {
  return row[0] === header[0] && row.every((cell, index) => cell === header[index]);
}

function bestDelimiter(lines: readonly string[]): Delimiter {
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: 0 };
  for (const delimiter of DELIMITERS) {
    const score = scoreOf(lines, delimiter);
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

interface Line {
  readonly at: number;
  readonly cells: readonly string[];
}

/** The header is above the first record, and its cells are names: the line with the most known ones, else the first. */
function findHeader(lines: readonly Line[], width: number): Line | undefined {
  const isRecord = ({ cells }: Line) =>
    cells.length >= 2 &&
    Math.abs(cells.length - width) <= 1 &&
    cells.some(isDate) &&
    cells.filter(recognisable).length >= 2 &&
    !cells.every((cell) => /^\s*\D/.test(cell));
  // Numbers of a contract above the table may look like one, and stand alone.
  const filled = lines.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const begin = filled.find((line, at) => isRecord(line) && filled.slice(at + 1, at + 2).some(isRecord));
  const firstRecord = begin ? lines.indexOf(begin) : lines.findIndex(isRecord);
  const above = (firstRecord < 0 ? lines : lines.slice(0, firstRecord)).filter(({ cells }) =>
    cells.some((cell) => cell.trim() !== ''),
  );
  const named = above.filter(
    ({ cells }) => (cells.length > 1 || width === 1) && cells.some((cell) => /\p{L}/u.test(cell)),
  );
  // A preamble may be a table of its own; the header is as wide as the records.
  const fitting = named.filter(({ cells }) => isWide(cells, width) && knownNames(cells) > 0);
  let best: Line | undefined;
  let bestScore = 0;
  for (const line of fitting.length > 0 ? fitting : named) {
    const score =
      3 * knownNames(line.cells) +
      (isWide(line.cells, width) ? 2 : 0) +
      line.cells.filter((cell) => cell.trim() !== '').length / Math.max(1, width);
    if (score > bestScore) [best, bestScore] = [line, score];
  }
  // A sentence above the table may name as much as its heading, which stands right above the records.
  const nearest = above.at(-1);
  if (best && nearest && fitting.includes(nearest) && NEAREST * knownNames(nearest.cells) >= knownNames(best.cells))
    return nearest;
  // Nor does `Unit,kWh` name anything but itself: right above the records stand names of all their cells.
  const namesAll = nearest && named.includes(nearest) && nearest.cells.length === width;
  if (best && namesAll && width > MOST_OF_A_LINE && !isWide(best.cells, width)) return nearest;
  return best ?? (firstRecord < 0 ? above[0] : undefined);
}

/** Cells of a line above a table that says something by itself. */
const MOST_OF_A_LINE = 3;

/** The heading right above the records may have so many times fewer known names than another line. */
const NEAREST = 3;

/** Whether a line has about so many cells, trailing separators counted or not. */
function isWide(cells: readonly string[], width: number): boolean {
  const filled = cells.findLastIndex((cell) => cell.trim() !== '') + 1;
  return Math.abs(cells.length - width) <= 1 || Math.abs(filled - width) <= 1;
}

/** Whether the heading goes on behind the last cell of nearly all records, with names of nothing. */
function endsBeforeHeading(rows: readonly (readonly string[])[], header: readonly string[]): boolean {
  const width = commonest(rows.map((row) => row.length));
  return width > 1 && width < header.length && rows.filter((row) => row.length === width).length > 0.9 * rows.length;
}

/** Whether many records end in separators more than the header has, or the header in more than they have. */
function isRagged(rows: readonly (readonly string[])[], header: readonly string[]): boolean {
  const uneven = rows.filter(
    (row) =>
      row.length !== header.length &&
      [...row.slice(header.length), ...header.slice(row.length)].every((cell) => cell.trim() === ''),
  );
  return uneven.length > rows.length / 10;
}

/** Cells of a column that hold something. */
export function columnTexts(sample: Sample, column: { readonly index: number }): string[] {
  return sample.rows.flatMap((row) => {
    const cell = row[column.index] ?? '';
    return cell.trim() === '' ? [] : [cell];
  });
}
