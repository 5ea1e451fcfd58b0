import { closeSync, fstatSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import * as z from 'zod';
import { parseJson } from '../../shared/text/parse-json.ts';
import type { HistoryEvent } from './types.ts';

/**
 * The file of one execution: JSON lines, only ever appended to. The first line is the header; each other line holds one
 * history event, with what a redrive must know beside it.
 */
export interface Header {
  machine: string;
  name: string;
  /** which definition it was started with: the name of its file */
  definition: string;
}

/** An event, and where it happened. */
export interface Entry {
  event: HistoryEvent;
  /** the branch; '' is the state machine itself */
  scope: string;
  /** of an exit: the state to come, null at the end of the branch */
  next?: string | null;
}

export const HeaderLine = z.object({ machine: z.string(), name: z.string(), definition: z.string() });
/** Our own lines: checked for being whole, not field by field (a history may have thousands). */
export const EntryLine = z.custom<Entry>(
  (value) => typeof value === 'object' && value !== null && 'event' in value && 'scope' in value,
);

/** What an execution's file holds. */
export interface Log {
  /** undefined where its line is damaged: then nothing after it can be trusted, and there are no entries. */
  readonly header: Header | undefined;
  readonly entries: Entry[];
}

/** Reads an execution's file. Lines that are not whole (the process was killed while it wrote) are left out. */
export function readLog(file: string): Log {
  const { header, lines } = readLines(file);
  return { header, entries: lines.flatMap(entriesOf) };
}

/** As `readLog`, the first and the last entry only: what a list tells of an execution, whatever it did in between. */
export function readEnds(file: string): Log {
  const { header, lines } = readLines(file);
  const first = lines.findIndex((line) => entriesOf(line).length > 0);
  const last = lines.findLastIndex((line) => entriesOf(line).length > 0);
  return { header, entries: [...new Set([first, last])].flatMap((at) => entriesOf(lines[at] ?? '')) };
}

function readLines(file: string): { header: Header | undefined; lines: string[] } {
  const [first = '', ...lines] = readFileSync(file, 'utf8').split('\n');
  const header = HeaderLine.safeParse(parseJson(first));
  return header.success ? { header: header.data, lines } : { header: undefined, lines: [] };
}

/** @returns none where the line is not whole */
function entriesOf(line: string): Entry[] {
  const { success, data } = EntryLine.safeParse(parseJson(line));
  return success ? [data] : [];
}

/** Appends to an execution's file. Each line is with the operating system before the call returns. */
export class LogFile {
  readonly #descriptor: number;
  #open = true;
  #size: number;

  private constructor(descriptor: number) {
    this.#descriptor = descriptor;
    this.#size = fstatSync(descriptor).size;
  }

  /** @throws Error EEXIST when there is one */
  static create(file: string, header: Header): LogFile {
    const log = new LogFile(openSync(file, 'ax'));
    log.#write(header);
    return log;
  }

  /** Goes on with a file, without the piece of a line that a killed process may have left at its end. */
  static append(file: string): LogFile {
    const bytes = readFileSync(file);
    const whole = bytes.lastIndexOf(0x0a) + 1;
    if (whole < bytes.length) {
      const descriptor = openSync(file, 'r+');
      ftruncateSync(descriptor, whole);
      closeSync(descriptor);
    }
    return new LogFile(openSync(file, 'a'));
  }

  write(entry: Entry): void {
    this.#write(entry);
  }

  close(): void {
    if (this.#open) closeSync(this.#descriptor);
    this.#open = false;
  }

  #write(line: unknown): void {
    if (!this.#open) return;
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    try {
      // A disk that fills takes a part of it first, and only then refuses.
      for (let done = 0; done < bytes.length; ) done += writeSync(this.#descriptor, bytes, done);
      this.#size += bytes.length;
    } catch (error) {
      // What comes next must not stand behind half a line.
      ftruncateSync(this.#descriptor, this.#size);
      throw error;
    }
  }
}
