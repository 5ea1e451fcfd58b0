import type { IncomingMessage, ServerResponse } from 'node:http';

/** The account and region that every local ARN carries. */
export const LOCAL_ACCOUNT = '000000000000';
export const LOCAL_REGION = 'us-east-1';

/** An error in the words of the AWS API: its code is what an SDK turns into the exception's name. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
  }
}

/**
 * A service that speaks AWS JSON (Step Functions, Glue, Athena, Secrets Manager): one POST per call, named by the
 * X-Amz-Target header.
 */
export interface JsonService {
  /** What stands before the dot in X-Amz-Target. */
  readonly target: string;
  /** Content type version of the protocol. */
  readonly protocol: '1.0' | '1.1';
  /**
   * @param caller access key id that the request is signed with; not checked, but a secret one is hard to guess
   * @throws AwsError for everything that the caller did wrong, UnknownOperationException included
   */
  call(operation: string, input: Record<string, unknown>, caller?: string): Promise<unknown>;
}

/**
 * A service that reads the request itself (S3's REST, SNS's query protocol). It answers every request, errors included.
 */
export interface HttpService {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** What other local services need of the object store, without a network call. */
export interface ObjectFiles {
  /** @returns the file that holds the current version's bytes, or undefined when there is no such object */
  file(bucket: string, key: string): Promise<string | undefined>;
  /** Keys below a prefix with their files, in S3's order (UTF-8 binary). */
  list(bucket: string, prefix: string): AsyncIterable<{ key: string; size: number; file: string }>;
}

/** An object came into being, or its current version was hidden by a delete marker: what EventBridge would be told. */
export interface ObjectChange {
  bucket: string;
  key: string;
  size: number;
  /** '' for a delete marker. */
  etag: string;
  versionId: string;
  /** Grows with each write to the store; 16 upper-case hex digits or more, as S3 sends it. */
  sequencer: string;
  reason: 'PutObject' | 'CopyObject' | 'CompleteMultipartUpload' | 'DeleteObject';
  time: Date;
}

/** Runs a Lambda function as the service would. */
export interface FunctionRuntime {
  /**
   * @param name the function's name as in shared/runtime/lambda-functions.ts
   * @param payload what the handler receives
   * @returns what the handler returned
   * @throws FunctionError when the handler threw, timed out or its process ended
   */
  invoke(name: string, payload: unknown, options?: { logTo?: string }): Promise<unknown>;
}

/** A failed invocation, as Lambda reports it: the name that Retry and Catch match, and the cause's JSON. */
export class FunctionError extends Error {
  readonly errorType: string;
  readonly trace: readonly string[];
  constructor(errorType: string, message: string, trace: readonly string[] = []) {
    super(message);
    this.name = errorType;
    this.errorType = errorType;
    this.trace = trace;
  }
}
