/**
 * What kind of fault an error is: one classification for retries, alerts, metrics and statistics. The state machine's
 * definition retries what passes by itself; a test holds it to these lists.
 */
import type { Severity } from '../energy/anomalies.ts';
import { ERROR_NAMES } from '../runtime/errors.ts';

export const ERROR_CLASSES = ['transient', 'data', 'configuration', 'platform', 'bug'] as const;
export type ErrorClass = (typeof ERROR_CLASSES)[number];

/** Why a run ended: an error's class, or that its file leaves something open, which is nobody's fault. */
export type FailureKind = ErrorClass | 'question';

/** How bad a run is that ends so, and what it is in a sentence. */
export const ABOUT_KIND = {
  question: { severity: 'MEDIUM', words: 'the file leaves something open, which a person has to answer' },
  transient: { severity: 'MEDIUM', words: 'a service did not answer as it should' },
  data: { severity: 'MEDIUM', words: 'the upload is at fault' },
  configuration: { severity: 'HIGH', words: 'something is set up wrongly' },
  platform: { severity: 'HIGH', words: 'the machine beneath ran out of time, memory or space' },
  bug: { severity: 'CRITICAL', words: 'the program itself is at fault' },
} as const satisfies Record<FailureKind, { readonly severity: Severity; readonly words: string }>;

/** By the error's name, as Lambda and Step Functions report it; what is not here is nobody's but the program's. */
const CLASS_OF: ReadonlyMap<string, ErrorClass> = new Map<string, ErrorClass>([
  [ERROR_NAMES.inputRejected, 'data'],
  [ERROR_NAMES.transientDependency, 'transient'],
  [ERROR_NAMES.inputInvalid, 'configuration'],
  ['Lambda.TooManyRequestsException', 'transient'],
  ['Lambda.EC2ThrottledException', 'transient'],
  ['Lambda.ServiceException', 'transient'],
  ['Lambda.AWSLambdaException', 'transient'],
  ['Lambda.SdkClientException', 'transient'],
  ['Lambda.ClientExecutionTimeoutException', 'transient'],
  ['Sandbox.Timedout', 'platform'],
  ['States.Timeout', 'platform'],
  ['States.HeartbeatTimeout', 'platform'],
  ['Runtime.ExitError', 'platform'],
  ['Runtime.OutOfMemory', 'platform'],
  ['Lambda.Unknown', 'platform'],
  ['Local.HistoryNotWritten', 'platform'],
  ['Local.ProcessEnded', 'platform'],
  ['ABORTED', 'platform'],
  ['TIMED_OUT', 'platform'],
  ['States.Permissions', 'configuration'],
  ['AccessDenied', 'configuration'],
  ['AccessDeniedException', 'configuration'],
  ['NoSuchBucket', 'configuration'],
  ['EntityNotFoundException', 'configuration'],
  ['ResourceNotFoundException', 'configuration'],
  ['Lambda.ResourceNotFoundException', 'configuration'],
]);

/** @param error its name */
export function classOf(error: string): ErrorClass {
  return CLASS_OF.get(error) ?? 'bug';
}

/** Names of errors after which another attempt may succeed: those that pass, and those of the machine beneath. */
export function isWorthAnotherTry(error: string): boolean {
  const kind = classOf(error);
  return kind === 'transient' || kind === 'platform';
}
