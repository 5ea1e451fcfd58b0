import { z } from 'zod';
import { keysOf } from '../keys-of.ts';
import { CONFIG_KEYS } from '../lake/keys.ts';
import { ERROR_NAMES, isFinal, type RejectionCode } from '../runtime/errors.ts';
import { energyCommand } from '../text/command.ts';
import { shortened } from '../text/format.ts';
import { parseJson } from '../text/parse-json.ts';
import { sanitize } from '../text/sanitize.ts';
import { classOf, type FailureKind } from './classes.ts';
import { likelyAnswer, questionIn } from './question.ts';

/** Why a run or a state failed, in words. */
export interface Failure {
  /** The error's name, what Retry and Catch match. */
  readonly error: string;
  readonly kind: FailureKind;
  readonly sentence: string;
  /** Of a refused upload only. */
  readonly code?: string;
  readonly details?: Readonly<Record<string, unknown>>;
  /** What a person can do. */
  readonly advice: string;
}

const lambdaCauseSchema = z.looseObject({ errorMessage: z.string() });
const rejectionSchema = z.object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()) });

/** `energy replay` does it, and the console under the name that AWS has for it. */
const REPLAY = 'Replay the run (Redrive in the console); it goes on at the state that failed.';
const CLOCK =
  'Look at the clock. If it was wrong, set it and replay the run; if not, correct the file and upload it again.';
const SMALLER = 'Replay the run; if it happens again, upload the file in smaller parts.';
const MAX_SENTENCE = 500;

/** What helps where a step says itself why it ends. */
const ADVICE = {
  inputRejected: 'Correct the file and upload it again.',
  transientDependency: REPLAY,
  inputInvalid: 'Start runs by uploading a file; a run that was started with other input cannot go on.',
} as const satisfies Record<keyof typeof ERROR_NAMES, string>;

const SETTING = 'Put right what was said with the upload, and upload the file again.';

/** What helps with refusals that no other content of the file mends. */
const ADVICE_OF_CODE: Readonly<Partial<Record<string, string>>> = {
  TIME_ZONE_UNKNOWN: SETTING,
  SETTING_INVALID: SETTING,
  SOURCE_GONE: 'Upload the file again.',
  KEY_CONFLICT: 'Upload the file under another name.',
} satisfies Partial<Record<RejectionCode, string>>;

/** What is known to end a state, and what helps. */
const KNOWN: Readonly<Record<string, { sentence?: string; advice: string }>> = {
  ...Object.fromEntries(keysOf(ERROR_NAMES).map((name) => [ERROR_NAMES[name], { advice: ADVICE[name] }])),
  // The local stack's own: its disk is full, or it was stopped while the run was under way.
  'Local.HistoryNotWritten': { advice: REPLAY },
  'Local.ProcessEnded': { advice: REPLAY },
  'States.Timeout': { sentence: 'It took longer than the state machine allows.', advice: REPLAY },
  'Sandbox.Timedout': { sentence: 'The function ran out of its time.', advice: REPLAY },
  'Runtime.ExitError': {
    sentence: "The function's process ended by itself, most likely for want of memory.",
    advice: SMALLER,
  },
  'Runtime.OutOfMemory': { sentence: 'The function needed more memory than it has.', advice: SMALLER },
};

/** Whether the uploaded file itself was refused: then only another file helps. */
export function isUploadAtFault({ error, code, details }: Failure): boolean {
  return error === ERROR_NAMES.inputRejected && isFinal(code ?? '') && !isTariffAtFault(details);
}

function isTariffAtFault(details: Failure['details']): boolean {
  return details?.key === CONFIG_KEYS.tariffs;
}

/** What is at fault may be a file of the lake rather than the upload: then the run goes on once that is mended. */
function rejectionAdvice(code: string, details: Failure['details'], command: typeof energyCommand): string {
  if (!isFinal(code)) return CLOCK;
  const question = questionIn(details);
  if (question) {
    const answer = likelyAnswer(question);
    const all = 'Its run shows all answers.';
    if (answer === null) return `Upload it again with an answer. ${all}`;
    return `Upload it again with the answer, most likely: ${command(`run FILE --layout ${answer}`)}\n${all}`;
  }
  if (!isTariffAtFault(details)) return ADVICE_OF_CODE[code] ?? ADVICE.inputRejected;
  return (
    `Mend the tariffs ('${command('tariff FILE')}' checks and keeps them), then replay the run; ` +
    `it goes on at the state that failed.`
  );
}

/**
 * Reads the error and cause of a failed execution or task.
 * @param command how a command is said where the failure is told
 */
export function failureOf(error: string | undefined, cause: string | undefined, command = energyCommand): Failure {
  const name = error ?? 'Failed';
  const kind = classOf(name);
  const message = messageIn(cause ?? '');
  if (name === ERROR_NAMES.inputRejected) {
    const rejection = rejectionSchema.safeParse(parseJson(message));
    if (rejection.success) {
      const { code, message: sentence, details } = rejection.data;
      const asks = questionIn(details) !== undefined;
      const advice = rejectionAdvice(code, details, command);
      return { error: name, kind: asks ? 'question' : kind, sentence, code, details, advice };
    }
  }
  const known = KNOWN[name];
  return {
    error: name,
    kind,
    sentence: message || known?.sentence || 'No cause was given.',
    advice: known?.advice ?? 'Look at its logs, then replay the run; it goes on at the state that failed.',
  };
}

/** One line for a terminal. */
export function failureLine({ error, sentence, code, details }: Failure): string {
  const question = questionIn(details);
  const whole = `${code ?? error}: ${question?.statement ?? sentence}`;
  return sanitize(shortened(whole, MAX_SENTENCE));
}

function messageIn(cause: string): string {
  const parsed = lambdaCauseSchema.safeParse(parseJson(cause));
  return parsed.success ? parsed.data.errorMessage : cause;
}
