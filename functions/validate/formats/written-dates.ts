/**
 * CSV whose dates stand in several columns (year and month, perhaps day, hour and minute; the hour and its quarter),
 * two in one cell (`du 11/10/23 au 21/10/23`), in words (`30 Ocak 2026`, `Jan 13, 2025`), with a letter for the hour
 * that comes twice (`3A`, `02:15A`), whose hours are written by their two ends (`00 - 01`) or behind the half of the
 * day (`오전 12:00`), or of which a spreadsheet flipped a part. They are written as dates that every table may have.
 */

import { commonest } from '../../../shared/order-statistics.ts';
import type { Delimiter } from '../../../shared/readings/layout.ts';
import { twoDigits } from '../../../shared/text/days.ts';
import { LINE_BREAK } from '../../../shared/text/lines.ts';
import { monthOfWord } from '../../../shared/text/month-words.ts';
import { linesOf } from '../open/index.ts';
import { CLOSING_LINE } from '../vocabulary/column-names.ts';
import { isBlankText, isTime } from './cells.ts';
import { SEPARATORS, splitCells } from './csv.ts';
import { areFlipped, flippedBack, flippedDecision, mayBeFlipped } from './flipped-dates.ts';
import { type HourParts, hourPartsAmong, nameOfHourParts, writtenHourPart } from './hour-parts.ts';
import {
  AGAIN_TWO,
  CLOCK,
  HALF_FIRST,
  HOUR,
  HOUR_TO_HOUR,
  isHourToHour,
  LETTERED,
  LETTERED_CLOCK,
  LETTERED_STAMP,
  STAMP,
  withoutHalf,
  withoutLetter,
} from './numbered-hours.ts';
import { plannedTable } from './planned-table.ts';
import type { Row } from './rows.ts';

export const writtenDates = plannedTable({
  name: 'written-dates',
  planOf: ({ text }) => planOf(text),
  rows: rowsOf,
  separatorOf: ({ delimiter }) => delimiter,
  decide: ({ flipped }) => (flipped === undefined ? [] : [flippedDecision(flipped)]),
});

type Cells = readonly string[];

/** What becomes of a column. */
type Column =
  | {
      readonly kind:
        | 'range'
        | 'words'
        | 'part'
        | 'hour'
        | 'hour-ends'
        | 'hours'
        | 'within'
        | 'half'
        | 'clock'
        | 'stamp'
        | 'end'
        | 'flipped';
    }
  | undefined;

/** Positions of the year and the month, of the day, and of the hour and the minute, as far as there are columns. */
type Parts = readonly number[];

interface Plan {
  readonly delimiter: Delimiter;
  /** Lines above the heading. */
  readonly above: number;
  readonly columns: readonly Column[];
  readonly parts: Parts | undefined;
  /** Columns of the hour and of its parts. */
  readonly within: HourParts | undefined;
  /** Name of the column whose dates a spreadsheet flipped. */
  readonly flipped: string | undefined;
}

const LINES_LOOKED_AT = 200;
const HEADING_WITHIN = 20;
const RECORDS_NEEDED = 3;
const NEARLY = 0.9;

const PART_NAMES: readonly (readonly string[])[] = [
  ['year', 'jahr', 'annee', 'ano', 'anno', 'jaar', 'ar', 'yyyy'],
  ['month', 'monat', 'mois', 'mes', 'mese', 'maand', 'maned', 'manad', 'mm'],
  ['day', 'tag', 'jour', 'dia', 'giorno', 'dag', 'dd'],
  ['hour', 'stunde', 'heure', 'hora', 'ora', 'uur', 'hh'],
  ['minute', 'minuto', 'minuut', 'minut', 'mi'],
];

