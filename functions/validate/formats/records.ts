/**
 * Takes a file apart into records with the line on which each begins, the way DuckDB counts them: used to show a person
 * the very line that was rejected, and to bring a JSON array into lines. Flat memory.
 */
import { createReadStream } from 'node:fs';
import type { Delimiter } from '../recognise/sample.ts';
import { nem12Cells, nem12Reader } from './nem12.ts';

export interface RawRecord {
  /** Line of the file on which the record begins, from 1. */
  readonly line: number;
  /** Offset of the record's first byte. */
  readonly offset: number;
  readonly bytes: Buffer;
}

/** The file stops in the middle of a record. */
export class Unfinished extends Error {
  override readonly name = 'Unfinished';
  /** Line on which the unfinished record begins. */
  readonly line: number;
  readonly what: string;
  constructor(what: string, line: number) {
    super(`${what}: line ${line}.`);
    this.what = what;
    this.line = line;
  }
}

const LF = 10;
const CR = 13;
const QUOTE = 34;
const SPACE = 32;
const BACKSLASH = 92;
const COMMA = 44;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const CHUNK_BYTES = 1024 * 1024;
/** Of a record without an end (a quote that is never closed), this much is kept in memory. */
const KEPT_BYTES = 2 * 1024 * 1024;

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

/** Follows a file byte by byte. */
interface Machine {
  /** @returns true when this byte ends a record without being part of it */
  ends(byte: number): boolean;
  /** What is unfinished where the file ends, in words; undefined when the last record is whole. */
  unfinished(): string | undefined;
}

/** Quote-aware: a line break inside quotes does not end a record. A quote counts only where a cell begins. */
function csvMachine(delimiter: Delimiter): Machine {
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

function lineMachine(): Machine {
  return { unfinished: () => undefined, ends: (byte) => byte === LF || byte === CR };
}

/** The elements of a top-level JSON array. */
function arrayMachine(): Machine {
  let depth = 0;
  let inString = false;
  let escaped = false;
  return {
    unfinished: () => (depth > 0 ? 'The JSON array is never closed' : undefined),
    ends(byte) {
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inString = false;
        return false;
      }
      if (byte === QUOTE) inString = true;
      else if (byte === OPEN_BRACKET || byte === OPEN_BRACE) {
        depth += 1;
        return depth === 1;
      } else if (byte === CLOSE_BRACKET || byte === CLOSE_BRACE) {
        depth -= 1;
        return depth === 0;
      }
      return byte === COMMA && depth === 1;
    },
  };
}

export type RecordFormat =
  | { readonly format: 'csv'; readonly delimiter: Delimiter }
  | { readonly format: 'ndjson' | 'json-array' | 'nem12' };

function machineFor(format: RecordFormat): Machine {
  switch (format.format) {
    case 'csv':
      return csvMachine(format.delimiter);
    case 'ndjson':
    case 'nem12':
      return lineMachine();
    case 'json-array':
      return arrayMachine();
  }
}

/**
 * Visits every record of a file in order, the header of a CSV included; empty ones are passed over, as DuckDB does.
 * White space around JSON elements is not part of them.
 * @throws Unfinished at the end of a file that stops inside a quote or an array
 */
export async function scanRecords(
  file: string,
  format: RecordFormat,
  visit: (record: RawRecord) => void | Promise<void>,
): Promise<void> {
  const machine = machineFor(format);
  const trims = format.format === 'json-array';
  let rest: Buffer = Buffer.alloc(0);
  let restOffset = 0;
  /** Bytes of the record in work that are not kept. */
  let dropped = 0;
  let line = 1;
  let startLine = 1;
  let previous = 0;

  const nem12 = format.format === 'nem12' ? nem12Reader() : undefined;
  const emit = async (bytes: Buffer, offset: number): Promise<void> => {
    if (nem12 && !nem12.follow(nem12Cells(bytes.toString('latin1')))) return;
    if (bytes.length > 0) await visit({ line: startLine, offset, bytes });
  };

  for await (const chunk of createReadStream(file, { highWaterMark: CHUNK_BYTES })) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('a file stream gave text');
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let start = 0;
    for (let at = rest.length; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      // The line on which a record begins is that of its first byte that is not white space (JSON) or of any byte (CSV).
      if (at === start) startLine = line;
      if (trims && isSpace(byte) && at === start) start = at + 1;
      if (machine.ends(byte)) {
        const record = bytes.subarray(start, at);
        if (record.length > 0) await emit(trims ? trimEnd(record) : record, restOffset + start);
        start = at + 1;
        restOffset += dropped;
        dropped = 0;
      }
      if (byte === LF ? previous !== CR : byte === CR) line += 1;
      previous = byte;
    }
    rest = bytes.subarray(start);
    restOffset += start;
    if (rest.length > 2 * KEPT_BYTES) {
      dropped += rest.length - KEPT_BYTES;
      rest = Buffer.from(rest.subarray(0, KEPT_BYTES));
    }
  }
  const unfinished = machine.unfinished();
  if (unfinished) throw new Unfinished(unfinished, startLine);
  await emit(trims ? trimEnd(rest) : rest, restOffset);
}

function isSpace(byte: number): boolean {
  return byte === SPACE || byte === LF || byte === CR || byte === 9;
}

function trimEnd(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && isSpace(bytes[end - 1] ?? 0)) end -= 1;
  return bytes.subarray(0, end);
}
