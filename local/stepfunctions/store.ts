import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { parseJson } from '../../shared/text/parse-json.ts';
import { faultMessage } from '../disk-fault.ts';
import { safeFileName } from '../lambda/logs.ts';
import { setAside } from '../set-aside.ts';
import { KEPT, type Kept, outlived } from './kept.ts';
import { type Entry, type Header, type Log, LogFile, readEnds, readLog } from './log.ts';
import { processEnded } from './process-ended.ts';
import { type ExecutionStatus, now, type Summary } from './types.ts';

const SummaryLine = z.object({
  machine: z.string(),
  name: z.string(),
  status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']),
  startDate: z.number(),
  stopDate: z.number().optional(),
  redriveCount: z.number(),
  redriveDate: z.number().optional(),
});

/** The folder of all executions, in the home of the stack. */
export const EXECUTIONS = 'executions';
/** In it, the definitions with which executions were started. */
export const DEFINITIONS = '.definitions';
const INDEX = 'index.jsonl';
/** Its time is when a process last said that it runs executions. */
const ALIVE = '.alive';
/** Its text is when the last execution ended that is not kept any more, in epoch seconds. */
const FORGOTTEN = '.forgotten';
/** So many end before it is looked for those that are kept no longer. */
const LOOK_AFTER = 100;

/**
 * The executions on disk: `executions/<machine>/<name>.jsonl` holds one execution's history, `executions/index.jsonl`
 * one line for each change of a status (the last one of a name counts), so that a list reads no history. The index is
 * only a copy: what is missing from it is read from the histories. Executions that are kept no longer go.
 */
export class Store {
  readonly #folder: string;
  readonly #index: string;
  readonly #kept: Kept;
  #endedSince = 0;
  /** in the order of their start */
  readonly #summaries = new Map<string, Summary>();

