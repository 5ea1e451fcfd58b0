import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { FunctionError, LOCAL_ACCOUNT, LOCAL_REGION } from '../service.ts';
import { LogWriter } from './logs.ts';
import type { ContainerSettings, FromContainer, ReportedError, ToContainer } from './protocol.ts';

/** How one function is configured. */
export interface FunctionSettings {
  /** absolute path or file URL of the module that exports `handler` */
  handler: string;
  memoryMb: number;
  timeoutSeconds: number;
  /** the size of /tmp on AWS; here the disk is the limit */
  ephemeralMb: number;
  env: Record<string, string>;
}

/** What a container does with an invocation; `exit` and `timeout` are injected faults. */
export type Invocation = { requestId: string; payload: string; logTo: string; fault?: 'exit' | 'timeout' | undefined };

interface Running {
  invocation: Invocation;
  timer: NodeJS.Timeout;
  resolve(payload: string): void;
  reject(error: FunctionError): void;
}

/** Lambda's limit for loading the module; here it is added to the function's own time-out. */
const INIT_MS = 10_000;

/** What a container's heap holds of new objects. V8 would let it grow to 134 MB, in each of a dozen containers. */
const YOUNG_MB = 32;

/** A thread that has not answered for so long never will. */
const DEAF_MS = 500;
/**
 * The same while it loads its modules, which several threads at once do for seconds: made to end while a native one
 * begins, it would take the whole process with it.
 */
const LOADING_MS = 20_000;

/** One warm worker thread of one function: loads the module once, takes one invocation at a time. */
export class Container {
  readonly #worker: Worker;
  readonly #logs: LogWriter;
  readonly #timeoutSeconds: number;
  readonly #ready = Promise.withResolvers<void>();
  #fatal: ReportedError | undefined;
  #exitReason: string | undefined;
  #running: Running | undefined;
  #lastRequestId = 'init';
  #lastLogTo: string;
  #alive = true;
  #isLoaded = false;
  readonly #exited = Promise.withResolvers<void>();
  #hasExited = false;
  #deafTimer: NodeJS.Timeout | undefined;

  /** Starts a container with an empty temporary folder of its own. It does not keep the process alive while idle. */
  static async start(
    name: string,
    settings: FunctionSettings,
    folders: { tmp: string; logs: string },
    logTo: string,
  ): Promise<Container> {
    await rm(folders.tmp, { recursive: true, force: true });
    await mkdir(folders.tmp, { recursive: true });
    return new Container(name, settings, folders, logTo);
  }

