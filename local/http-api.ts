/**
 * The REST API on the stack's port: as in API Gateway's HTTP API, a request becomes an event of version 2.0 and what
 * the function returns an answer. No bucket's name may begin with an underscore, so `/_api` is nobody else's.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { PREFIX_HEADER } from '../shared/served/api-prefix.ts';
import { energyCommand } from '../shared/text/command.ts';
import { readBody } from './read-body.ts';
import { type FunctionRuntime, type HttpService, LOCAL_ACCOUNT } from './service.ts';

export const API_PREFIX = '/_api';

const FUNCTION = 'sites-api';
/** As API Gateway has it, for a payload of Lambda's. */
const MAX_BODY = 6 * 1024 * 1024;

const answerSchema = z.object({
  statusCode: z.number().int(),
  headers: z.record(z.string(), z.string()).default({}),
  cookies: z.array(z.string()).default([]),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

export function isApiRequest(url: string | undefined): boolean {
  return url === API_PREFIX || url?.startsWith(`${API_PREFIX}/`) === true || url?.startsWith(`${API_PREFIX}?`) === true;
}

export function createHttpApi(runtime: FunctionRuntime): HttpService {
  return {
    async handle(request, response) {
      try {
        const body = await readBody(request, MAX_BODY);
        if (body === undefined) return problem(response, 413, 'The body is larger than 6 MB.');
        const answer = answerSchema.parse(await runtime.invoke(FUNCTION, toEvent(request, body)));
        const bytes = Buffer.from(answer.body, answer.isBase64Encoded ? 'base64' : 'utf8');
        response.writeHead(answer.statusCode, { ...answer.headers, 'content-length': bytes.length });
        response.end(request.method === 'HEAD' ? undefined : bytes);
      } catch (error) {
        console.error('the API failed:', error);
        problem(response, 500, `The function failed, or its time ran out. Why: ${energyCommand('logs')}`);
      }
    },
  };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
function toEvent(request: IncomingMessage, body: string) {
  const { pathname, search } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const path = pathname.slice(API_PREFIX.length) || '/';
  const method = request.method ?? 'GET';
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
  );
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: search.slice(1),
    headers: { ...headers, [PREFIX_HEADER]: API_PREFIX },
    requestContext: {
      accountId: LOCAL_ACCOUNT,
      domainName: request.headers.host ?? '127.0.0.1',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: headers['user-agent'] ?? '' },
      stage: '$default',
    },
    ...(body !== '' && { body }),
    isBase64Encoded: false,
  };
}

function problem(response: ServerResponse, status: number, detail: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = Buffer.from(
    `${JSON.stringify({ type: 'about:blank', title: 'Something is wrong here', status, detail })}\n`,
  );
  response.writeHead(status, { 'content-type': 'application/problem+json', 'content-length': body.length }).end(body);
}