const LETTERED_CELL = /(?:[;,\t|]"?|\d )0?[1-4](?:(?::[0-5]\d)?[ABX*]"?[;,\t|]|[AB](?::[0-5]\d){1,2}"?[;,\t|])/;

function planOf(text: string): Plan | undefined {
  if (/^\s*[<[{#]/.test(text)) return undefined;
  // A letter stands in one row of a year, and the 13th of a month behind twelve days.
  const all = text.split(LINE_BREAK);
  const lines = LETTERED_CELL.test(text) || mayBeFlipped(text) ? all : all.slice(0, LINES_LOOKED_AT);
  for (const delimiter of SEPARATORS) {
    const plan = planWith(delimiter, lines);
    if (plan) return plan;
  }
  return undefined;
}

function planWith(delimiter: Delimiter, lines: readonly string[]): Plan | undefined {
  const rows = lines.map((line) => splitCells(line, delimiter).map((cell) => cell.trim()));
  // Lines before the table may be of cells as well, of which they have fewer.
  const width = commonest(rows.filter((cells) => cells.length > 1).map((cells) => cells.length));
  const above = rows.findIndex(
    (cells, at) =>
      at < HEADING_WITHIN &&
      cells.length === width &&
      cells.some((cell) => /\p{L}/u.test(cell)) &&
      rows.slice(at + 1, at + 1 + RECORDS_NEEDED).length === RECORDS_NEEDED &&
      rows.slice(at + 1, at + 1 + RECORDS_NEEDED).every((each) => each.length === cells.length),
  );
  const heading = rows[above];
  if (!heading) return undefined;
  const records = rows.slice(above + 1).filter((cells) => cells.length === heading.length);
  const parts = partsAmong(heading, records);
  const dates = heading.flatMap((_, at) =>
    mostly(
      records.map((row) => row[at] ?? ''),
      isTime,
    )
      ? [at]
      : [],
  );
  const within = parts ? undefined : hourPartsAmong(records, dates);
  const columns = heading.map((_, at): Column => {
    if (parts?.includes(at)) return { kind: 'part' };
    if (within?.hour === at) return { kind: 'within' };
    if (within?.part === at) return { kind: 'end' };
    const cells = records.flatMap((row) => (row[at] ? [row[at]] : []));
    if (cells.some((cell) => LETTERED.test(cell)) && cells.every((cell) => HOUR.test(cell)))
      return { kind: cells.some((cell) => AGAIN_TWO.test(cell)) && cells.includes('2') ? 'hour-ends' : 'hour' };
    if (cells.some((cell) => LETTERED_CLOCK.test(cell)) && cells.every((cell) => CLOCK.test(cell)))
      return { kind: 'clock' };
    if (cells.some((cell) => LETTERED_STAMP.test(cell)) && mostly(cells, (cell) => STAMP.test(cell)))
      return { kind: 'stamp' };
    if (areFlipped(cells)) return { kind: 'flipped' };
    if (mostly(cells, isHourToHour)) return { kind: 'hours' };
    if (mostly(cells, isRange)) return { kind: 'range' };
    if (mostly(cells, (cell) => HALF_FIRST.test(cell))) return { kind: 'half' };
    return mostly(cells, isInWords) ? { kind: 'words' } : undefined;
  });
  // Ends would be before their starts where the clock goes back; the next row says where an interval ends.
  const isClock = (each: Column) => each?.kind === 'clock' || each?.kind === 'stamp';
  const start = columns.findIndex(isClock);
  const kept = columns.map((each, at): Column => (isClock(each) && at !== start ? { kind: 'end' } : each));
  const flipped = heading[kept.findIndex((each) => each?.kind === 'flipped')];
  return kept.some((each) => each !== undefined)
    ? { delimiter, above, columns: kept, parts, within, flipped }
    : undefined;
}

function mostly(cells: Cells, is: (cell: string) => boolean): boolean {
  return cells.length >= RECORDS_NEEDED && cells.filter(is).length >= NEARLY * cells.length - 1 && cells.some(is);
}

function partsAmong(heading: Cells, records: readonly Cells[]): Plan['parts'] {
  const names = heading.map((name) =>
    name
      .normalize('NFKD')
      .replace(/[^a-z]/gi, '')
      .toLowerCase(),
  );
  const [year = -1, month = -1, day = -1, hour = -1, minute = -1] = PART_NAMES.map((known) =>
    names.findIndex((name) => known.includes(name)),
  );
  if (year < 0 || month < 0) return undefined;
  const clock = hour < 0 || minute < 0 ? [] : [hour, minute];
  const parts: Parts = day < 0 ? [year, month] : [year, month, day, ...clock];
  const dates = records.map((row) => dateOf(row, parts) ?? '');
  return mostly(dates, (date) => date !== '') ? parts : undefined;
}

function dateOf(cells: Cells, parts: Parts): string | undefined {
  const [y = '', m = '', d, hour, minute] = parts.map((at) => cells[at] ?? '');
  const month = /^\d{1,2}$/.test(m) ? Number(m) : monthOfWord(m);
  if (!/^(?:19|20)\d\d$/.test(y) || month === undefined) return undefined;
  if (d === undefined) return `${y}-${twoDigits(month)}`;
  if (!/^\d{1,2}$/.test(d)) return undefined;
  const date = `${y}-${twoDigits(month)}-${twoDigits(Number(d))}`;
  return hour === undefined || minute === undefined
    ? date
    : `${date} ${twoDigits(Number(hour))}:${twoDigits(Number(minute))}`;
}

const DATE = String.raw`\d{1,4}[\s./-]+(?:\d{1,2}|\p{L}{3,12}\.?)[\s./-]+\d{2,4}`;
const RANGE = new RegExp(
  String.raw`^(?:du|vom|from|del?|dal|van|fra|od)?\s*(${DATE})` +
    String.raw`\s*(?:-|–|—|to|bis|au|al|a|até|ate|tot|til|do)\s*(${DATE})$`,
  'iu',
);
const WORDS = /^(?:\p{L}{2,12}\.?,?\s+)?(\d{1,2})\.?[\s/-]+(\p{L}{3,12})\.?[\s,/-]+(\d{2,4})(\s.*)?$/u;

/** `Jan 13, 2025`, `Monday, January 13 2025 2:00 PM` */
const MONTH_FIRST = new RegExp(
  String.raw`^(?:\p{L}{2,12}\.?,\s*)?(\p{L}{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)` +
    String.raw`(?:(?:,|\s+at)?(\s+\d.*))?$`,
  'iu',
);

/** `Tue Aug 20 00:15:00 MDT 2024`, as Java and the shell write a time. */
const YEAR_LAST =
  /^(?:\p{L}{2,12}\s+)?(\p{L}{3,12})\s+(\d{1,2})\s+(\d\d:\d\d(?::\d\d)?(?:\s+[A-Z]{3,4})?)\s+((?:19|20)\d\d)$/u;

function isRange(cell: string): boolean {
  const found = RANGE.exec(cell);
  return found !== null && [found[1], found[2]].every((date) => date !== undefined && isDate(date));
}

function isDate(text: string): boolean {
  const word = /\p{L}{3,}/u.exec(text)?.[0];
  return word === undefined || monthOfWord(word) !== undefined;
}

/** English months are read as they stand. */
function isInWords(cell: string): boolean {
  const word = inOrder(cell)?.[1];
  return word !== undefined && monthOfWord(word) !== undefined;
}

/** The cell, its month, day and year, and what stands behind them. */
function inOrder(cell: string): readonly string[] | undefined {
  const [all = '', day = '', month = '', year = '', rest = ''] = WORDS.exec(cell) ?? [];
  if (all !== '') return [all, month, day, year, rest];
  const [whole = '', word = '', number = '', clock = '', last = ''] = YEAR_LAST.exec(cell) ?? [];
  return whole === '' ? (MONTH_FIRST.exec(cell) ?? undefined) : [whole, word, number, last, ` ${clock}`];
}

function inNumbers(cell: string): string {
  const [, month = '', day = '', year = '', rest = ''] = inOrder(cell) ?? [];
  const number = monthOfWord(month);
  if (number === undefined) return cell;
  return `${year.length === 2 ? `20${year}` : year}-${twoDigits(number)}-${twoDigits(Number(day))}${rest}`;
}

/** A closing line names no date. */
const TOTAL = new RegExp(CLOSING_LINE, 'i');

async function* rowsOf(file: string, plan: Plan): AsyncGenerator<Row> {
  let line = 0;
  for await (const raw of linesOf(file)) {
    line += 1;
    if (isBlankText(raw)) continue;
    const cells = splitCells(raw, plan.delimiter).map((cell) => cell.trim());
    if (line <= plan.above) yield { cells: [cells.filter((cell) => cell !== '').join('; ')], line, raw };
    else if (line === plan.above + 1) yield { cells: headingOf(cells, plan), line, raw };
    else if (!TOTAL.test(cells.find((cell) => cell !== '') ?? '')) yield { cells: recordOf(cells, plan), line, raw };
  }
}

function headingOf(cells: Cells, { columns, parts, within }: Plan): Cells {
  const own = cells.flatMap((name, at) => {
    const kind = columns[at]?.kind;
    if (kind === 'within') return within ? [nameOfHourParts(within)] : [];
    if (kind === 'hour' || kind === 'hour-ends' || kind === 'hours') return ['time'];
    return kind === 'part' || kind === 'end' ? [] : kind === 'range' ? ['start', 'end'] : [name];
  });
  return parts ? ['date', ...own] : own;
}

function recordOf(cells: Cells, { columns, parts, within }: Plan): Cells {
  const own = cells.flatMap((cell, at) => {
    switch (columns[at]?.kind) {
      case 'part':
      case 'end':
        return [];
      case 'within':
        return within ? [writtenHourPart(cells, within)] : [];
      case 'range': {
        const found = RANGE.exec(cell);
        return found ? [inNumbers(found[1] ?? ''), inNumbers(found[2] ?? '')] : [cell, ''];
      }
      case 'words':
        return [inNumbers(cell)];
      case 'half':
        return [withoutHalf(cell)];
      case 'hour':
        return [HOUR.test(cell) ? `${twoDigits(Number.parseInt(cell, 10) - 1)}:00` : cell];
      case 'hour-ends':
        return [HOUR.test(cell) ? `${twoDigits(Number.parseInt(cell, 10) - (AGAIN_TWO.test(cell) ? 0 : 1))}:00` : cell];
      case 'hours':
        return [HOUR_TO_HOUR.test(cell) ? `${twoDigits(Number.parseInt(cell, 10))}:00` : cell];
      case 'clock':
        return [cell.replace(/[AB]$/, '')];
      case 'stamp':
        return [withoutLetter(cell)];
      case 'flipped':
        return [flippedBack(cell)];
      default:
        return [cell];
    }
  });
  return parts ? [dateOf(cells, parts) ?? parts.map((at) => cells[at]).join('-'), ...own] : own;
}
