import type { ZodError } from 'zod';

/**
 * The error names that the state machine's Retry and Catch match. Lambda reports a thrown error's `name` as its
 * `errorType`, so these strings are public API: the classes, the ASL file and the tests all use this declaration.
 */
export const ERROR_NAMES = {
  /** Permanent: the upload itself is at fault, trying again cannot help. */
  inputRejected: 'InputRejected',
  /** Worth another try: a service that a step depends on did not answer as it should. */
  transientDependency: 'TransientDependency',
  /** Permanent: a step was given something else than its contract says, so nothing that it can work on. */
  inputInvalid: 'InputInvalid',
} as const;

/** Why an upload was refused as a whole. Stable: people and alarms match on them. */
export const REFUSAL_CODES = {
  EMPTY_FILE: 'The file holds no readings.',
  TOO_LARGE: 'The file is larger than this function accepts.',
  NOT_READINGS: 'The file is not a file of energy readings.',
  UNKNOWN_LAYOUT: 'The columns of the file are not a layout that is understood.',
  LAYOUT_AMBIGUOUS: 'The layout of the file can be understood in more than one way.',
  SITE_UNCLEAR: 'Another upload tells otherwise of the same site, and nobody named the site.',
  UNIT_UNKNOWN: 'Nothing says in which unit the values are.',
  UNREADABLE: 'The file could not be read.',
  TOO_MANY_REJECTS: 'Too many readings of the file are not usable.',
  IN_THE_FUTURE: 'Most readings lie in the future, as this machine tells the time.',
  TIME_ZONE_UNKNOWN: 'The time zone given with the upload does not exist.',
  SETTING_INVALID: 'A setting given with the upload is not valid.',
  OTHER_SITE: 'The upload is for one site only, and the file has readings of others.',
  SOURCE_GONE: 'The uploaded object is no longer there.',
  KEY_CONFLICT: "Another upload's dataset has this name.",
} as const;
export type RejectionCode = keyof typeof REFUSAL_CODES;

/**
 * What may be the fault of the machine rather than of the file: it is not kept as what became of the file, and a replay
 * reads the file again.
 */
const MAY_PASS: ReadonlySet<string> = new Set<RejectionCode>(['IN_THE_FUTURE']);

/** Whether the same bytes are refused with this code on every later day, too. */
export function isFinal(code: string): boolean {
  return !MAY_PASS.has(code);
}

/**
 * The upload cannot be processed, and would not be on another attempt. The message is JSON:
 * `{code, message, details}` with a stable code, a sentence for a person, and whatever locates the fault.
 */
export class InputRejected extends Error {
  readonly code: RejectionCode;
  readonly sentence: string;
  readonly details: Readonly<Record<string, unknown>>;
  constructor(code: RejectionCode, sentence: string = REFUSAL_CODES[code], details: Record<string, unknown> = {}) {
    super(JSON.stringify({ code, message: sentence, details }));
    this.name = ERROR_NAMES.inputRejected;
    this.code = code;
    this.sentence = sentence;
    this.details = details;
    // Lambda sends message and stack in one error, of which an execution keeps 32,768 characters.
    this.stack = this.stack?.replace(this.message, () => code);
  }
}

/** A dependency failed in a way that another attempt may survive; the state machine retries it. */
export class TransientDependency extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = ERROR_NAMES.transientDependency;
  }
}

const FAULTS_SHOWN = 3;

/** An execution was started by hand with no upload, or a state passes on what the next one does not take. */
export class InputInvalid extends Error {
  /** @param step whose input it is */
  constructor(step: string, fault: ZodError) {
    const faults = fault.issues.slice(0, FAULTS_SHOWN).map(({ path, message }) => `${path.join('.')}: ${message}`);
    const more = fault.issues.length > faults.length ? `; and ${fault.issues.length - faults.length} more` : '';
    super(`The input of ${step} is not what it takes. ${faults.join('; ')}${more}.`, { cause: fault });
    this.name = ERROR_NAMES.inputInvalid;
  }
}
