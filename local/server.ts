import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { absentService, refuseAbsent } from './absent-service.ts';
import { faultMessage } from './disk-fault.ts';
import { DYNAMODB_TARGET } from './dynamodb/index.ts';
import { hostGuard } from './host-guard.ts';
import { isApiRequest } from './http-api.ts';
import { readBody } from './read-body.ts';
import { AwsError, type HttpService, type JsonService } from './service.ts';

export interface FrontOptions {
  json: readonly JsonService[];
  s3: HttpService;
  sns: HttpService;
  /** Tables; a front without one knows no such service. */
  dynamoDb?: HttpService;
  /** The REST API; without one its addresses are S3's. */
  api?: HttpService;
  /** 0 for any free port. */
  port: number;
  /** Nothing here is authenticated, so it is never another address. */
  host: '127.0.0.1';
  /** Milliseconds until a client without its headers is ended; `HEADERS_TIMEOUT_MS` where nothing is said. */
  headersTimeoutMs?: number;
  /** What `GET /_health` answers beside the service's name: the data folder, process id and version. */
  health: { home: string; pid: number; version: string };
}

export interface Front {
  /** `http://127.0.0.1:PORT` */
  url: string;
  port: number;
  /** Stops listening and ends open connections; requests under way have a second to finish. */
  close(): Promise<void>;
}

// Step Functions takes inputs of 256 KB, Athena queries of 256 KB; Glue's batch calls are larger.
const MAX_JSON = 8 * 1024 * 1024;
const GRACE_MS = 1000;
/** A program on the same machine sends its headers at once. */
const HEADERS_TIMEOUT_MS = 30_000;
/** How often it is looked for clients that are too slow, as a share of what they may take. */
const CHECKS = 3;

/**
 * The one HTTP address of all local AWS services. Which service a request is for shows in the request itself.
 *
 * @throws Error with code EADDRINUSE when the port is taken
 */
export async function createFront(options: FrontOptions): Promise<Front> {
  const services = new Map(options.json.map((service) => [service.target, service]));
  const headersTimeout = options.headersTimeoutMs ?? HEADERS_TIMEOUT_MS;
  const server = createServer(
    // An SDK reuses connections for as long as it likes; closing an idle one under it would look like a network
    // failure.
    // An upload may take long, its headers may not: without a time of their own they would have none, as the request
    // has none.
    {
      keepAliveTimeout: 120_000,
      requestTimeout: 0,
      headersTimeout,
      connectionsCheckingInterval: headersTimeout / CHECKS,
      highWaterMark: 1 << 20,
      noDelay: true,
    },
    (request, response) => {
      dispatch(request, response).catch((error: unknown) => {
        console.error('request failed:', error);
        response.destroy();
      });
    },
  );

  async function dispatch(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refused = hostGuard(request.headers);
    if (refused !== undefined) return sendPlain(response, 403, { message: refused });
    const absent = absentService(request);
    if (absent !== undefined) return refuseAbsent(absent, request, response);
    const target = request.headers['x-amz-target'];
    // It reads the request itself, checksum of the answer included.
    if (options.dynamoDb && typeof target === 'string' && target.startsWith(`${DYNAMODB_TARGET}.`))
      return options.dynamoDb.handle(request, response);
    if (typeof target === 'string') return callJson(services, target, request, response);
    if (request.method === 'GET' && request.url === '/_health') {
      return sendPlain(response, 200, { service: 'energy-analytics', ...options.health });
    }
    if (options.api && isApiRequest(request.url)) return options.api.handle(request, response);
    // S3 has no form-encoded call on the root; SNS has nothing else.
    const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
    const isQueryCall = request.method === 'POST' && isForm && request.url?.split('?')[0] === '/';
    return isQueryCall ? options.sns.handle(request, response) : options.s3.handle(request, response);
  }

  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : options.port);
    });
  });
  return { url: `http://${options.host}:${port}`, port, close };

  async function close(): Promise<void> {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    await closed;
    clearTimeout(timer);
  }
}

async function callJson(
  services: ReadonlyMap<string, JsonService>,
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const dot = target.lastIndexOf('.');
  const service = services.get(target.slice(0, dot));
  response.setHeader('x-amzn-requestid', randomUUID());
  response.setHeader('content-type', `application/x-amz-json-${service?.protocol ?? '1.0'}`);
  try {
    if (!service) throw new AwsError('UnknownOperationException', `${target} is not a service that runs here`);
    const body = await readBody(request, MAX_JSON);
    const input = parseInput(body);
    const output = await service.call(target.slice(dot + 1), input, callerOf(request));
    end(response, 200, output ?? {});
  } catch (error) {
    const known = error instanceof AwsError ? error : internal(target, error);
    response.setHeader('x-amzn-errortype', known.code);
    end(response, known.status, { __type: known.code, message: known.message });
  }
}

/** The access key id of a request's signature. */
function callerOf({ headers }: IncomingMessage): string | undefined {
  return /Credential=([^/,\s]+)\//.exec(headers.authorization ?? '')?.[1];
}

function parseInput(body: string | undefined): Record<string, unknown> {
  if (body === undefined) {
    throw new AwsError('RequestEntityTooLargeException', `The request is larger than ${MAX_JSON} bytes`, 413);
  }
  let value: unknown;
  try {
    value = body === '' ? {} : JSON.parse(body);
  } catch {
    throw new AwsError('SerializationException', 'The request body is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new AwsError('SerializationException', 'The request body is not a JSON object');
  }
  return { ...value };
}

function internal(target: string, error: unknown): AwsError {
  console.error(`${target} failed:`, error);
  return new AwsError('InternalFailure', faultMessage(error), 500);
}

function sendPlain(response: ServerResponse, status: number, body: unknown): void {
  response.setHeader('content-type', 'application/json');
  end(response, status, body);
}

function end(response: ServerResponse, status: number, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'content-length': bytes.length }).end(bytes);
}
