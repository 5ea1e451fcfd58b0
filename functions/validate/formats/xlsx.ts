/** Excel workbooks (.xlsx), read with read-excel-file: the sheets that hold readings become a table, row by row. */

import readWorkbook from 'read-excel-file/node';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { utcSecond } from '../../../shared/text/days.ts';
import { storedZip, unpackedParts } from '../open/index.ts';
import { alikeSheets, type Cell, type Data, isReading, isTimeCell, joinedRows } from './alike-sheets.ts';
import { areFlipped, flippedBack, flippedDecision } from './flipped-dates.ts';
import type { FileFormat } from './format.ts';
import { asRows, type Row } from './rows.ts';
import { framedRows } from './table-frame.ts';
import { withDates } from './unformatted-dates.ts';
import { readablePart } from './workbook-parts.ts';

interface Sheet {
  readonly sheet: string;
  readonly data: Data;
  /** Its times stand there as numbers. */
  readonly unformatted: boolean;
}

interface Chosen extends Sheet {
  /** Names of the sheets that are read. */
  readonly names: readonly string[];
  /** Positions of the columns whose dates were flipped when they were typed or opened. */
  readonly flipped: readonly number[];
}

const MAGIC = Buffer.from('PK\x03\x04');
/** The workbook is in memory as a whole: two million cells need about 1 GB. */
const MAX_UNPACKED_BYTES = 100 * 1024 * 1024;

const UNFORMATTED = {
  what: 'times',
  chosen: 'days of a spreadsheet',
  why: 'numbers without a format stand below the name of a time',
} as const;

export const xlsx: FileFormat = {
  name: 'xlsx',
  detect: { by: 'bytes', is: (head) => head.subarray(0, MAGIC.length).equals(MAGIC) },
  holds: 'cells',
  fixes: {},
  ...asRows(
    (file) => framedRows(rowsOf(file)),
    'No sheet of the workbook has a row.',
    async (file) => {
      const { sheet, others } = await sheetOf(file);
      return [
        { what: 'sheet', chosen: sheet.names.join(', '), why: whyRead(sheet, others) },
        ...(sheet.unformatted ? [UNFORMATTED] : []),
        ...sheet.flipped.map((column) => flippedDecision(headingOf(sheet, column))),
      ];
    },
  ),
};

function whyRead({ names }: Chosen, others: readonly Sheet[]): string {
  const left = others.length === 0 ? '' : `; left out: ${others.map(({ sheet }) => JSON.stringify(sheet)).join(', ')}`;
  if (names.length > 1) return `they have the same heading${left}`;
  return left === '' ? 'the only one' : `it has the most rows with a time and a number${left}`;
}

async function* rowsOf(file: string): AsyncGenerator<Row> {
  const { sheet } = await sheetOf(file);
  for (const [at, row] of sheet.data.entries()) {
    const cells = row.map((cell, column) => {
      const text = textOf(cell);
      return sheet.flipped.includes(column) ? flippedBack(text) : text;
    });
    if (cells.every((cell) => cell.trim() === '')) continue;
    yield { cells, line: at + 1, raw: cells.join(',') };
  }
}

/** @throws InputRejected TOO_LARGE or UNREADABLE */
async function sheetOf(file: string): Promise<{ sheet: Chosen; others: readonly Sheet[] }> {
  const parts = await unpackedParts(file, MAX_UNPACKED_BYTES);
  if (!parts) {
    throw new InputRejected(
      'TOO_LARGE',
      `The workbook holds more than ${MAX_UNPACKED_BYTES / 1024 / 1024} MB. ` +
        `Save the sheet as CSV, which is read at any size.`,
    );
  }
  const sheets = await sheetsOf(parts);
  let best: { sheet: Sheet; readings: number } | undefined;
  for (const sheet of sheets) {
    const readings = sheet.data.filter(isReading).length;
    if (!best || readings > best.readings) best = { sheet, readings };
  }
  if (!best) throw new InputRejected('EMPTY_FILE', 'The workbook has no sheet.');
  const read = alikeSheets(sheets, best.sheet);
  const data = read.length > 1 ? joinedRows(read) : best.sheet.data;
  const names = read.map(({ sheet }) => sheet);
  const chosen = { ...best.sheet, data, names, flipped: flippedColumns(data) };
  return { sheet: chosen, others: sheets.filter((each) => !read.includes(each)) };
}

async function sheetsOf(parts: ReadonlyMap<string, Buffer>): Promise<Sheet[]> {
  try {
    const readable = new Map([...parts].map(([name, bytes]) => [name, readablePart(name, bytes)]));
    const sheets = await readWorkbook(storedZip(readable), { trim: false });
    return sheets.map(({ sheet, data: read }) => {
      const data = withDates(read);
      return { sheet, data, unformatted: data !== read };
    });
  } catch {
    // What the library says is of its own making, and often of a program.
    throw new InputRejected(
      'UNREADABLE',
      'The workbook is damaged, or written in a way that is not understood. Open it and save the sheet as CSV.',
    );
  }
}

function flippedColumns(data: Sheet['data']): number[] {
  const isText = (cell: Cell) => typeof cell === 'string' && isTimeCell(cell);
  const texts = new Set(data.flatMap((row) => row.flatMap((cell, column) => (isText(cell) ? column : []))));
  // A heading and the lines above the table are no dates.
  const isDate = (cell: Cell) => cell instanceof Date || (typeof cell === 'string' && /^\d/.test(cell));
  const cellsOf = (column: number) => data.map((row) => row[column] ?? null).filter(isDate);
  return [...texts].filter((column) => areFlipped(cellsOf(column).map(textOf)));
}

function headingOf({ data }: Sheet, column: number): string {
  const name = data.map((row) => row[column]).find((cell) => typeof cell === 'string' && !/\d/.test(cell));
  return String(name ?? `column ${column + 1}`);
}

/** Excel counts days with a fraction: a time of day is exact to the second, and a number to 15 digits. */
function textOf(cell: Cell): string {
  if (cell === null) return '';
  if (cell instanceof Date) return timeText(cell);
  if (typeof cell === 'number') return String(Number(cell.toPrecision(15)));
  return String(cell);
}

function timeText(date: Date): string {
  const second = new Date(Math.round(date.getTime() / 1000) * 1000);
  if (Number.isNaN(second.getTime())) return '';
  const [day = '', clock = ''] = utcSecond(second).split(' ');
  // A time of day alone lies on the day before the calendar begins.
  return second.getUTCFullYear() <= 1904 ? clock : `${day} ${clock}`;
}
