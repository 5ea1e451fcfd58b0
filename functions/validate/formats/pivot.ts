/**
 * Tables with dates on two sides: years as rows and months as columns or the other way round, days as rows and months
 * as columns, hours as rows and days as columns, hours of days as rows and their minutes as columns. Each cell becomes
 * a record, in the order of time. Days as rows and hours as columns are read as they stand.
 */
import type { Decision } from '../../../shared/readings/layout.ts';
import { unitIn } from '../../../shared/readings/units.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { clockAt, twoDigits } from '../../../shared/text/days.ts';
import { LINE_BREAK } from '../../../shared/text/lines.ts';
import { linesOf } from '../open/index.ts';
import { CLOSING_LINE } from '../vocabulary/column-names.ts';
import { isBlankText, trimmed } from './cells.ts';
import { SEPARATORS, splitCells } from './csv.ts';
import { saysFlow } from './heading-rows.ts';
import { ACROSS, type Across, type Down, fillAnHour, type Label, labelOf, numberedMonths } from './pivot-labels.ts';
import { plannedTable } from './planned-table.ts';
import type { Row } from './rows.ts';

type Cells = readonly string[];

export interface Pivot {
  /** Rows above the heading. */
  readonly above: number;
  readonly across: Across;
  readonly down: Down;
  /** The label of each column of values, by its place. */
  readonly columns: ReadonlyMap<number, Label>;
  /** Column of the labels of the rows. */
  readonly labels: number;
  /** Other columns before the values, such as a meter, and their names. */
  readonly others: ReadonlyMap<number, string>;
  /** Of days below months that name none. */
  readonly year: number | undefined;
  /** Number of the first hour of a day, where hours are rows. */
  readonly hoursFrom: 0 | 1;
  /** What the values are called. */
  readonly value: string;
}

export const pivot = plannedTable({
  name: 'pivot',
  planOf: ({ text }) => planOf(text),
  rows: (file, plan) => pivoted(linesAsRows(file, plan.separator), plan.pivot),
  separatorOf: ({ separator }) => separator,
  decide: (plan) => [decisionOf(plan.pivot)],
});

/** What may stand beside each kind of columns, the likelier first. */
const BESIDE: Readonly<Record<Across, readonly Down[]>> = {
  date: ['clock', 'hour'],
  month: ['year', 'day', 'name'],
  year: ['month'],
  minute: ['full-hour'],
};

const HEADING_WITHIN = 20;
const ROWS_LOOKED_AT = 500;
const COLUMNS_NEEDED = 2;
/** Part of the rows that have a label; sums and remarks have none. */
const NEARLY = 0.8;
const MAX_CELLS = 2_000_000;
const CLOSING = new RegExp(CLOSING_LINE, 'i');
/** Columns that are worked out from the others. */
const WORKED_OUT = /^(average|avg|mean|durchschnitt|mittel(wert)?|moyenne|media|promedio|gemiddelde|min|max)\b/i;

