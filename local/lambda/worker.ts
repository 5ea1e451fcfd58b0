import { setTimeout as sleep } from 'node:timers/promises';
import { types } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { nativeMemory } from '../../shared/database/native-memory.ts';
import type { ContainerSettings, FromContainer, ReportedError, ToContainer } from './protocol.ts';

/** Runs inside a container: loads the function's module once and answers one invocation after another. */

type Handler = (event: unknown, context: unknown) => unknown;
/** How long a handler that was told to end may take to do so. */
const GRACE_MS = 5000;
/** How often it is looked whether it has. */
const LOOK_MS = 10;
/** How often it is told what native code holds. */
const TELL_MS = 250;

if (parentPort === null) throw new Error('local/lambda/worker.ts is started by local/lambda/container.ts only.');
const port = parentPort;
const settings: ContainerSettings = workerData;
const send = (message: FromContainer): void => port.postMessage(message);

captureOutput(process.stdout);
captureOutput(process.stderr);

// As in Lambda's runtime: what is thrown outside the handler ends the process, and says what it was.
process.on('unhandledRejection', (reason) => {
  const { errorMessage, trace } = reported(reason);
  send({ kind: 'fatal', error: { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage, trace } });
  void leave();
});
process.on('uncaughtException', (error) => {
  send({ kind: 'fatal', error: reported(error) });
  void leave();
});

let isLeaving = false;
let running: Promise<FromContainer> | undefined;
const handler = Promise.withResolvers<Handler>();
port.on('message', async (message: ToContainer) => {
  switch (message.kind) {
    case 'stop':
      await leave();
      break;
    case 'exit':
      process.exit(1);
      break;
    case 'invoke':
      running = answer(await handler.promise, message);
      send(await running);
      break;
  }
});
handler.resolve(await load());
send({ kind: 'ready' });

/**
 * Ends this thread. A thread must not end while native code works for it (a DuckDB query): that blocks until the work
 * is done and then aborts the whole process. So whoever starts such work listens for SIGTERM, as on AWS, interrupts it,
 * and listens until it has ended; what begins meanwhile is told as well.
 */
async function leave(): Promise<void> {
  isLeaving = true;
  send({ kind: 'leaving' });
  const until = Date.now() + GRACE_MS;
  let works = false;
  while (process.listenerCount('SIGTERM') > 0 && Date.now() < until) {
    works = true;
    process.emit('SIGTERM', 'SIGTERM');
    await sleep(LOOK_MS);
  }
  if (works) await Promise.race([running, sleep(Math.max(0, until - Date.now()))]);
  process.exit(1);
}

async function load(): Promise<Handler> {
  try {
    const loaded: { handler?: unknown } = await import(settings.handler);
    const found = loaded.handler;
    if (typeof found !== 'function') {
      throw Object.assign(new Error(`${settings.handler} does not export a function named handler.`), {
        name: 'Runtime.HandlerNotFound',
      });
    }
    return (event, context) => found(event, context);
  } catch (error) {
    const failure = reported(error);
    if (failure.errorType === 'Error' && isMissingModule(error)) failure.errorType = 'Runtime.ImportModuleError';
    send({ kind: 'fatal', error: failure });
    return process.exit(1);
  }
}

async function answer(
  handle: Handler,
  { requestId, payload, deadline }: ToContainer & { kind: 'invoke' },
): Promise<FromContainer> {
  const context = {
    awsRequestId: requestId,
    functionName: settings.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: settings.functionArn,
    memoryLimitInMB: String(settings.memoryMb),
    logGroupName: settings.logGroup,
    logStreamName: settings.logStream,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
  const telling = setInterval(tellNativeMemory, TELL_MS);
  try {
    const result = await handle(JSON.parse(payload), context);
    return { kind: 'result', payload: serialise(result) };
  } catch (error) {
    return { kind: 'error', error: reported(error) };
  } finally {
    clearInterval(telling);
  }
}

let isAsking = false;

/** One question at a time: a busy database answers late. None while the thread ends, which would wait for it. */
async function tellNativeMemory(): Promise<void> {
  if (isAsking || isLeaving) return;
  isAsking = true;
  try {
    send({ kind: 'native memory', bytes: await nativeMemory() });
  } catch {
    // A database that is being closed cannot be asked.
  } finally {
    isAsking = false;
  }
}

function serialise(result: unknown): string {
  try {
    return JSON.stringify(result) ?? 'null';
  } catch (error) {
    throw Object.assign(new Error(`Unable to stringify response body: ${reported(error).errorMessage}`), {
      name: 'Runtime.MarshalError',
    });
  }
}

/** The words in which Lambda's runtime reports whatever was thrown. */
function reported(thrown: unknown): ReportedError {
  if (types.isNativeError(thrown)) {
    return {
      errorType: thrown.name || 'Error',
      errorMessage: thrown.message,
      trace: (thrown.stack ?? '').split('\n'),
    };
  }
  return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
}

function isMissingModule(error: unknown): boolean {
  return types.isNativeError(error) && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
}

/** Sends what is written to a stream at once, so that nothing is left behind when the process ends. */
function captureOutput(stream: NodeJS.WriteStream): void {
  const decoder = new TextDecoder();
  const write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    send({ kind: 'output', text: typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }) });
    const done = rest.find((value) => typeof value === 'function');
    if (done !== undefined) queueMicrotask(() => done());
    return true;
  };
  Object.defineProperty(stream, 'write', { value: write });
}
