/** A state failed: what Retry and Catch match, and what the history shows. */
export class StateFailure extends Error {
  /** undefined when a Fail state gives none */
  readonly error: string | undefined;
  /** the text that goes with it; JSON for a function's error */
  readonly reason: string | undefined;
  /** What the interpreter asks before it matches Retry and Catch. */
  readonly isRetryable: boolean;
  readonly isCatchable: boolean;
  constructor(error: string | undefined, reason: string | undefined, options: { terminal?: boolean } = {}) {
    super(reason ?? '');
    this.name = error ?? 'Failed';
    this.error = error?.slice(0, 256);
    this.reason = reason?.slice(0, 32_768);
    this.isRetryable = options.terminal !== true;
    this.isCatchable = options.terminal !== true;
  }
}

/** The execution, or the branch around, is over: nothing further happens here, and nothing can catch this. */
export class Cancelled extends Error {
  readonly isRetryable = false;
  readonly isCatchable = false;
  constructor() {
    super('Cancelled');
    this.name = 'Local.Cancelled';
  }
}

/** @param what `The state/task 'X'` and what it did with the data that is too large */
export function dataLimitExceeded(what: string): StateFailure {
  return new StateFailure(
    'States.DataLimitExceeded',
    `${what} with a size exceeding the maximum number of bytes service limit.`,
    { terminal: true },
  );
}
