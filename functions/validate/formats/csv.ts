/** CSV and its kin: a line is a record, its cells stand between separators, and quotes may hold either. */
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { finished, pipeline } from 'node:stream/promises';
import type { Delimiter, Layout } from '../../../shared/readings/layout.ts';
import { linesOf } from '../open/index.ts';
import type { FileFormat, Visit } from './format.ts';
import { CR, LF, type Machine, SPACE, scanRecords } from './scan.ts';

const QUOTE = 34;

/** As they are tried: a comma may be in the numbers. */
export const SEPARATORS: readonly Delimiter[] = [';', '\t', '|', ','];

/** What no other format takes. */
export const csv: FileFormat = {
  name: 'csv',
  detect: { by: 'text', is: () => true },
  holds: 'cells',
  fixes: {},
  records: ({ file }, dialect, visit) => rowsOf(file, dialect, visit),
};

/** Visits the rows of a table below its header, where it has one. @param file the table without its preamble */
export async function rowsOf(file: string, dialect: Layout['dialect'], visit: Visit): Promise<void> {
  const { delimiter = ',', header, preamble_lines: preamble } = dialect;
  let headerSeen = !header;
  await scanRecords(file, { machine: csvMachine(delimiter), firstLine: preamble + 1 }, (record) => {
    if (headerSeen) return visit(record);
    headerSeen = true;
  });
}

/** The cells of one header line; quotes are taken off. */
export function splitCells(line: string, delimiter: Delimiter): string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at];
    if (quoted) {
      if (char !== '"') cell += char;
      else if (line[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"' && cell.trim() === '') {
      quoted = true;
      cell = '';
    } else if (char === delimiter) {
      cells.push(cell);
      cell = '';
    } else cell += char;
  }
  return [...cells, cell];
}

/** Quote-aware: a line break inside quotes does not end a record. A quote counts only where a cell begins. */
export function csvMachine(delimiter: Delimiter): Machine {
  const separator = delimiter.charCodeAt(0);
  let quoted = false;
  let cellBegins = true;
  let justClosed = false;
  return {
    unfinished: () => (quoted ? 'A quote is opened and never closed' : undefined),
    ends(byte) {
      if (quoted) {
        if (byte === QUOTE) {
          quoted = false;
          justClosed = true;
        }
        return false;
      }
      // A doubled quote stands for one: it closes the cell and opens it again at once.
      if (byte === QUOTE && (cellBegins || justClosed)) quoted = true;
      justClosed = false;
      const lineBreak = byte === LF || byte === CR;
      if (lineBreak || byte === separator) cellBegins = true;
      else if (byte !== SPACE) cellBegins = false;
      return lineBreak;
    },
  };
}

/** @returns the table without its preamble and comments, as DuckDB reads it */
export async function withoutFrame(file: string, dialect: Layout['dialect'], folder: string): Promise<string> {
  const { preamble_lines: preamble, comment } = dialect;
  const to = join(folder, 'table');
  return comment ? await withoutComments(file, preamble, to) : await withoutPreamble(file, preamble, to);
}

async function withoutPreamble(file: string, lines: number, to: string): Promise<string> {
  if (lines === 0) return file;
  await pipeline(createReadStream(file, { start: await offsetOfLine(file, lines) }), createWriteStream(to));
  return to;
}

/** A preamble is short: it lies in the part of the file that recognition looked at. */
async function offsetOfLine(file: string, lines: number): Promise<number> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1024 * 1024), 0, 1024 * 1024, 0);
    let at = 0;
    for (let line = 0; line < lines && at < bytesRead; line += 1) {
      while (at < bytesRead && buffer[at] !== 10 && buffer[at] !== 13) at += 1;
      at += buffer[at] === 13 && buffer[at + 1] === 10 ? 2 : 1;
    }
    return at;
  } finally {
    await handle.close();
  }
}

/** A comment leaves an empty line behind, so that the lines keep their numbers. */
async function withoutComments(file: string, preamble: number, to: string): Promise<string> {
  const out = createWriteStream(to);
  let line = 0;
  try {
    for await (const text of linesOf(file)) {
      line += 1;
      if (line <= preamble) continue;
      if (!out.write(text.startsWith('#') ? '\n' : `${text}\n`)) await once(out, 'drain');
    }
  } finally {
    out.end();
    await finished(out);
  }
  return to;
}
