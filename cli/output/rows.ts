import { once } from 'node:events';
import { csvField, quotedField, withoutFormula } from '../../shared/text/csv.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import { jsonText } from './json.ts';
import { table } from './table.ts';

export interface RowColumn {
  readonly name: string;
  readonly isNumber: boolean;
  readonly isBoolean: boolean;
}

type Row = readonly (string | null)[];

/** Prints rows as they come. */
export interface RowPrinter {
  print(rows: readonly Row[]): Promise<void>;
  /** @returns how many rows there were */
  end(): Promise<number>;
}

export function createRowPrinter(format: 'table' | 'csv' | 'json', columns: readonly RowColumn[]): RowPrinter {
  switch (format) {
    case 'table':
      return tablePrinter(columns);
    case 'csv':
      return csvPrinter(columns);
    case 'json':
      return jsonPrinter(columns);
  }
}

async function write(text: string): Promise<void> {
  if (text !== '' && !process.stdout.write(text)) await once(process.stdout, 'drain');
}

function tablePrinter(columns: readonly RowColumn[]): RowPrinter {
  const kept: string[][] = [];
  return {
    async print(rows) {
      for (const row of rows) kept.push(row.map((value) => value ?? ''));
    },
    async end() {
      const titles = columns.map(
        ({ name, isNumber }) => ({ title: name, align: isNumber ? 'right' : 'left' }) as const,
      );
      await write(`${table(titles, kept)}\n`);
      return kept.length;
    },
  };
}

function csvPrinter(columns: readonly RowColumn[]): RowPrinter {
  // A file or a program gets the values as they are; a terminal must not act on them.
  const csv = csvText(columns, process.stdout.isTTY ? sanitize : undefined);
  let count = 0;
  let head = csv.head;
  return {
    async print(rows) {
      count += rows.length;
      await write(head + csv.lines(rows));
      head = '';
    },
    async end() {
      return count;
    },
  };
}

/**
 * Rows as CSV that a spreadsheet does not take for formulas.
 * @param shown makes a value fit for where it is shown
 */
export function csvText(columns: readonly RowColumn[], shown: (text: string) => string = (text) => text) {
  const safe = (value: string, column: RowColumn | undefined) =>
    column?.isNumber || column?.isBoolean ? value : withoutFormula(value);
  const line = (row: Row, of: readonly RowColumn[] = columns) =>
    `${row.map((value, at) => (value === null ? '' : csvCell(safe(shown(value), of[at])))).join(',')}\n`;
  return {
    head: line(
      columns.map(({ name }) => name),
      [],
    ),
    lines: (rows: readonly Row[]) => rows.map((row) => line(row)).join(''),
  };
}

/** An empty text is quoted, so that it is not taken for null. */
function csvCell(text: string): string {
  return text === '' ? quotedField(text) : csvField(text);
}

function jsonPrinter(columns: readonly RowColumn[]): RowPrinter {
  let count = 0;
  return {
    async print(rows) {
      const documents = rows.map((row) => {
        const pairs = columns.map(({ name }, at) => `${jsonText(name, 0)}: ${jsonValue(row[at] ?? null, columns[at])}`);
        return `${count++ === 0 ? '[\n' : ',\n'}  {${pairs.join(', ')}}`;
      });
      await write(documents.join(''));
    },
    async end() {
      await write(count === 0 ? '[]\n' : '\n]\n');
      return count;
    },
  };
}

const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/**
 * Numbers keep their digits (a decimal may have more than a JavaScript number holds); NaN and infinities become text.
 */
function jsonValue(value: string | null, column: RowColumn | undefined): string {
  if (value === null) return 'null';
  if (column?.isBoolean && (value === 'true' || value === 'false')) return value;
  return column?.isNumber && JSON_NUMBER.test(value) ? value : jsonText(value, 0);
}
