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

/** A run's end without success, with the id of the event that it followed from. */
export class RunFailed extends Error {
  readonly failure: unknown;
  readonly last: number;
  constructor(failure: unknown, last: number) {
    super('The run failed.');
    this.failure = failure;
    this.last = last;
  }
}

/** Says where a path or a choice failed, as AWS does; other failures say it themselves. */
export function located(error: unknown, name: string, enteredAt: number): unknown {
  if (!(error instanceof StateFailure) || error.error !== 'States.Runtime') return error;
  if (error.reason?.startsWith('An error occurred')) return error;
  const where = `An error occurred while executing the state '${name}' (entered at the event id #${enteredAt}).`;
  return new StateFailure(error.error, `${where} ${error.reason ?? ''}`, { terminal: true });
}
