/** What went wrong with a model, in words for a report. The service's own words are left out: they can quote a key. */
import { APICallError, NoObjectGeneratedError, NoOutputGeneratedError, RetryError } from 'ai';
import { type FallbackCode, NO_CALL } from '../../../shared/report/insights.ts';
import { NotWritten } from '../fallback-error.ts';
import { MOST_REPLY_BYTES, ReplyTooLarge } from './bounded-fetch.ts';
import { tokensOf } from './tokens.ts';

const BY_STATUS: Readonly<Record<number, readonly [FallbackCode, string]>> = {
  400: ['REQUEST_REFUSED', 'The service refused the request: the model may not take this kind of question.'],
  401: ['ACCESS_REFUSED', 'The service refused access: the key is not valid.'],
  403: ['ACCESS_REFUSED', "The service refused access: the key or the function's role may not use this model."],
  404: ['REQUEST_REFUSED', 'The service does not know the model, or not in this region.'],
  429: ['THROTTLED', 'The service was asked too often, or the quota is used up.'],
};

/** @param signal of the question, aborted when its time was up */
export function asNotWritten(error: unknown, signal: AbortSignal): NotWritten {
  if (error instanceof NotWritten) return error;
  const last = RetryError.isInstance(error) ? error.lastError : error;
  const status = APICallError.isInstance(last) ? last.statusCode : undefined;
  if (causes(error).some((cause) => cause instanceof ReplyTooLarge)) {
    return new NotWritten('REPLY_TOO_LARGE', `The service sent more than ${MOST_REPLY_BYTES / 1024 ** 2} MB.`);
  }
  if (signal.aborted)
    return new NotWritten('TIMED_OUT', 'The model did not answer within the time that is set for it.');
  if (NoObjectGeneratedError.isInstance(last) || NoOutputGeneratedError.isInstance(last)) {
    const { usage = undefined, finishReason = undefined } = NoObjectGeneratedError.isInstance(last) ? last : {};
    const why = finishReason === 'length' ? 'it was cut off' : 'it is not the JSON that was asked for';
    return new NotWritten('REPLY_UNUSABLE', `The model's reply cannot be used: ${why}.`, {
      ...NO_CALL,
      tokens: tokensOf(usage),
    });
  }
  // Whatever else the SDK stumbles over, such as missing credentials: advice is never worth a failed run.
  if (!APICallError.isInstance(last)) {
    return new NotWritten(
      'SERVICE_FAILED',
      `The model could not be asked (${error instanceof Error ? error.name : typeof error}).`,
    );
  }
  if (status === undefined) return new NotWritten('UNREACHABLE', 'The service could not be reached.');
  if (status < 300) return new NotWritten('REPLY_UNUSABLE', "The service's answer is not one of its protocol.");
  const [code, reason] = BY_STATUS[status] ?? ['SERVICE_FAILED', 'The service failed.'];
  return new NotWritten(code, `${reason} (HTTP ${status})`);
}

function causes(error: unknown): unknown[] {
  if (!(error instanceof Error)) return [error];
  const inner = RetryError.isInstance(error) ? error.lastError : error.cause;
  return inner === undefined || inner === error ? [error] : [error, ...causes(inner)];
}
