import { TransientDependency } from './errors.ts';

const NETWORK_CODES = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);
const TRANSIENT_NAMES = new Set([
  'TimeoutError',
  'RequestTimeout',
  'RequestTimeoutException',
  'SlowDown',
  'ThrottlingException',
  'TooManyRequestsException',
  'ConcurrentModificationException',
  'InternalError',
  'InternalServiceException',
  'OperationTimeoutException',
  'ServiceUnavailable',
]);

function statusOf(error: object): number | undefined {
  const metadata = '$metadata' in error ? error.$metadata : undefined;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}

/**
 * Tells a passing fault of a service, which the SDK's own retries did not outlast, from a fault that will repeat.
 * @returns the error that the state machine retries, or the error itself
 */
export function asTransient(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const transient = TRANSIENT_NAMES.has(error.name) || NETWORK_CODES.has(code) || (statusOf(error) ?? 0) >= 500;
  return transient ? new TransientDependency(`${error.name}: ${error.message}`, { cause: error }) : error;
}
