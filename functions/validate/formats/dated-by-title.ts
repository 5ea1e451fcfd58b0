/**
 * Tables whose date stands above them: times of day below a title with the day, days and months below one with the
 * year, hours of a week below its end. A view of the last 24 hours, 7 days or 31 days ends at the moment that the title
 * names. Each record gets its whole time.
 */
import type { Decision } from '../../../shared/readings/layout.ts';
import { LINE_BREAK } from '../../../shared/text/lines.ts';
import { HEAD_BYTES, linesOf } from '../open/index.ts';
import { CLOSING_LINE } from '../vocabulary/column-names.ts';
import { isBlankText, isNumber, isTime, trimmed } from './cells.ts';
import { SEPARATORS, splitCells } from './csv.ts';
import { completed } from './partial-times.ts';
import { plannedTable } from './planned-table.ts';
import type { Row } from './rows.ts';
import { dateInTitle, type TitleDate } from './title-date.ts';

type Cells = readonly string[];

interface Plan {
  readonly separator: (typeof SEPARATORS)[number];
  /** Rows before the first record, the heading the last that is not blank. */
  readonly recordsFrom: number;
  readonly heading: number;
  readonly width: number;
  readonly title: TitleDate;
  /** Of each record. */
  readonly times: Cells;
}

export const datedByTitle = plannedTable({
  name: 'dated-by-title',
  planOf: ({ text, whole }) => (whole ? planOf(text) : undefined),
  rows: rowsOf,
  separatorOf: ({ separator }) => separator,
  decide,
});

/** A day, a week, a month: longer tables have dates of their own. */
const MOST_ROWS = 1500;
const RECORDS_NEEDED = 2;
const CLOSING = new RegExp(CLOSING_LINE, 'i');

function planOf(text: string): Plan | undefined {
  if (text.length > HEAD_BYTES || /^\s*[<[{]/.test(text)) return undefined;
  const lines = text.split(LINE_BREAK);
  if (lines.length > MOST_ROWS) return undefined;
  for (const separator of SEPARATORS) {
    const plan = planWith(separator, lines);
    if (plan) return plan;
  }
  return undefined;
}

function planWith(separator: Plan['separator'], lines: readonly string[]): Plan | undefined {
  const rows = lines.map((line) => cellsOf(line, separator));
  const isRecord = (cells: Cells) => cells.length > 1 && cells[0] !== '' && cells.slice(1).some(isNumber);
  const recordsFrom = rows.findIndex((cells) => isRecord(cells) && !cells.some(isTime));
  const records = rows.slice(recordsFrom).filter(isKept);
  if (recordsFrom < 1 || records.length < RECORDS_NEEDED || records.some((cells) => cells.some(isTime)))
    return undefined;
  const title = dateInTitle(lines.slice(0, recordsFrom));
  const times =
    title &&
    completed(
      records.map(([time = '']) => time),
      title,
    );
  if (!title || !times) return undefined;
  const heading = rows.slice(0, recordsFrom).findLastIndex((cells) => cells.length > 1 && !cells.every(isBlankText));
  const width = Math.max(...records.map((cells) => cells.length));
  return heading < 0 ? undefined : { separator, recordsFrom, heading, width, title, times };
}

function cellsOf(line: string, separator: Plan['separator']): string[] {
  return splitCells(line, separator).map(trimmed);
}

function isKept(cells: Cells): boolean {
  return !cells.every(isBlankText) && !CLOSING.test(cells[0] ?? '');
}

async function* rowsOf(file: string, { separator, recordsFrom, heading, width, times }: Plan): AsyncGenerator<Row> {
  let [line, record] = [0, 0];
  for await (const raw of linesOf(file)) {
    line += 1;
    const cells = cellsOf(raw, separator);
    if (!isKept(cells) || /^sep=.$/i.test(raw.trim())) continue;
    const text = (some: Cells) => [some.filter((cell) => cell !== '').join('; ')];
    if (line - 1 === heading) {
      // What stands behind the names is of the whole table.
      const behind = cells.slice(width);
      if (behind.some((cell) => cell !== '')) yield { cells: text(behind), line, raw };
      yield { cells: cells.slice(0, width), line, raw };
    } else if (line <= recordsFrom) yield { cells: text(cells), line, raw };
    else {
      yield { cells: [times[record] ?? '', ...cells.slice(1)], line, raw };
      record += 1;
    }
  }
}

function decide({ times, title: { line } }: Plan): Decision[] {
  const [first = '', last = ''] = [times[0], times.at(-1)];
  const title = JSON.stringify(line.slice(0, 200));
  const why = `the records have no date of their own, and ${title} stands above them`;
  return [{ what: 'dates', chosen: `from ${first} to ${last}`, why }];
}
