/** What a container's worker is told once, when it starts. */
export interface ContainerSettings {
  /** file URL of the handler's module */
  handler: string;
  functionName: string;
  functionArn: string;
  memoryMb: number;
  logGroup: string;
  logStream: string;
}

/** From the pool to a container. One invocation at a time. */
export type ToContainer =
  | { kind: 'invoke'; requestId: string; payload: string; deadline: number }
  /** End, as Lambda ends a process: SIGTERM, then the end. */
  | { kind: 'stop' }
  /** Ends the process as a crash would: fault injection of tests. */
  | { kind: 'exit' };

/** An error as Lambda's runtime reports it. */
export interface ReportedError {
  errorType: string;
  errorMessage: string;
  trace: string[];
}

/**
 * From a container to the pool. Output travels on the same port as results, so that a line never arrives after the
 * result of the invocation that wrote it.
 */
export type FromContainer =
  | { kind: 'ready' }
  /** It has understood that it must end, and does. */
  | { kind: 'leaving' }
  | { kind: 'output'; text: string }
  /** What native code holds for it now, beside JavaScript's heap and buffers. */
  | { kind: 'native memory'; bytes: number }
  | { kind: 'result'; payload: string }
  | { kind: 'error'; error: ReportedError }
  /** The module could not be loaded, or something was thrown outside the handler: the container is of no more use. */
  | { kind: 'fatal'; error: ReportedError };