  private constructor(name: string, settings: FunctionSettings, folders: { tmp: string; logs: string }, logTo: string) {
    const workerData: ContainerSettings = {
      handler: settings.handler.startsWith('file:') ? settings.handler : pathToFileURL(settings.handler).href,
      functionName: name,
      functionArn: `arn:aws:lambda:${LOCAL_REGION}:${LOCAL_ACCOUNT}:function:${name}`,
      memoryMb: settings.memoryMb,
      logGroup: `/aws/lambda/${name}`,
      logStream: `local/[$LATEST]${randomUUID().replaceAll('-', '')}`,
    };
    this.#timeoutSeconds = settings.timeoutSeconds;
    this.#lastLogTo = logTo;
    this.#logs = new LogWriter(folders.logs, name);
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData,
      env: environment(settings, workerData, folders.tmp),
      name: name.slice(0, 15),
      // Its output comes as messages (see worker.ts). These streams stay unread: reading them would keep the process
      // alive.
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: settings.memoryMb, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    this.#ready.promise.catch(() => {});
    this.#worker.on('message', (message: FromContainer) => this.#onMessage(message));
    this.#worker.on('error', (error: Error) => {
      // Out of memory, or an error that ended the thread before its own hooks were in place.
      if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
        this.#exitReason = 'signal: killed';
        return;
      }
      this.#fatal ??= { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
    });
    this.#worker.on('exit', (code) => this.#onExit(code));
    this.#worker.unref();
  }

  /** @returns whether it can take another invocation */
  get alive(): boolean {
    return this.#alive;
  }

  /** @throws FunctionError when the module cannot be loaded */
  async ready(): Promise<void> {
    this.#worker.ref();
    const timer = setTimeout(
      () => {
        this.#ready.reject(this.#timedOut(this.#lastRequestId));
        void this.stop();
      },
      INIT_MS + this.#timeoutSeconds * 1000,
    );
    try {
      await this.#ready.promise;
    } finally {
      clearTimeout(timer);
      this.#worker.unref();
    }
  }

  /**
   * @returns the handler's result as JSON
   * @throws FunctionError when the handler threw, ran out of time, or its thread ended
   */
  async invoke(invocation: Invocation): Promise<string> {
    this.#lastRequestId = invocation.requestId;
    this.#lastLogTo = invocation.logTo;
    await this.ready();
    if (invocation.fault === 'timeout') {
      await this.stop();
      throw this.#timedOut(invocation.requestId);
    }
    this.#worker.ref();
    return new Promise<string>((resolve, reject) => {
      const milliseconds = this.#timeoutSeconds * 1000;
      const timer = setTimeout(() => this.#onTimeout(), milliseconds);
      this.#running = { invocation, timer, resolve, reject };
      const message: ToContainer =
        invocation.fault === 'exit'
          ? { kind: 'exit' }
          : {
              kind: 'invoke',
              requestId: invocation.requestId,
              payload: invocation.payload,
              deadline: Date.now() + milliseconds,
            };
      this.#worker.postMessage(message);
    });
  }

  /** Ends the thread: it is asked to, and made to when it does not answer (it is in an endless loop, say). */
  async stop(): Promise<void> {
    this.#alive = false;
    if (this.#hasExited) return;
    this.#worker.ref();
    this.#deafTimer ??= setTimeout(() => this.#worker.terminate(), this.#isLoaded ? DEAF_MS : LOADING_MS);
    const message: ToContainer = { kind: 'stop' };
    this.#worker.postMessage(message);
    await this.#exited.promise;
  }

  #onMessage(message: FromContainer): void {
    switch (message.kind) {
      case 'ready':
        this.#isLoaded = true;
        this.#ready.resolve();
        break;
      case 'leaving':
        clearTimeout(this.#deafTimer);
        break;
      case 'output':
        this.#output(message.text);
        break;
      case 'result':
        this.#settle((running) => running.resolve(message.payload));
        break;
      case 'error':
        this.#settle((running) => running.reject(functionError(message.error)));
        break;
      case 'fatal':
        this.#fatal = message.error;
        this.#alive = false;
        break;
    }
  }

  #output(text: string): void {
    this.#logs.write(text, this.#lastRequestId, this.#lastLogTo);
  }

  #onTimeout(): void {
    const requestId = this.#lastRequestId;
    this.#alive = false;
    const running = this.#running;
    this.#running = undefined;
    // First the thread's end, then the news: a retry must not run beside what is left of this attempt.
    void this.stop().then(() => running?.reject(this.#timedOut(requestId)));
  }

  #onExit(code: number): void {
    this.#alive = false;
    this.#hasExited = true;
    clearTimeout(this.#deafTimer);
    this.#exited.resolve();
    const reason = this.#exitReason ?? `exit status ${code}`;
    const error =
      this.#fatal === undefined
        ? new FunctionError(
            'Runtime.ExitError',
            `RequestId: ${this.#lastRequestId} Error: Runtime exited with error: ${reason}`,
          )
        : functionError(this.#fatal);
    this.#ready.reject(error);
    if (this.#running === undefined) this.#logs.end(this.#lastRequestId, this.#lastLogTo);
    this.#settle((running) => running.reject(error));
  }

  #settle(finish: (running: Running) => void): void {
    const running = this.#running;
    if (running === undefined) return;
    this.#running = undefined;
    clearTimeout(running.timer);
    this.#logs.end(running.invocation.requestId, running.invocation.logTo);
    this.#worker.unref();
    finish(running);
  }

  #timedOut(requestId: string): FunctionError {
    const seconds = this.#timeoutSeconds.toFixed(2);
    return new FunctionError(
      'Sandbox.Timedout',
      `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`,
    );
  }
}

function functionError({ errorType, errorMessage, trace }: ReportedError): FunctionError {
  return new FunctionError(errorType, errorMessage, trace);
}

/**
 * The function's variables over the process's own, without its AWS ones: a profile, a token or an endpoint of a real
 * account in the developer's shell must not reach a function that runs locally.
 */
function environment(settings: FunctionSettings, container: ContainerSettings, tmp: string): Record<string, string> {
  const inherited: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !/^(AWS_|_X_AMZN_)/.test(name)) inherited[name] = value;
  }
  return {
    ...inherited,
    AWS_REGION: LOCAL_REGION,
    AWS_DEFAULT_REGION: LOCAL_REGION,
    AWS_LAMBDA_FUNCTION_NAME: container.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: container.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: container.logStream,
    ...settings.env,
    TMPDIR: tmp,
  };
}

/** @returns the temporary folder of a function's n-th container */
export function containerFolder(tmp: string, name: string, slot: number): string {
  return join(tmp, name, String(slot));
}
