/**
 * When a task of the state machine is tried again, and how long it may take. Every task of the shipped JSON has exactly
 * these; the test of the definition holds it to them, and writes them into it with `vitest -u`.
 */

import { keysOf } from '../shared/keys-of.ts';
import { ERROR_NAMES } from '../shared/runtime/errors.ts';

/** Whether another attempt may help, by the error that a step ends with. */
export const IS_RETRIED = {
  inputRejected: false,
  transientDependency: true,
  inputInvalid: false,
} as const satisfies Record<keyof typeof ERROR_NAMES, boolean>;

/** An entry of a state's `Retry`, in the words of Amazon States Language. */
export interface RetryPolicy {
  readonly Comment: string;
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy: 'FULL';
}

/** What Lambda answers when no more of it is free: nothing was begun, and nothing is wrong. */
export const THROTTLED = ['Lambda.TooManyRequestsException', 'Lambda.EC2ThrottledException'] as const;

export const RETRY_POLICIES = {
  /**
   * The waiting room: seven hours on average, 15 at most. More attempts would not fit the 25,000 events of an
   * execution: each leaves three. Longer pauses would leave functions idle at the end (docs/adr/0010-waiting.md).
   */
  throttled: {
    Comment:
      'All of the concurrency is in use: the upload waits for its turn. ' +
      'Pauses of any length up to a minute keep thousands from coming back at once.',
    ErrorEquals: THROTTLED,
    IntervalSeconds: 5,
    MaxAttempts: 900,
    BackoffRate: 2,
    MaxDelaySeconds: 60,
    JitterStrategy: 'FULL',
  },
  /** Waits 122 s in all at most. */
  lambdaService: {
    Comment:
      'The Lambda service itself failed before our code decided anything: ' +
      'the same call is safe, attempts write under their own prefix.',
    ErrorEquals: [
      'Lambda.ServiceException',
      'Lambda.AWSLambdaException',
      'Lambda.SdkClientException',
      'Lambda.ClientExecutionTimeoutException',
    ],
    IntervalSeconds: 2,
    MaxAttempts: 6,
    BackoffRate: 2,
    MaxDelaySeconds: 60,
    JitterStrategy: 'FULL',
  },
  /** Waits 5 s at most. */
  endedProcess: {
    Comment:
      'The function ran out of time or memory, or its process ended: once more may meet a healthier machine, ' +
      'more often would only repeat the cost.',
    ErrorEquals: ['Sandbox.Timedout', 'States.Timeout', 'Runtime.ExitError', 'Runtime.OutOfMemory', 'Lambda.Unknown'],
    IntervalSeconds: 5,
    MaxAttempts: 1,
    BackoffRate: 2,
    JitterStrategy: 'FULL',
  },
  /** Waits 30 s in all at most. */
  transientDependency: {
    Comment: "A service that the step uses did not answer as it should and outlasted the SDK's own retries.",
    ErrorEquals: keysOf(IS_RETRIED).flatMap((name) => (IS_RETRIED[name] ? [ERROR_NAMES[name]] : [])),
    IntervalSeconds: 2,
    MaxAttempts: 4,
    BackoffRate: 2,
    MaxDelaySeconds: 30,
    JitterStrategy: 'FULL',
  },
} as const satisfies Record<string, RetryPolicy>;

/** What a task gets beyond its function's own time-out, s: a function that ends at its limit says so itself. */
const GRACE_SECONDS = 30;

/** @returns a task's TimeoutSeconds */
export function taskTimeout(functionSeconds: number): number {
  return functionSeconds + GRACE_SECONDS;
}

/** @returns the longest that the pauses of a policy can be in all, s: a full jitter shortens them */
export function longestWaitSeconds({
  IntervalSeconds,
  MaxAttempts,
  BackoffRate,
  MaxDelaySeconds,
}: RetryPolicy): number {
  const pauses = Array.from({ length: MaxAttempts }, (_, attempt) => IntervalSeconds * BackoffRate ** attempt);
  return pauses.reduce((total, pause) => total + Math.min(pause, MaxDelaySeconds ?? pause), 0);
}
