import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { faultMessage } from '../disk-fault.ts';
import { appendLines, lineFiles } from '../full-files.ts';

/** One line that a function wrote. */
export interface LogLine {
  /** ISO 8601 */
  time: string;
  function: string;
  requestId: string;
  /** the line; an object when the function wrote JSON */
  line: unknown;
}

/**
 * A file name for any legal name, the same on file systems that ignore case: plain lower-case names stay as they are.
 */
export function safeFileName(name: string): string {
  const safe = name.replace(/[^a-z0-9_-]/g, '_').slice(0, 80);
  if (safe === name && name !== '') return name;
  return `${safe}.${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
}

/** The log of invocations that belong to no execution, such as those of the API: it never ends, as a run's does. */
export const OWN_LOG = 'invoke';

/** The files of `OWN_LOG`, the older one first; either may be missing. */
export function ownLogFiles(logs: string): readonly [older: string, newer: string] {
  return lineFiles(logFile(logs, OWN_LOG));
}

/** @returns the file that holds the lines of everything invoked with this `logTo` (an execution's name) */
export function logFile(logs: string, logTo: string): string {
  return join(logs, `${safeFileName(logTo)}.jsonl`);
}

/** Turns the text that one container writes into lines, each under the invocation that was running. */
export class LogWriter {
  readonly #logs: string;
  readonly #function: string;
  #pending = '';
  #made = false;

  constructor(logs: string, functionName: string) {
    this.#logs = logs;
    this.#function = functionName;
  }

  /** Appends the complete lines of `text`; the rest waits for its end. */
  write(text: string, requestId: string, logTo: string): void {
    const lines = (this.#pending + text).split('\n');
    this.#pending = lines.pop() ?? '';
    this.#append(lines, requestId, logTo);
  }

  /** The invocation is over: a last line without an end is a line too. */
  end(requestId: string, logTo: string): void {
    const last = this.#pending;
    this.#pending = '';
    this.#append([last], requestId, logTo);
  }

  #append(lines: string[], requestId: string, logTo: string): void {
    const time = new Date().toISOString();
    const text = lines
      .filter((line) => line !== '')
      .map((line): LogLine => ({ time, function: this.#function, requestId, line: parsed(line) }))
      .map((entry) => `${JSON.stringify(entry)}\n`)
      .join('');
    if (text === '') return;
    try {
      if (!this.#made) mkdirSync(this.#logs, { recursive: true });
      this.#made = true;
      // Synchronous: the line is on disk before the invocation's result is known to anyone.
      const append = logTo === OWN_LOG ? appendLines : appendFileSync;
      append(logFile(this.#logs, logTo), text);
    } catch (error) {
      // A line of a log is not worth the run, and there is nobody to catch it.
      console.error(`A line of the log of ${this.#function} is lost: ${faultMessage(error)}`);
    }
  }
}

function parsed(line: string): unknown {
  if (!line.startsWith('{')) return line;
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}
