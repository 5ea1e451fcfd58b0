/** What a file leaves open is asked, with the candidates and the exact setting that answers. */

import { ANSWERS_SHOWN, type LayoutSettings } from '../../../shared/readings/layout.ts';
import { InputRejected, type RejectionCode } from '../../../shared/runtime/errors.ts';
import { shortened } from '../../../shared/text/format.ts';

export interface Candidate {
  /** In a few words. */
  readonly means: string;
  readonly setting: LayoutSettings;
}

/** What would become of a column. */
export interface Proposed {
  readonly column: string;
  /** Its first values. */
  readonly values: readonly string[];
  readonly means: string;
}

type QuestionCode = Extract<RejectionCode, 'LAYOUT_AMBIGUOUS' | 'UNIT_UNKNOWN' | 'SITE_UNCLEAR'>;

interface More {
  /** The one setting that would answer, where the whole file may tell it. */
  readonly asks?: keyof LayoutSettings;
  readonly proposed?: readonly Proposed[];
}

/** A refusal that asks, before it is known what else of the file is open. */
export class Question extends InputRejected {
  declare readonly code: QuestionCode;
  readonly statement: string;
  readonly candidates: readonly Candidate[];
  readonly more: More;
  constructor(code: QuestionCode, statement: string, candidates: readonly Candidate[], more: More) {
    const said = shortened(statement, ROOM.statement);
    super(code, sentenceOf(said, candidates, more.proposed ?? []), detailsOf(said, candidates, more));
    this.statement = said;
    this.candidates = candidates;
    this.more = more;
  }
}

const COLUMNS_SHOWN = 12;

/**
 * An execution keeps 32,768 characters of an error, which is JSON in JSON; one that is cut there is read by nobody.
 * What a question takes of them at most, in characters as they are written there.
 */
const ROOM = { statement: 1_500, sentence: 5_000, answers: 14_000, columns: 6_000 };

function written(value: unknown): number {
  return JSON.stringify(JSON.stringify(value)).length;
}

/** As many from the beginning as the room takes; the first one always. */
function fitting<T>(values: readonly T[], room: number): T[] {
  let taken = 0;
  return values.filter((value, at) => {
    taken += written(value);
    return at === 0 || taken <= room;
  });
}

function sentenceOf(statement: string, candidates: readonly Candidate[], proposed: readonly Proposed[]): string {
  const answers = candidates
    .slice(0, ANSWERS_SHOWN)
    .map(({ means, setting }) => `${JSON.stringify(setting)} (${means})`)
    .join(' or ');
  const columns = proposed
    .slice(0, COLUMNS_SHOWN)
    .map(({ column, values, means }) => `"${column}" (${values.join(', ')}): ${means}`);
  const more = proposed.length > COLUMNS_SHOWN ? `; and ${proposed.length - COLUMNS_SHOWN} more` : '';
  const shown = columns.length > 0 ? ` Proposed: ${columns.join('; ')}${more}.` : '';
  return shortened(`${statement}${shown} Say which with --layout: ${answers}.`, ROOM.sentence);
}

function detailsOf(statement: string, candidates: readonly Candidate[], { asks, proposed }: More) {
  return {
    statement,
    candidates: fitting(candidates, ROOM.answers),
    setting: candidates[0]?.setting ?? {},
    ...(proposed && proposed.length > 0 ? { columns: fitting(proposed, ROOM.columns) } : {}),
    ...(asks ? { asks } : {}),
    give_as: { option: '--layout JSON', metadata: 'layout', file: 'config/layouts.json' },
  };
}

/**
 * @param given what a person has said already: each answer repeats it, so that it can be given as it stands
 * @returns the refusal that asks
 */
export function question(
  code: QuestionCode,
  statement: string,
  open: readonly Candidate[],
  given: LayoutSettings,
  more: More = {},
): Question {
  const candidates = open.map(({ means, setting }) => ({ means, setting: merged(given, setting) }));
  // An answer that says what is known already would be asked about again.
  const known = JSON.stringify(given);
  return new Question(
    code,
    statement,
    distinct(candidates).filter(({ setting }) => JSON.stringify(setting) !== known),
    more,
  );
}

/** Answers of a file are few: what is asked after this many is another fault. */
const QUESTIONS_AT_MOST = 8;

/**
 * Finds out all that a file leaves open: each question is answered by its first candidate, until none is left.
 * @param attempt with the settings so far
 * @returns what the attempt gives where nothing is open
 * @throws InputRejected one question that holds all
 */
export async function askingOnce<T>(
  given: LayoutSettings,
  attempt: (settings: LayoutSettings) => Promise<T> | T,
): Promise<T> {
  const questions: Question[] = [];
  let settings = given;
  for (;;) {
    try {
      const result = await attempt(settings);
      if (questions.length === 0) return result;
      break;
    } catch (error) {
      if (!(error instanceof Question) || questions.length >= QUESTIONS_AT_MOST) {
        if (questions[0]) break;
        throw error;
      }
      questions.push(error);
      const [first] = error.candidates;
      if (!first) break;
      settings = first.setting;
    }
  }
  throw together(questions, settings);
}

function together(questions: readonly Question[], settings: LayoutSettings): Question {
  const [first] = questions;
  if (first && questions.length === 1) return first;
  const code = questions.find(({ code }) => code === 'UNIT_UNKNOWN')?.code ?? 'LAYOUT_AMBIGUOUS';
  const means = questions.flatMap(({ candidates }) => candidates[0]?.means ?? []).join('; ');
  const others = questions.flatMap(({ candidates }) =>
    candidates.slice(1).map((candidate) => ({ means: candidate.means, setting: merged(settings, candidate.setting) })),
  );
  const asks = questions.map(({ more }) => more.asks).find((each) => each !== undefined);
  return new Question(
    code,
    questions.map(({ statement }) => statement).join(' '),
    distinct([{ means, setting: settings }, ...others]),
    {
      ...(asks ? { asks } : {}),
      proposed: questions.flatMap(({ more }) => more.proposed ?? []),
    },
  );
}

/** Of answers that say the same the first, in its place. */
function distinct(candidates: readonly Candidate[]): Candidate[] {
  const seen = new Set<string>();
  return candidates.filter(({ setting }) => {
    const key = JSON.stringify(setting);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function merged(given: LayoutSettings, answer: LayoutSettings): LayoutSettings {
  const columns = given.columns || answer.columns ? { columns: { ...given.columns, ...answer.columns } } : {};
  return { ...given, ...answer, ...columns };
}
