import { z } from 'zod';
import type { Connection } from '../connection.ts';
import { commandLine, shortRun } from '../hints.ts';
import { getText } from '../lake.ts';
import { sanitize } from '../output/sanitize.ts';
import { paint } from '../output/style.ts';
import { facts, table } from '../output/table.ts';
import { truncate } from '../output/width.ts';
import { answersOf } from './answers.ts';
import { type Failure, failureLine, isUploadAtFault } from './failure.ts';
import type { Outcome } from './outcome.ts';

const MAX_ROWS = 5;
const MAX_DETAIL = 120;
/** Details that are shown as a table, or that the sentence says better. */
const NOT_FACTS = new Set(['examples', 'quarantine', 'expected', 'candidates', 'setting', 'give_as', 'asks']);

const rejectedRowSchema = z.object({
  line: z.number(),
  raw: z.string().nullable(),
  code: z.string(),
  message: z.string(),
});

/** Why a run failed, for a person: the sentence, what locates the fault, the first rows at fault, and what to do. */
export async function failureText(connection: Connection, outcome: Outcome & { kind: 'failed' }): Promise<string> {
  const { failure } = outcome;
  const parts = [
    paint(`Run ${outcome.run} ${outcome.status.toLowerCase().replace('_', ' ')}.`, 'red'),
    failureLine(failure),
    detailFacts(failure),
    await rejectedRows(connection, failure),
    ...advice(failure),
    isUploadAtFault(failure) ? '' : `  ${commandLine(`replay ${shortRun(outcome.run)}`)}`,
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function advice({ advice: said, details }: Failure): string[] {
  const answers = answersOf(details);
  if (answers.length === 0) return [paint(said, 'bold')];
  return [paint('Upload it again with the one that is right:', 'bold'), ...answers.map((line) => `  ${line}`)];
}

function detailFacts({ details = {} }: Failure): string {
  const lines = Object.entries(details)
    .filter(([name, value]) => !NOT_FACTS.has(name) && value !== null && value !== undefined)
    .map(([name, value]) => [`  ${sanitize(name)}`, truncate(shown(value), MAX_DETAIL)] as const);
  return facts(lines);
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  return Object.entries(value)
    .map(([name, inner]) => `${name} ${typeof inner === 'object' ? JSON.stringify(inner) : String(inner)}`)
    .join(', ');
}

async function rejectedRows(connection: Connection, { details }: Failure): Promise<string> {
  const key = details?.quarantine;
  if (typeof key !== 'string') return '';
  const text = await getText(connection, key);
  const rows = (text ?? '')
    .split('\n', MAX_ROWS)
    .filter((line) => line !== '')
    .map((line) => rejectedRowSchema.parse(JSON.parse(line)))
    .map(({ line, code, message, raw }) => [String(line), code, message, raw ?? '(not text)']);
  if (rows.length === 0) return '';
  const columns = [
    { title: '  Line', align: 'right' },
    { title: 'Code' },
    { title: 'Why', maxWidth: 60 },
    { title: 'Row', maxWidth: 60 },
  ] as const;
  return table(columns, rows);
}
