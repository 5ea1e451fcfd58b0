import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { FunctionError, LOCAL_ACCOUNT, LOCAL_REGION } from '../service.ts';
import { LogWriter } from './logs.ts';
import { MemoryWatch } from './memory-watch.ts';
import type { ContainerSettings, FromContainer, ReportedError, ToContainer } from './protocol.ts';
import { environment, type FunctionSettings } from './settings.ts';

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
  readonly #memory: MemoryWatch;
  readonly #timeoutSeconds: number;
  readonly #memoryMb: number;
  readonly #ready = Promise.withResolvers<void>();
  #fatal: ReportedError | undefined;
  #isOutOfMemory = false;
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
    this.#memoryMb = settings.memoryMb;
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
    this.#memory = new MemoryWatch(this.#worker, settings.memoryMb);
    this.#ready.promise.catch(() => {});
    this.#worker.on('message', (message: FromContainer) => this.#onMessage(message));
    this.#worker.on('error', (error: Error) => {
      // Out of memory, or an error that ended the thread before its own hooks were in place.
      if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
        this.#isOutOfMemory = true;
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
      const timer = setTimeout(() => this.#end(this.#timedOut(invocation.requestId)), milliseconds);
      this.#running = { invocation, timer, resolve, reject };
      this.#memory.begin((megabytes) => {
        this.#end(this.#overran(invocation.requestId, `It took ${Math.ceil(megabytes)} MB of memory,`));
      });
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
      case 'native memory':
        this.#memory.nativeBytes = message.bytes;
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

  #end(error: FunctionError): void {
    this.#alive = false;
    const running = this.#running;
    this.#running = undefined;
    clearTimeout(running?.timer);
    this.#memory.end();
    // First the thread's end, then the news: a retry must not run beside what is left of this attempt.
    void this.stop().then(() => running?.reject(error));
  }

  #onExit(code: number): void {
    this.#alive = false;
    this.#hasExited = true;
    clearTimeout(this.#deafTimer);
    this.#exited.resolve();
    const error = this.#exitError(code);
    this.#ready.reject(error);
    if (this.#running === undefined) this.#logs.end(this.#lastRequestId, this.#lastLogTo);
    this.#settle((running) => running.reject(error));
  }

  #exitError(code: number): FunctionError {
    if (this.#fatal !== undefined) return functionError(this.#fatal);
    const requestId = this.#lastRequestId;
    if (this.#isOutOfMemory) return this.#overran(requestId, 'It needs a larger heap of JavaScript,');
    const message = `RequestId: ${requestId} Error: Runtime exited with error: exit status ${code}`;
    return new FunctionError('Runtime.ExitError', message);
  }

  #settle(finish: (running: Running) => void): void {
    const running = this.#running;
    if (running === undefined) return;
    this.#running = undefined;
    clearTimeout(running.timer);
    this.#memory.end();
    this.#logs.end(running.invocation.requestId, running.invocation.logTo);
    this.#worker.unref();
    finish(running);
  }

  #overran(requestId: string, what: string): FunctionError {
    const message = `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`;
    return new FunctionError('Runtime.OutOfMemory', `${message}. ${what} and has ${this.#memoryMb} MB.`);
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

/** @returns the temporary folder of a function's n-th container */
export function containerFolder(tmp: string, name: string, slot: number): string {
  return join(tmp, name, String(slot));
}
