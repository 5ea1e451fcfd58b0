/**
 * Takes a file apart into records with the line on which each begins, the way DuckDB counts them: used to show a person
 * the very line that was rejected, and to bring a JSON array into lines. Flat memory.
 * docs/adr/0009-what-is-our-own.md says why it is ours.
 */
import { createReadStream } from 'node:fs';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import type { Visit } from './format.ts';

export const LF = 10;
export const CR = 13;
export const SPACE = 32;
const CHUNK_BYTES = 1024 * 1024;
/** Of a record without an end (a quote that is never closed), this much is kept in memory. */
const KEPT_BYTES = 2 * 1024 * 1024;

/** Follows a file byte by byte. */
export interface Machine {
  /** @returns true when this byte ends a record without being part of it */
  ends(byte: number): boolean;
  /** What is unfinished where the file ends, in words; undefined when the last record is whole. */
  unfinished(): string | undefined;
}

export function lineMachine(): Machine {
  return { unfinished: () => undefined, ends: (byte) => byte === LF || byte === CR };
}

export interface Scan {
  /** Tells where a record ends; a new one for each scan. */
  readonly machine: Machine;
  /** White space around a record is not part of it. */
  readonly trims?: boolean;
  /** Number of the file's first line in the upload. */
  readonly firstLine?: number;
}

/**
 * Visits every record of a file in order, the header of a table included; empty ones are passed over, as DuckDB does.
 * @throws InputRejected UNREADABLE at the end of a file that stops in the middle of a record
 */
export async function scanRecords(
  file: string,
  { machine, trims = false, firstLine = 1 }: Scan,
  visit: Visit,
): Promise<void> {
  let rest: Buffer = Buffer.alloc(0);
  let restOffset = 0;
  /** Bytes of the record in work that are not kept. */
  let dropped = 0;
  let line = firstLine;
  let startLine = firstLine;
  let previous = 0;

  const emit = async (bytes: Buffer, offset: number): Promise<void> => {
    if (bytes.length > 0) await visit({ line: startLine, offset, bytes });
  };

  for await (const chunk of createReadStream(file, { highWaterMark: CHUNK_BYTES })) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('a file stream gave text');
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let start = 0;
    for (let at = rest.length; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      // The line on which a record begins is that of its first byte that is not white space (JSON) or of any byte
      // (CSV).
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
  if (unfinished) throw new InputRejected('UNREADABLE', `${unfinished}: line ${startLine}.`, { line: startLine });
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