function planOf(text: string): { pivot: Pivot; separator: (typeof SEPARATORS)[number] } | undefined {
  if (/^\s*[<[{]/.test(text)) return undefined;
  const lines = text.split(LINE_BREAK).slice(0, ROWS_LOOKED_AT);
  for (const separator of SEPARATORS) {
    const found = pivotOf(lines.map((line) => splitCells(line, separator).map(trimmed)));
    if (found) return { pivot: found, separator };
  }
  return undefined;
}

/** @param rows the first of a table, of trimmed cells */
export function pivotOf(rows: readonly Cells[]): Pivot | undefined {
  for (const [at, cells] of rows.slice(0, HEADING_WITHIN).entries()) {
    const found = columnsOf(cells);
    if (!found) continue;
    const below = rows.slice(at + 1).filter((row) => !row.every(isBlankText) && !closes(row));
    const [first = 0] = found.columns.keys();
    for (const down of BESIDE[found.across]) {
      const labels = cells.slice(0, first).findIndex((_, column) => areLabels(below, column, down, found.columns.size));
      const years = yearsIn(rows.slice(0, at));
      const ofRows = down === 'day' || down === 'name';
      const hasYear = found.across !== 'month' || !ofRows || [...found.columns.values()].every(({ year }) => year);
      if (labels < 0 || !(hasYear || years.length === 1)) continue;
      // The hours of rows are those of days that stand beside them.
      if (down === 'full-hour' && !cells.slice(0, first).some((_, column) => areLabels(below, column, 'date', 0)))
        continue;
      const others = cells.slice(0, first).flatMap((name, column): [number, string][] => {
        return column === labels && down !== 'name' ? [] : [[column, name]];
      });
      return {
        ...found,
        above: at,
        down,
        labels,
        others: new Map(others),
        year: hasYear ? undefined : years[0],
        hoursFrom: hoursFrom(below, labels, down),
        value: valueName(rows.slice(0, at), cells[labels] ?? ''),
      };
    }
  }
  return undefined;
}

/** The columns of values are one beside another; behind them stands nothing but what is worked out from them. */
function columnsOf(cells: Cells): Pick<Pivot, 'across' | 'columns'> | undefined {
  for (const across of ACROSS) {
    const labelled = cells.flatMap((cell, at): [number, Label][] => {
      const label = labelOf(across, cell);
      return label ? [[at, label]] : [];
    });
    const numbers = across === 'month' && labelled.length === 0 ? numberedMonths(cells) : undefined;
    const columns: ReadonlyMap<number, Label> = numbers ?? new Map(labelled);
    const places = [...columns.keys()];
    const [first = 0, last = 0] = [places[0], places.at(-1)];
    const texts = new Set([...columns.values()].map(({ text }) => text));
    const isWhole = last - first + 1 === columns.size && first > 0 && texts.size === columns.size;
    const behind = cells.slice(last + 1).every((cell) => cell === '' || CLOSING.test(cell) || WORKED_OUT.test(cell));
    const isFull = across !== 'minute' || fillAnHour([...columns.values()]);
    if (columns.size >= COLUMNS_NEEDED && isWhole && isFull && behind) return { across, columns };
  }
  return undefined;
}

function areLabels(rows: readonly Cells[], column: number, down: Across | Down, columns: number): boolean {
  const labels = rows.flatMap((cells) => labelOf(down, cells[column] ?? '')?.text ?? []);
  const enough = labels.length >= 2 || (labels.length === 1 && columns >= 6);
  const hours = down !== 'hour' || labels.length >= 23;
  return enough && hours && labels.length >= NEARLY * rows.length;
}

/** Hours up to 24 without one of number 0 are numbered by their ends. */
function hoursFrom(rows: readonly Cells[], column: number, down: Down): 0 | 1 {
  const hours = new Set(rows.map((cells) => labelOf(down, cells[column] ?? '')?.number));
  return hours.has(24) && !hours.has(0) ? 1 : 0;
}

function closes(cells: Cells): boolean {
  const first = cells.find((cell) => cell !== '') ?? '';
  return CLOSING.test(first) || WORKED_OUT.test(first);
}

function yearsIn(rows: readonly Cells[]): number[] {
  return [...new Set(rows.flat().flatMap((cell) => cell.match(/(?<!\d)(?:19|20)\d\d(?!\d)/g) ?? []))].map(Number);
}

const LONGEST_TITLE = 80;

/** The title, or the heading above the labels, where it says a unit or a flow. */
function valueName(above: readonly Cells[], corner: string): string {
  const titles = above.map((cells) => cells.filter((cell) => cell !== '').join(' '));
  const telling = [corner, ...titles.toReversed()].filter((text) => text !== '' && text.length <= LONGEST_TITLE);
  return telling.find((text) => unitIn(text)) ?? telling.find(saysFlow) ?? 'value';
}

interface Value {
  readonly row: Row;
  readonly others: Cells;
  readonly time: Cells;
  readonly name: string;
  readonly value: string;
}

/**
 * @param rows of trimmed cells, from the first of the table on
 * @returns what stands above the heading, then a heading and a record for each cell
 * @throws InputRejected TOO_LARGE, or UNKNOWN_LAYOUT for a second heading
 */
export async function* pivoted(rows: AsyncIterable<Row>, plan: Pivot): AsyncGenerator<Row> {
  let count = 0;
  let heading: Row | undefined;
  const records: Row[] = [];
  for await (const row of rows) {
    count += 1;
    if (row.cells.every(isBlankText) || (heading && closes(row.cells))) continue;
    if (count <= plan.above) yield { ...row, cells: [row.cells.filter((cell) => cell !== '').join('; ')] };
    else if (!heading) heading = row;
    else records.push(checked(row, plan));
    if (records.length * plan.columns.size > MAX_CELLS)
      throw new InputRejected('TOO_LARGE', `The table has more than ${MAX_CELLS} cells. Upload parts of it.`);
  }
  const times = timesOf(plan);
  if (heading) yield { ...heading, cells: [...plan.others.values(), ...times, plan.value] };
  const names = heading?.cells ?? [];
  // Months of a year and minutes of an hour stand in its row; hours and days of a column follow one another in it.
  const places = [...plan.columns.keys()];
  const at = (row: Row, column: number) => valueAt(row, column, plan, names[column] ?? '');
  const values =
    plan.down === 'year' || plan.down === 'name' || plan.across === 'minute'
      ? records.flatMap((row) => places.map((column) => at(row, column)))
      : places.flatMap((column) => records.map((row) => at(row, column)));
  // Days that no month has, and what has not been measured yet.
  const filled = values.filter(({ time, value }) => value !== '' || time.every((text) => text !== ''));
  const [first, last] = [filled.findIndex(isFilled), filled.findLastIndex(isFilled)];
  for (const { row, others, time, name, value } of first < 0 ? filled : filled.slice(first, last + 1))
    yield {
      cells: [...others, ...time, value],
      line: row.line,
      raw: `${row.cells[plan.labels] ?? ''}, ${name}: ${value}`,
    };
}

function timesOf({ across, down }: Pivot): Cells {
  if (across === 'minute') return ['time'];
  return across === 'date' ? ['date', down === 'clock' ? 'time' : 'hour'] : ['timestamp'];
}

function isFilled({ value }: Value): boolean {
  return value !== '';
}

function checked(row: Row, { across, columns, labels, down }: Pivot): Row {
  const again = [...columns.keys()].filter((at) => labelOf(across, row.cells[at] ?? '') !== undefined).length;
  if (again <= columns.size / 2 || labelOf(down, row.cells[labels] ?? '')) return row;
  throw new InputRejected(
    'UNKNOWN_LAYOUT',
    `Another heading with dates stands on line ${row.line}. Split the file there and upload the parts.`,
    { line: row.line },
  );
}

function valueAt(row: Row, column: number, plan: Pivot, name: string): Value {
  const [above, beside] = [plan.columns.get(column), labelOf(plan.down, row.cells[plan.labels] ?? '')];
  return {
    row,
    others: [...plan.others.keys()].map((at) => row.cells[at] ?? ''),
    // A row without a label keeps its text, and is rejected where it is read.
    time: above && beside ? timeOf(above, beside, plan) : [row.cells[plan.labels] ?? ''],
    name,
    value: row.cells[column] ?? '',
  };
}

function timeOf(above: Label, beside: Label, { across, down, year, columns, hoursFrom }: Pivot): Cells {
  if (across === 'minute') {
    const [first] = columns.values();
    return [clockAt((beside.number - hoursFrom) * 60 + above.number - (first?.number ?? 0))];
  }
  if (across === 'date') return [above.text, down === 'clock' ? beside.text : String(beside.number)];
  const [y, month] =
    across === 'year' ? [above.number, beside.number] : [above.year ?? year ?? beside.number, above.number];
  if (down !== 'day') return [`${y}-${twoDigits(month)}`];
  return beside.number <= new Date(Date.UTC(y, month, 0)).getUTCDate()
    ? [`${y}-${twoDigits(month)}-${twoDigits(beside.number)}`]
    : [''];
}

const WORDS: Readonly<Record<Across | Down, string>> = {
  date: 'days',
  month: 'months',
  year: 'years',
  name: 'names',
  minute: 'minutes',
  day: 'days',
  hour: 'hours',
  'full-hour': 'hours',
  clock: 'times of day',
};

function decisionOf({ across, down, columns, year }: Pivot): Decision {
  const of = year === undefined ? '' : ` of ${year}`;
  return {
    what: 'table',
    chosen: `${WORDS[across]} as columns and ${WORDS[down]}${of} as rows`,
    why: `${columns.size} columns are headed by ${WORDS[across]}, and ${WORDS[down]} stand before the rows`,
  };
}

async function* linesAsRows(file: string, separator: (typeof SEPARATORS)[number]): AsyncGenerator<Row> {
  let line = 0;
  for await (const raw of linesOf(file)) {
    line += 1;
    yield { cells: splitCells(raw, separator).map(trimmed), line, raw };
  }
}
