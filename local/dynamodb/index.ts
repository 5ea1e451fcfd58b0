/** DynamoDB on the stack's port: requests are passed to the worker that answers them. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { HttpService } from '../service.ts';
import { CLOSE, type WorkerData } from './protocol.ts';

export interface DynamoDb extends HttpService {
  close(): Promise<void>;
}

/** What stands before the dot in X-Amz-Target. */
export const DYNAMODB_TARGET = 'DynamoDB_20120810';

const CONNECTIONS = 32;
/** The close of a database that was written to a moment ago takes some milliseconds. */
const CLOSE_MS = 10_000;

interface Running {
  readonly worker: Worker;
  readonly exited: Promise<void>;
}

/**
 * Tables that persist in `<home>/dynamodb`. The worker starts with the first request, and anew after one that ended it.
 */
export function createDynamoDb({ home }: { home: string }): DynamoDb {
  const folder = join(home, 'dynamodb');
  const sockets = mkdtempSync(join(tmpdir(), 'energy-db-'));
  const socket = join(sockets, 's');
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  let running: Promise<Running> | undefined;
  let closed = false;

  async function start(): Promise<Running> {
    mkdirSync(folder, { recursive: true });
    rmSync(socket, { force: true });
    const data: WorkerData = { folder, socket };
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: data });
    worker.unref();
    const ended = Promise.withResolvers<void>();
    worker.once('exit', () => {
      running = undefined;
      ended.resolve();
    });
    await new Promise<void>((resolve, reject) => {
      worker.once('message', () => resolve());
      worker.once('exit', () => reject(new Error('the table of sites did not start')));
      worker.on('error', (error) => {
        console.error('DynamoDB failed:', error);
        reject(error);
      });
    });
    return { worker, exited: ended.promise };
  }

  return {
    async handle(request, response) {
      if (closed) return fail(response, 'The stack is closing.');
      running ??= start();
      try {
        await running;
        await pass(request, response, socket, agent);
      } catch (error) {
        running = undefined;
        fail(response, error instanceof Error ? error.message : String(error));
      }
    },
    async close() {
      closed = true;
      const open = await running?.catch(() => undefined);
      open?.worker.postMessage(CLOSE);
      const late = setTimeout(() => open?.worker.terminate(), CLOSE_MS);
      await open?.exited;
      clearTimeout(late);
      agent.destroy();
      rmSync(sockets, { recursive: true, force: true });
    },
  };
}

function pass(request: IncomingMessage, response: ServerResponse, socketPath: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const { method, url: path, headers } = request;
    const passed = httpRequest({ socketPath, agent, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
      answer.once('error', reject);
      response.once('close', resolve);
    });
    passed.once('error', reject);
    request.once('error', reject);
    request.pipe(passed);
  });
}

/** In the words of DynamoDB, so that an SDK tries again. */
function fail(response: ServerResponse, message: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = Buffer.from(JSON.stringify({ __type: 'InternalServerError', message }));
  response.writeHead(500, { 'content-type': 'application/x-amz-json-1.0', 'content-length': body.length }).end(body);
}
