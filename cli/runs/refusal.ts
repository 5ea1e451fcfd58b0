import { type Failure, failureLine, isUploadAtFault } from '../../shared/failures/failure.ts';
import { type AskedQuestion, questionIn } from '../../shared/failures/question.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import type { Connection } from '../connection.ts';
import { commandLine, shortRun } from '../hints.ts';
import { paint } from '../output/style.ts';
import { facts } from '../output/table.ts';
import { truncate } from '../output/width.ts';
import type { Outcome } from './outcome.ts';
import { answersText, proposedTable } from './question.ts';
import { firstRejected } from './rejected.ts';

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

/** Why a run failed, for a person: the sentence, what locates the fault, the first rows at fault, and what to do. */
export async function failureText(connection: Connection, outcome: Outcome & { kind: 'failed' }): Promise<string> {
  const { failure } = outcome;
  const question = questionIn(failure.details);
  if (question) return questionText(outcome.run, failure, question);
  const quarantine = failure.details?.quarantine;
  const parts = [
    paint(`Run ${outcome.run} ${outcome.status.toLowerCase().replace('_', ' ')}.`, 'red'),
    failureLine(failure),
    detailFacts(failure),
    typeof quarantine === 'string' ? await firstRejected(connection, quarantine) : '',
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
