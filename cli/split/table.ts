/** A large table of rows as text: what stands above its rows, and the day of each. */
import { createReadStream, createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { csvMachine, scanRecords, splitCells, textFormat } from '../../functions/validate/formats/index.ts';
import { recogniseUpload } from '../../functions/validate/ingest.ts';
import {
  encodingOf,
  firstBytes,
  HEAD_BYTES,
  readHead,
  refuseOtherFiles,
  toUtf8,
} from '../../functions/validate/open/index.ts';
import { columnWithRole } from '../../functions/validate/read/slots.ts';
import { partsOf, wallClock } from '../../functions/validate/recognise/calendar.ts';
import { countedMilliseconds } from '../../functions/validate/recognise/times.ts';
import type { UploadSettings } from '../../functions/validate/upload-settings.ts';
import type { Database } from '../../shared/database/duckdb.ts';
import { type DateOrder, DELIMITERS, type Delimiter, type Layout } from '../../shared/readings/layout.ts';
import { MS_PER_DAY } from '../../shared/text/days.ts';
import { LINE_BREAK } from '../../shared/text/lines.ts';
import { CliError } from '../errors.ts';

export interface Table {
  /** UTF-8 without a mark. */
  readonly file: string;
  readonly delimiter: Delimiter;
  /** Position of the column that says the day, from 0. */
  readonly column: number;
  readonly time: Pick<Layout['time'], 'format' | 'order'>;
  /**
   * What stands above the rows: so many lines and perhaps a heading, or, where headings take several rows, all without
   * a date.
   */
  readonly above: { readonly lines: number; readonly heading: boolean } | 'without a date';
}

/** One row with what it takes to place it. */
export interface Row {
  readonly bytes: Buffer;
  /** Days since 1970 of its date, as it stands; undefined where it has none. */
  readonly day: number | undefined;
}

const GZIP = [0x1f, 0x8b];
const ZIP_OR_WORKBOOK = [0x50, 0x4b];

/**
 * Reads the beginning of a file only, as a run would.
 * @param folder for files in work
 * @throws CliError when it is no table of rows; InputRejected as a run would
 */
export async function openTable(path: string, given: UploadSettings, db: Database, folder: string): Promise<Table> {
  const file = await plainText(path, folder);
  const head = await readHead(file);
  const { name } = textFormat(head);
  if (name !== 'csv' && name !== 'framed-table')
    throw new CliError(`The file is no table of rows that could be cut by days: it is ${name}.`);
  const beginning = join(folder, 'beginning');
  await writeFile(beginning, head.whole ? head.text : head.text.slice(0, head.text.lastIndexOf('\n') + 1));
  const { layout } = (await recogniseUpload(beginning, given, db, folder)).recognised;
  const { time, dialect } = layout;
  if (name === 'framed-table') return { file, time, ...framed(head.text, time), above: 'without a date' };
  const column = columnWithRole(layout, 'timestamp') ?? columnWithRole(layout, 'date') ?? columnWithRole(layout, 'end');
  const above = { lines: dialect.preamble_lines, heading: dialect.header };
  return { file, time, delimiter: dialect.delimiter ?? ',', column: column?.index ?? 0, above };
}

/** The first row with a date tells the separators, and where the date stands. */
function framed(text: string, time: Table['time']): Pick<Table, 'delimiter' | 'column'> {
  for (const line of text.split(LINE_BREAK)) {
    const [delimiter = ','] = DELIMITERS.toSorted((a, b) => line.split(b).length - line.split(a).length);
    const column = splitCells(line, delimiter).findIndex((cell) => dayOfText(cell, time) !== undefined);
    if (column >= 0) return { delimiter, column };
  }
  throw new CliError('No row of the file has a date.');
}

/** @returns the file itself where it is UTF-8 already */
async function plainText(path: string, folder: string): Promise<string> {
  let file = path;
  if (isSame(await firstBytes(file, 2), GZIP)) {
    file = join(folder, 'plain');
    await pipeline(createReadStream(path), createGunzip(), createWriteStream(file));
  }
  const head = await firstBytes(file, HEAD_BYTES);
  if (isSame(head, ZIP_OR_WORKBOOK)) {
    throw new CliError('The file is an archive or a workbook, which is not cut.', {
      hint: 'Unpack it, or save its sheet as CSV, and split that.',
    });
  }
  refuseOtherFiles(head);
  const found = encodingOf(head);
  if (found.encoding === 'utf-8' && found.mark === 0) return file;
  const text = join(folder, 'text');
  await toUtf8(file, text, found);
  return text;
}

function isSame(bytes: Buffer, first: readonly number[]): boolean {
  return first.every((byte, at) => bytes[at] === byte);
}

/**
 * Reads the whole file once, with flat memory.
 * @param visit hears of each row in the file's order
 * @returns the lines above the rows: preamble and heading
 * @throws CliError where headings stand between the rows
 */
export async function eachRow(table: Table, visit: (row: Row) => void | Promise<void>): Promise<string> {
  const dayOf = dayReader(table);
  const isAbove = aboveReader(table);
  let above = '';
  await scanRecords(table.file, { machine: csvMachine(table.delimiter) }, ({ line, bytes }) => {
    const day = dayOf(bytes);
    if (!isAbove(line, day)) return visit({ bytes, day });
    above += `${bytes.toString('utf8')}\n`;
  });
  return above;
}

function aboveReader({ above }: Table): (line: number, day: number | undefined) => boolean {
  let begun = false;
  let undated = 0;
  if (above === 'without a date') {
    return (line, day) => {
      begun ||= day !== undefined;
      if (!begun) return true;
      if (day !== undefined && undated > 0) {
        throw new CliError(
          `Rows without a date stand between the others, at line ${undated}: perhaps a second heading.`,
          {
            hint: 'Take the tables of the file apart first.',
          },
        );
      }
      if (day === undefined) undated ||= line;
      return false;
    };
  }
  return (line) => {
    const isOne = line <= above.lines || (above.heading && !begun);
    begun ||= line > above.lines;
    return isOne;
  };
}

/** @returns tells the day of a row; rows of one day mostly follow each other, with the same text for their time */
function dayReader({ delimiter, column, time }: Table): (row: Buffer) => number | undefined {
  let known: { text: string; day: number | undefined } | undefined;
  return (row) => {
    const text = splitCells(row.toString('utf8'), delimiter)[column] ?? '';
    if (known?.text !== text) known = { text, day: dayOfText(text, time) };
    return known.day;
  };
}

/** @returns days since 1970 of a date as it stands; undefined where it is none */
function dayOfText(text: string, { format, order }: Table['time']): number | undefined {
  const milliseconds = millisecondsOf(text, format, order);
  return milliseconds === undefined || Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / MS_PER_DAY);
}

function millisecondsOf(text: string, format: Layout['time']['format'], order: DateOrder): number | undefined {
  if (format === 'calendar' || format === 'months') {
    const parts = partsOf(text);
    return parts && wallClock(parts, order);
  }
  return text.trim() === '' ? undefined : countedMilliseconds(text, format);
}