  /** Reads what is there, and closes what an ended process had left open. */
  constructor(home: string, kept = KEPT) {
    this.#kept = kept;
    this.#folder = join(home, EXECUTIONS);
    this.#index = join(this.#folder, INDEX);
    mkdirSync(join(this.#folder, DEFINITIONS), { recursive: true });
    const lastAlive = (statSync(join(this.#folder, ALIVE), { throwIfNoEntry: false })?.mtimeMs ?? 0) / 1000;
    const found = readIndex(this.#folder);
    for (const file of this.#files()) {
      const known = found.get(file);
      const summary = known === undefined || known.status === 'RUNNING' ? recover(file, lastAlive) : known;
      if (summary === undefined) continue;
      found.set(file, summary);
    }
    const ordered = [...found.values()].sort((a, b) => a.startDate - b.startDate);
    for (const summary of ordered) this.#summaries.set(key(summary.machine, summary.name), summary);
    this.#forgetOutlived();
    this.#rewriteIndex();
  }

  get(machine: string, name: string): Summary | undefined {
    return this.#summaries.get(key(machine, name));
  }

  /** @returns the executions of a machine, newest first */
  list(machine: string): Summary[] {
    return [...this.#summaries.values()].filter((summary) => summary.machine === machine).reverse();
  }

  /** Keeps a change of an execution's status. */
  save(summary: Summary): void {
    this.#summaries.set(key(summary.machine, summary.name), summary);
    try {
      appendFileSync(this.#index, `${JSON.stringify(summary)}\n`);
    } catch (error) {
      // The index is only a copy of what the histories say.
      console.error(`The status of ${summary.name} is not in ${this.#index}: ${faultMessage(error)}`);
    }
    if (summary.status === 'RUNNING') return;
    this.#endedSince += 1;
    if (this.#endedSince < LOOK_AFTER) return;
    this.#endedSince = 0;
    try {
      if (this.#forgetOutlived()) this.#rewriteIndex();
    } catch (error) {
      // A disk that cannot be written now is looked at again.
      console.error(`Executions that are kept no longer stay: ${faultMessage(error)}`);
    }
  }

  /** Whether what happened then may have started an execution that is kept no longer. @param at epoch seconds */
  mayHaveForgotten(at: number): boolean {
    return at <= this.#forgotten();
  }

  #forgotten(): number {
    const file = join(this.#folder, FORGOTTEN);
    return existsSync(file) ? Number(readFileSync(file, 'utf8')) || 0 : 0;
  }

  /** @returns whether there were any */
  #forgetOutlived(): boolean {
    const gone = outlived([...this.#summaries.values()], now(), this.#kept);
    if (gone.length === 0) return false;
    const last = gone.reduce((latest, { stopDate = 0 }) => Math.max(latest, stopDate), this.#forgotten());
    // Before they go: an upload of which nothing is known is started again.
    const file = join(this.#folder, FORGOTTEN);
    writeFileSync(`${file}.new`, String(last));
    renameSync(`${file}.new`, file);
    for (const { machine, name } of gone) {
      this.#summaries.delete(key(machine, name));
      rmSync(this.#file(machine, name), { force: true });
    }
    return true;
  }

  /** Says that executions run: the next start knows from it until when, should this process be killed. */
  markAlive(): void {
    try {
      writeFileSync(join(this.#folder, ALIVE), '');
    } catch {
      // A disk that is full is told of by what has to be written.
    }
  }

  create(header: Header): LogFile {
    mkdirSync(join(this.#folder, safeFileName(header.machine)), { recursive: true });
    return LogFile.create(this.#file(header.machine, header.name), header);
  }

  /** Forgets an execution that could not be started. */
  discard(machine: string, name: string): void {
    rmSync(this.#file(machine, name), { force: true });
  }

  append(machine: string, name: string): LogFile {
    return LogFile.append(this.#file(machine, name));
  }

  read(machine: string, name: string): Log {
    return readLog(this.#file(machine, name));
  }

  /** As `read`, with the first and the last entry only. */
  readEnds(machine: string, name: string): Log {
    return readEnds(this.#file(machine, name));
  }

  /** @returns the name under which this definition is kept, for the executions that are started with it */
  saveDefinition(definition: string): { id: string; created: number } {
    const id = definitionId(definition);
    const file = this.#definitionFile(id);
    if (this.readDefinition(id) === undefined) {
      writeFileSync(`${file}.new`, definition);
      renameSync(`${file}.new`, file);
    }
    return { id, created: statSync(file).mtimeMs / 1000 };
  }

  hasDefinition(definition: string): boolean {
    return this.readDefinition(definitionId(definition)) !== undefined;
  }

  /** @returns undefined when it is not there, or is damaged: its name is the digest of its text */
  readDefinition(id: string): string | undefined {
    const file = this.#definitionFile(id);
    const text = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
    return text !== undefined && definitionId(text) === id ? text : undefined;
  }

  /** Writes the end of an execution whose history could not be written further, as the next start would. */
  closeHistory(machine: string, name: string): void {
    recover(this.#file(machine, name), 0);
  }

  #definitionFile(id: string): string {
    return join(this.#folder, DEFINITIONS, `${safeFileName(id)}.json`);
  }

  #file(machine: string, name: string): string {
    return historyFile(this.#folder, machine, name);
  }

  #files(): string[] {
    return readdirSync(this.#folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .flatMap(({ name }) => readdirSync(join(this.#folder, name)).map((file) => join(this.#folder, name, file)))
      .filter((file) => file.endsWith('.jsonl'));
  }

  #rewriteIndex(): void {
    const lines = [...this.#summaries.values()].map((summary) => `${JSON.stringify(summary)}\n`);
    writeFileSync(`${this.#index}.new`, lines.join(''));
    renameSync(`${this.#index}.new`, this.#index);
  }
}

/** @returns what the index says, by the file of the history, of those that are there */
export function readIndex(folder: string): Map<string, Summary> {
  const found = new Map<string, Summary>();
  const index = join(folder, INDEX);
  if (!existsSync(index)) return found;
  for (const line of readFileSync(index, 'utf8').split('\n')) {
    const parsed = SummaryLine.safeParse(parseJson(line));
    if (parsed.success) found.set(historyFile(folder, parsed.data.machine, parsed.data.name), parsed.data);
  }
  for (const file of found.keys()) if (!existsSync(file)) found.delete(file);
  return found;
}

function historyFile(folder: string, machine: string, name: string): string {
  return join(folder, safeFileName(machine), `${safeFileName(name)}.jsonl`);
}

/**
 * @param lastAlive when the process that ran it was last known to be there, in epoch seconds
 * @returns what the history says about the execution, after ending it if it had not ended
 */
function recover(file: string, lastAlive: number): Summary | undefined {
  const { header, entries } = readLog(file);
  if (header === undefined || entries.length === 0) {
    // Killed before its first event was written: nobody was told that it exists.
    if (statSync(file).size === 0 || header !== undefined) rmSync(file);
    else setAside(file, 'its first line is damaged');
    return undefined;
  }
  const summary = summarise(header, entries);
  if (summary.status !== 'RUNNING') return summary;
  // Nobody knows when the process ended, only that it had come so far: the time until the restart is not the run's.
  const last = entries.at(-1)?.event ?? { id: 0, timestamp: now() };
  const [previous, timestamp] = [last.id, Math.max(last.timestamp, Math.min(lastAlive, now()))];
  const log = LogFile.append(file);
  const event: Entry['event'] = {
    id: previous + 1,
    previousEventId: previous,
    timestamp,
    type: 'ExecutionFailed',
    executionFailedEventDetails: processEnded(),
  };
  log.write({ event, scope: '' });
  log.close();
  return { ...summary, status: 'FAILED', stopDate: timestamp };
}

function summarise({ machine, name }: Header, entries: readonly Entry[]): Summary {
  const redrives = entries.filter(({ event }) => event.type === 'ExecutionRedriven');
  const last = entries.at(-1)?.event;
  const status = (last && STATUS_AFTER[last.type]) ?? 'RUNNING';
  return {
    machine,
    name,
    status,
    startDate: entries[0]?.event.timestamp ?? 0,
    stopDate: status === 'RUNNING' ? undefined : last?.timestamp,
    redriveCount: redrives.length,
    redriveDate: redrives.at(-1)?.event.timestamp,
  };
}

/** The events that end an execution. */
export const STATUS_AFTER: Readonly<Record<string, ExecutionStatus | undefined>> = {
  ExecutionSucceeded: 'SUCCEEDED',
  ExecutionFailed: 'FAILED',
  ExecutionAborted: 'ABORTED',
  ExecutionTimedOut: 'TIMED_OUT',
};

/** The name of a definition: the digest of its text. */
export function definitionId(definition: string): string {
  return createHash('sha256').update(definition).digest('hex').slice(0, 32);
}

function key(machine: string, name: string): string {
  return `${machine}:${name}`;
}
