/** Records that are damaged. A start reads none of an execution that has ended, however many there are. */
import { closeSync, existsSync, fstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseJson } from '../../shared/text/parse-json.ts';
import { EntryLine, HeaderLine } from './log.ts';
import { DEFINITIONS, definitionId, EXECUTIONS, readIndex, STATUS_AFTER } from './store.ts';

export interface DamagedHistory {
  readonly run: string;
  readonly file: string;
  /** What the execution was started with; undefined where that is lost, too. */
  readonly input: string | undefined;
}

/** At the ends of a file: more than the header takes, and than the last event does as a rule. */
const PIECE = 8192;
const JSON_END = '.json';

/** @returns the executions that have ended, and whose history has no beginning or no end */
export function damagedHistories(home: string): DamagedHistory[] {
  return [...readIndex(join(home, EXECUTIONS))]
    .filter(([file, { status }]) => status !== 'RUNNING' && !isWhole(file))
    .map(([file, { name }]) => ({ run: name, file, input: inputIn(file) }));
}

/** @returns files of definitions that are not what their names say */
export function damagedDefinitions(home: string): string[] {
  const folder = join(home, EXECUTIONS, DEFINITIONS);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(JSON_END))
    .map((name) => join(folder, name))
    .filter((file) => definitionId(readFileSync(file, 'utf8')) !== basename(file, JSON_END));
}

function isWhole(file: string): boolean {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const [first = ''] = piece(descriptor, 0, Math.min(size, PIECE)).split('\n');
    return HeaderLine.safeParse(parseJson(first)).success && endsIn(lastLine(descriptor, size));
  } finally {
    closeSync(descriptor);
  }
}

/** The last line without its end; what is no whole line is empty. */
function lastLine(descriptor: number, size: number): string {
  for (let length = Math.min(size, PIECE); ; length = size) {
    const lines = piece(descriptor, size - length, length).split('\n');
    if (lines.pop() !== '') return '';
    if (lines.length > 1 || length === size) return lines.at(-1) ?? '';
  }
}

function endsIn(line: string): boolean {
  const { data } = EntryLine.safeParse(parseJson(line));
  return data !== undefined && STATUS_AFTER[data.event.type] !== undefined;
}

function piece(descriptor: number, from: number, length: number): string {
  const bytes = Buffer.alloc(length);
  return bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, length, from));
}

function inputIn(file: string): string | undefined {
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const { data } = EntryLine.safeParse(parseJson(line));
    const started = data?.event.executionStartedEventDetails;
    if (started) return started.input;
  }
  return undefined;
}
