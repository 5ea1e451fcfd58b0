import { z } from 'zod';
import { type Failure, failureLine, isUploadAtFault } from '../../shared/failures/failure.ts';
import { type AskedQuestion, questionIn } from '../../shared/failures/question.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import type { Connection } from '../connection.ts';
import { commandLine, shortRun } from '../hints.ts';
import { getText } from '../lake.ts';
import { paint } from '../output/style.ts';
import { facts, table } from '../output/table.ts';
import { truncate } from '../output/width.ts';
import type { Outcome } from './outcome.ts';
import { answersText, proposedTable } from './question.ts';

const MAX_ROWS = 5;
const MAX_DETAIL = 120;
/** Details that are shown as a table, or that the sentence says better. */
const NOT_FACTS = new Set([
  'examples',
  'quarantine',
  'expected',
  'statement',
  'columns',
  'candidates',
  'setting',
  'give_as',
  'asks',
]);

const rejectedRowSchema = z.object({
  line: z.number(),
  raw: z.string().nullable(),
  code: z.string(),
  message: z.string(),
});

/** Why a run failed, for a person: the sentence, what locates the fault, the first rows at fault, and what to do. */
export async function failureText(connection: Connection, outcome: Outcome & { kind: 'failed' }): Promise<string> {
  const { failure } = outcome;
  const question = questionIn(failure.details);
  if (question) return questionText(outcome.run, failure, question);
  const parts = [
    paint(`Run ${outcome.run} ${outcome.status.toLowerCase().replace('_', ' ')}.`, 'red'),
    failureLine(failure),
    detailFacts(failure),
    await rejectedRows(connection, failure),
    paint(failure.advice, 'bold'),
    isUploadAtFault(failure) ? '' : `  ${commandLine(`replay ${shortRun(outcome.run)}`)}`,
  ];
  return parts.filter((part) => part !== '').join('\n');
}

/** The file is not at fault: it leaves something open. */
function questionText(run: string, failure: Failure, question: AskedQuestion): string {
  const parts = [
    paint(`Run ${run} ended with a question: nothing was published.`, 'yellow'),
    failureLine(failure),
    proposedTable(question),
    answersText(question, 'Upload it again'),
  ];
  return parts.filter((part) => part !== '').join('\n');
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
