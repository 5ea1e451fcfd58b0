/** Finds out from the beginning of a text how its table is framed: separator, rows of headings, titles between its blocks. */
import { splitCells } from './csv.ts';

export type Separator = ',' | ';' | '\t' | '|' | ' ';
const SEPARATORS: readonly Separator[] = [';', '\t', '|', ','];

export interface Plan {
  readonly separator: Separator;
  /** Lines of the text before the first record, the heading's among them. */
  readonly recordsFrom: number;
  /** Names of the columns, each joined from the rows of its heading. */
  readonly names: readonly string[];
  /** The rows of the heading as they stand: one that comes again is none of the records. */
  readonly headings: readonly (readonly string[])[];
  /** Cells that a record has at least; the others are optional. */
  readonly least: number;
}

const LINES_LOOKED_AT = 500;
const MAX_HEADING_ROWS = 6;

/** White space of any kind around a cell is not part of it, and a run of spaces separates as one does. */
export function cellsOf(line: string, separator: Separator): string[] {
  if (separator === ' ') return line.trim().split(/ +/);
  return splitCells(line, separator).map((cell) => cell.replace(/[\u00a0\u2007\u202f]/g, ' ').trim());
}

const DATE = /(^|\D)(\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./ ](\d{1,2}|[A-Za-z]{3,9})[-./ ]\d{2,4}|\d{4}年\d{1,2}月)/;
/** Seconds or milliseconds since 1970, of 1989 to 2034: serial numbers have as many digits. */
const EPOCH = /^([6-9]\d{8}|1\d{9}|20[0-4]\d{7})(\.\d+|\d{3})?$/;
const COMPACT = /^(19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])(\d{4}|\d{6})?$/;
const NUMBER = /^[-+]?[\d.,']*\d([eE][-+]?\d+)?( ?[A-Za-z%]{1,5})?$/;

export function isTime(cell: string): boolean {
  return DATE.test(cell) || EPOCH.test(cell) || COMPACT.test(cell);
}

/** A time and something beside it, even where that is empty. */
export function isRecord(cells: readonly string[]): boolean {
  const time = cells.findIndex(isTime);
  return time >= 0 && cells.some((cell, at) => at !== time && NUMBER.test(cell));
}

/** Rows of separators, dashes and white space. */
export function isBlank(line: string): boolean {
  return /^[\s\u00a0,;|"'=_*#+-]*$/.test(line);
}

interface Cut {
  readonly separator: Separator;
  readonly rows: readonly (readonly string[])[];
  readonly records: readonly number[];
  readonly width: number;
}

function cutBy(lines: readonly string[], separator: Separator): Cut | undefined {
  const rows = lines.map((line) => (isBlank(line) ? [] : cellsOf(line, separator)));
  const records = rows.flatMap((cells, at) => (cells.length > 1 && isRecord(cells) ? at : []));
  const width = commonest(records.map((at) => rows[at]?.length ?? 0));
  return records.length > 0 && width > 1 ? { separator, rows, records, width } : undefined;
}

function commonest(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([x, n], [y, m]) => m - n || y - x)[0]?.[0] ?? 0;
}

function bestCut(lines: readonly string[]): Cut | undefined {
  const alike = ({ rows, records, width }: Cut) => records.filter((at) => rows[at]?.length === width).length;
  const cuts = SEPARATORS.flatMap((separator) => cutBy(lines, separator) ?? []);
  if (cuts.length > 0) return cuts.reduce((best, cut) => (alike(cut) > alike(best) ? cut : best));
  const spaced = cutBy(lines, ' ');
  return spaced && alike(spaced) > 0.9 * lines.filter((line) => !isBlank(line)).length ? spaced : undefined;
}

/** @returns undefined for a text that is a plain table, or none */
export function planOf(text: string): Plan | undefined {
  const lines = text.split(/\r\n|\n|\r/).slice(0, LINES_LOOKED_AT);
  if (lines.some((line) => line.startsWith('#'))) return undefined;
  // A cell that goes on in the next line.
  if (lines.some((line) => (line.split('"').length - 1) % 2 === 1)) return undefined;
  const cut = bestCut(lines);
  if (!cut) return undefined;
  const { separator, rows, records, width } = cut;
  const first = records[0] ?? 0;
  const headings = headingsAbove(rows, first, width);
  const epochFirst = headings.length === 0 && first === 0 && EPOCH.test(rows[0]?.[0] ?? '');
  if (headings.length === 0 && !epochFirst && separator !== ' ') return undefined;
  const names = headings.length > 0 ? joined(headings, width) : namesOfLog(width, epochFirst);
  const body = records.map((at) => rows[at] ?? []);
  const least = leastOf(body, names.length);
  const framed =
    separator === ' ' ||
    epochFirst ||
    headings.length > 1 ||
    comesAgain(rows.slice(first), headings) ||
    body.some((cells) => cells.length < names.length && cells.length >= least) ||
    /[\u00a0\u202f]\s*("?[,;\t|]|"?\s*$)|\d[\u00a0\u202f]\D/m.test(lines.slice(first).join('\n'));
  return framed ? { separator, recordsFrom: first, names, headings, least } : undefined;
}

/** A log without a heading: a time, and one value or several. */
function namesOfLog(width: number, epochFirst: boolean): string[] {
  const [time, count] = epochFirst ? (['timestamp', width - 1] as const) : (['column 1', width - 1] as const);
  return [time, ...Array.from({ length: count }, (_, at) => valueName(at, count, epochFirst))];
}

function valueName(at: number, count: number, epochFirst: boolean): string {
  if (!epochFirst) return `column ${at + 2}`;
  return count === 1 ? 'value' : `value ${at + 1}`;
}

/** The rows of names directly above the first record: with a letter, without a time, and about as wide as the records. */
function headingsAbove(rows: readonly (readonly string[])[], first: number, width: number): (readonly string[])[] {
  const found: (readonly string[])[] = [];
  for (let at = first - 1; at >= 0 && found.length < MAX_HEADING_ROWS; at -= 1) {
    const cells = rows[at] ?? [];
    const filled = cells.filter((cell) => cell !== '').length;
    const names = cells.some((cell) => /\p{L}/u.test(cell)) || found.length > 0;
    if (
      !names ||
      cells.some(isTime) ||
      holdsReadings(cells) ||
      Math.abs(cells.length - width) > 1 ||
      filled < Math.max(2, (width - 1) * 0.6)
    )
      break;
    found.unshift(cells);
  }
  return found;
}

/** A record whose time is damaged is none of the headings: names have hardly small numbers in two places, serial numbers are long. */
function holdsReadings(cells: readonly string[]): boolean {
  return cells.filter((cell) => /^-?\d{1,4}([.,]\d+)?$/.test(cell)).length > 1;
}

const UNIT_CELL = /^[[(]?((k|m|M|G)?(W|Wh|VA|VAh|var|varh|VAr|VArh|V|A|J)|Hz|%|°C|°F|l|m3|m³|€|EUR|ct|h|min)[\])]?$/;
const FORM_OF_TIME = /^[[(]?([dDjJ]{1,2}|[mM]{1,2}|[yYjJ]{2,4})([-./ :][dDmMyYjJhHsS]{1,4}){1,5}[\])]?$/;

/** Names above, units or serial numbers below: a row that says the same of every column tells none apart. */
function joined(headings: readonly (readonly string[])[], width: number): string[] {
  const telling = headings.filter((cells) => {
    const values = cells.slice(1).filter((cell) => cell !== '');
    return values.length < 2 || new Set(values).size > 1 || cells.slice(1).some((cell) => UNIT_CELL.test(cell));
  });
  const rows = telling.length > 0 ? telling : headings.slice(-1);
  const columns = Math.max(width, ...headings.map((cells) => cells.findLastIndex((cell) => cell !== '') + 1));
  return Array.from({ length: columns }, (_, column) => {
    const words: string[] = [];
    for (const cells of column === 0 ? headings : rows) {
      const cell = cells[column] ?? '';
      if (cell === '' || words.includes(cell)) continue;
      if (rows.length > 1 && FORM_OF_TIME.test(cell)) continue;
      const unit = rows.length > 1 && words.length > 0 ? UNIT_CELL.exec(cell)?.[1] : undefined;
      words.push(unit ? `[${unit}]` : cell);
    }
    if (words.length === 0 && column === 0) return 'timestamp';
    return words.join(' ');
  });
}

/** Cells that most records have filled, up to the last such column. */
function leastOf(records: readonly (readonly string[])[], width: number): number {
  for (let column = width - 1; column > 0; column -= 1) {
    if (records.filter((cells) => (cells[column] ?? '') !== '').length > records.length / 2) return column + 1;
  }
  return 1;
}

/** Whether the heading, or a title, stands among the records once more. */
function comesAgain(rows: readonly (readonly string[])[], headings: readonly (readonly string[])[]): boolean {
  return headings.length > 0 && rows.some((cells) => isHeadingLike(cells, headings));
}

/** A row without a time of which a cell is that of the heading in its place. */
export function isHeadingLike(cells: readonly string[], headings: readonly (readonly string[])[]): boolean {
  if (cells.some(isTime)) return false;
  return headings.some((heading) =>
    cells.some((cell, at) => cell !== '' && cell === heading[at] && /\p{L}/u.test(cell)),
  );
}
