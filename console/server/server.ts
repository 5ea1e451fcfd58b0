/** The console's own address: the built page, the operations that it asks for, and the files that it stages. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { CliError, messageOf, nameOf } from '../../cli/errors.ts';
import { keysOf } from '../../shared/keys-of.ts';
import type { FailureAnswer } from '../api/failure.ts';
import { OPERATIONS } from '../api/operations.ts';
import { type Assets, EVERY_ANSWER } from './assets.ts';
import { refusedCall, refusedHost } from './guard.ts';
import type { Handlers } from './handlers.ts';
import { BadRequest, type Served } from './served.ts';
import type { Staging } from './staging.ts';
import { TICKET_PATH, type Tickets } from './tickets.ts';

const HOST = '127.0.0.1';
const MAX_JSON = 512 * 1024;
const GRACE_MS = 1000;
const HEADERS_TIMEOUT_MS = 30_000;

export interface ConsoleServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface ServerParts {
  readonly assets: Assets;
  readonly handlers: Handlers;
  readonly staging: Staging;
  readonly tickets: Tickets;
  readonly token: string;
}

/** @param wanted port, 0 for any free one. @throws Error with code EADDRINUSE when it is taken */
export async function createConsoleServer(parts: ServerParts, wanted: number): Promise<ConsoleServer> {
  const operations = operationsByPath(parts.handlers);
  let port = wanted;
  const server = createServer({ headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: 0 }, (request, response) => {
    answer(request, response).catch((error: unknown) => fail(response, error));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', headers } = request;
    const path = new URL(request.url ?? '/', `http://${HOST}`).pathname;
    const refused = refusedHost(headers, port);
    if (refused) return sendFailure(response, refused.status, refused.message);
    if (method === 'GET') {
      // A page, a script or an address that was handed out: nothing that a GET asks for changes anything.
      const document = path.startsWith(TICKET_PATH) ? parts.tickets.find(path) : undefined;
      if (document) return document(response);
      if (parts.assets.send(path, response)) return;
      return sendFailure(response, 404, 'There is nothing here.', 'Addresses of reports end after ten minutes.');
    }
    const call = refusedCall(headers, port, parts.token);
    if (call) return sendFailure(response, call.status, call.message);
    if (method === 'PUT' && path === '/api/files') return send(response, 200, await parts.staging.take(request));
    const operation = method === 'POST' ? operations.get(path) : undefined;
    if (!operation) return sendFailure(response, 404, 'The console has no such operation.');
    send(response, 200, await operation(await bodyOf(request)));
  }

  port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(wanted, HOST, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : wanted);
    });
  });
  return {
    port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
      await closed;
      clearTimeout(timer);
    },
  };
}

function operationsByPath(handlers: Handlers): ReadonlyMap<string, Served> {
  return new Map(keysOf(OPERATIONS).map((key) => [`/api/${OPERATIONS[key].name}`, handlers[key]]));
}

/** @throws BadRequest when it is not JSON, or longer than any request of the page */
async function bodyOf(request: IncomingMessage): Promise<unknown> {
  if (!request.headers['content-type']?.startsWith('application/json')) throw new BadRequest('Only JSON is taken.');
  if (Number(request.headers['content-length'] ?? Number.NaN) <= MAX_JSON) {
    return json(request).catch(() => {
      throw new BadRequest('The body is not JSON.');
    });
  }
  throw new BadRequest(`A request says its length, which is at most ${MAX_JSON} bytes.`);
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (error instanceof BadRequest) sendFailure(response, 400, error.message);
  else if (error instanceof CliError) sendFailure(response, 422, error.message, error.hint);
  else sendFailure(response, 500, `${nameOf(error)}: ${messageOf(error)}`);
}

function sendFailure(response: ServerResponse, status: number, message: string, hint?: string): void {
  send(response, status, { message, hint: hint ?? null } satisfies FailureAnswer);
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    ...EVERY_ANSWER,
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'content-length': bytes.length,
  });
  response.end(bytes);
}
