/** The rows of a table's heading, told from a preamble as wide as the table, and the names that they make together. */
import { idNameOf, namesTime } from '../vocabulary/column-names.ts';
import { FLOW_WORDS } from '../vocabulary/flow-words.ts';
import { tokensOf } from '../vocabulary/tokens.ts';
import { conceptsOfToken } from '../vocabulary/vocabulary.ts';
import { isTime } from './cells.ts';

type Cells = readonly string[];

const UNIT_CELL = /^[[(]?((k|m|M|G)?(W|Wh|VA|VAh|var|varh|VAr|VArh|V|A|J)|Hz|%|°C|°F|l|m3|m³|€|EUR|ct|h|min)[\])]?$/;

/**
 * @param headings rows directly above the records, each as wide as they are
 * @returns those that belong to the heading. Where the last one names each column by itself, a row above it counts only
 *   if it begins as a heading does, or says a unit or a direction of half of the columns.
 */
export function withoutPreamble(headings: readonly Cells[]): Cells[] {
  const last = headings.at(-1) ?? [];
  if (headings.length < 2 || !isWhole(last)) return [...headings];
  const isLong = last.some((cell) => idNameOf(cell) !== undefined);
  const from = headings.findLastIndex((cells, at) => at < headings.length - 1 && !isMore(cells, isLong));
  return headings.slice(from + 1);
}

/** A time, and a name of its own for every other column. */
function isWhole(cells: Cells): boolean {
  return cells.some(namesTime) && !cells.includes('') && new Set(cells).size === cells.length;
}

/** @param isLong a column below holds names, so that the columns are not named by meters */
function isMore(cells: Cells, isLong: boolean): boolean {
  const [first = '', ...others] = cells;
  const telling = others.filter((cell) => UNIT_CELL.test(cell) || saysFlow(cell)).length;
  if (first === '' || namesTime(first) || telling >= others.length / 2) return true;
  return !isLong && idNameOf(first) !== undefined;
}

export function saysFlow(cell: string): boolean {
  return flowWordsOf(cell).length > 0;
}

/** Which flows its words may be of, in the order of the words. */
export function flowWordsOf(cell: string): string[] {
  return tokensOf(cell).flatMap((token) => conceptsOfToken(token).filter((each) => Object.hasOwn(FLOW_WORDS, each)));
}

const ZONE = /^[A-Z][A-Za-z]+\/[A-Z][A-Za-z_/+-]+(?: \([+-]\d\d:\d\d\))?$/;
const MAX_HEADING_ROWS = 6;
/** Serial numbers are long. */
export const SMALL_NUMBER = /^-?\d{1,4}([.,]\d+)?$/;

/**
 * The rows of names directly above the first record: with a letter, without a time, and about as wide as the records.
 */
export function headingsAbove(rows: readonly Cells[], first: number, width: number): Cells[] {
  const found: Cells[] = [];
  for (let at = first - 1; at >= 0 && found.length < MAX_HEADING_ROWS; at -= 1) {
    const cells = rows[at] ?? [];
    // A date that stands for the rows below it was carried into them.
    if (cells.length === 0 && found.length === 0 && first - at <= 2) continue;
    const filled = cells.filter((cell) => cell !== '').length;
    const names = cells.some((cell) => /\p{L}/u.test(cell)) || found.length > 0;
    // The zone of the times, in a row between their names and their units.
    if (found.length > 0 && filled === 1 && ZONE.test(cells[0] ?? '')) {
      found.unshift(cells);
      continue;
    }
    if (
      !names ||
      holdsTime(cells) ||
      holdsReadings(cells) ||
      Math.abs(cells.length - width) > 1 ||
      filled < Math.max(2, (width - 1) * 0.6)
    )
      break;
    found.unshift(cells);
  }
  const [top = [], ...names] = found;
  // Names that come again, as `Heating` of what is used and of what is given, are told apart by their groups.
  const own = names.length > 0 && areShared(names) ? groupsAbove(top, names, width) : undefined;
  if (own) return [own, ...names];
  const groups = found.length > 0 ? groupsAbove(rows[first - found.length - 1] ?? [], found, width) : undefined;
  return groups ? [groups, ...found] : withoutPreamble(found);
}

/** Digits behind an empty first cell are serial numbers, which may be as long as seconds since 1970. */
function holdsTime(cells: Cells): boolean {
  return cells.some((cell) => isTime(cell) && !(cells[0] === '' && /^\d+$/.test(cell)));
}

function areShared(headings: readonly Cells[]): boolean {
  const last = headings.at(-1) ?? [];
  const names = last.filter((cell) => cell !== '' && !UNIT_CELL.test(cell));
  return new Set(names).size < names.length;
}

/** `(kWh)` behind a name, and not `(El 4)`. */
function namesUnit(cell: string): boolean {
  return [...cell.matchAll(/[[(][^[\]()]+[\])]/g)].some(([unit]) => UNIT_CELL.test(unit));
}

/**
 * A row above the headings that names groups of columns, each in the first column of its group: `Gas [m3]` above the
 * stand and the use of gas. Each column gets the name of its group, but for one that names a unit of its own beside
 * that of the group; what stands above the times is no group.
 * @returns undefined for any other row
 */
function groupsAbove(cells: Cells, headings: readonly Cells[], width: number): string[] | undefined {
  const filled = cells.filter((cell) => cell !== '');
  const [first = ''] = cells;
  const groups =
    filled.length >= 2 &&
    filled.length < cells.length &&
    (first === '' || namesTime(first)) &&
    Math.abs(cells.length - width) <= 1;
  if (!groups || !filled.every((cell) => /\p{L}/u.test(cell)) || cells.some(isTime)) return undefined;
  // A group that is named above each of its columns does not go on above the next one.
  const named = cells.some((cell, column) => cell !== '' && cell === cells[column - 1]);
  let group = '';
  return cells.map((cell, column) => {
    if (cell !== '' || named) group = namesTime(cell) ? '' : cell;
    const own = headings.some((heading) => namesUnit(heading[column] ?? ''));
    return cell === '' && own && namesUnit(group) ? '' : group;
  });
}

/**
 * A record whose time is damaged is none of the headings: names have hardly small numbers in two places, serial numbers
 * are long.
 */
function holdsReadings(cells: Cells): boolean {
  return cells.filter((cell) => SMALL_NUMBER.test(cell)).length > 1;
}

const FORM_OF_TIME = /^[[(]?([dDjJ]{1,2}|[mM]{1,2}|[yYjJ]{2,4})([-./ :][dDmMyYjJhHsS]{1,4}){1,5}[\])]?$/;

/** Whether a row of the heading says something else of its columns than of all: a unit, or names that differ. */
export function isTelling(cells: Cells): boolean {
  const values = cells.slice(1).filter((cell) => cell !== '');
  return values.length < 2 || new Set(values).size > 1 || cells.slice(1).some((cell) => UNIT_CELL.test(cell));
}

/** Names above, units or serial numbers below: a row that says the same of every column tells none apart. */
export function joined(headings: readonly Cells[], width: number): string[] {
  const telling = headings.filter(isTelling);
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

/** A log without a heading: a time, and one value or several. */
export function namesOfLog(width: number, epochFirst: boolean): string[] {
  const [time, count] = epochFirst ? (['timestamp', width - 1] as const) : (['column 1', width - 1] as const);
  return [time, ...Array.from({ length: count }, (_, at) => valueName(at, count, epochFirst))];
}

function valueName(at: number, count: number, epochFirst: boolean): string {
  if (!epochFirst) return `column ${at + 2}`;
  return count === 1 ? 'value' : `value ${at + 1}`;
}
