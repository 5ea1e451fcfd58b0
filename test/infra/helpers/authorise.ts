/**
 * Stands between the functions and the local AWS APIs and answers as AWS would under the synthesized roles: a request
 * that the caller's role does not allow is refused, and without ListBucket a missing object is a 403.
 */
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { ACCOUNT, REGION, type Request, type Roles } from './policies.ts';

/** One request that a function made. */
export interface Call {
  readonly caller: string;
  readonly action: string;
  /** Key of the object, prefix of a listing, or table. */
  readonly target: string;
  readonly method: string;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly allowed: boolean;
}

export interface Gate {
  readonly url: string;
  readonly calls: Call[];
  close(): Promise<void>;
}

/** @param upstream address of the local APIs */
export async function openGate(upstream: string, roles: Roles, bucket: string): Promise<Gate> {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    pass(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const caller = /Credential=([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? 'nobody';
    const asked = describe(request, body, roles.lakeArn(caller), bucket);
    const allowed = asked.needs.every((need) => roles.allows(caller, need));
    const note = (bytesOut: number) => {
      calls.push({
        caller,
        action: asked.needs[0]?.action ?? '',
        target: asked.target,
        method: request.method ?? '',
        bytesIn: body.length,
        bytesOut,
        allowed,
      });
    };
    if (!allowed) {
      note(0);
      return refuse(request, response);
    }
    const answer = await forward(upstream, request, body);
    const content = await buffer(answer);
    note(content.length);
    const mayList = roles.allows(caller, { action: 's3:ListBucket', resource: roles.lakeArn(caller) });
    if (answer.statusCode === 404 && !request.headers['x-amz-target'] && !mayList) return refuse(request, response);
    response.writeHead(answer.statusCode ?? 500, answer.headers).end(content);
  }

  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(z.object({ port: z.number() }).parse(server.address()).port));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const glueSchema = z.object({ DatabaseName: z.string(), TableName: z.string() });

/** What AWS would check before it answers. */
function describe(
  request: IncomingMessage,
  body: Buffer,
  lake: string,
  bucket: string,
): { needs: Request[]; target: string } {
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') {
    const action = `glue:${target.split('.')[1]}`;
    const { DatabaseName, TableName } = glueSchema.parse(JSON.parse(body.toString('utf8')));
    const arns = ['catalog', `database/${DatabaseName}`, `table/${DatabaseName}/${TableName}`];
    const needs = arns.map((arn) => ({ action, resource: `arn:aws:glue:${REGION}:${ACCOUNT}:${arn}` }));
    return { needs, target: TableName };
  }
  const url = new URL(request.url ?? '/', 'http://local');
  const [, first = '', ...rest] = url.pathname.split('/').map(decodeURIComponent);
  const resource = first === bucket ? lake : `arn:aws:s3:::${first}`;
  const key = rest.join('/');
  if (key === '') {
    const prefix = url.searchParams.get('prefix');
    const context: Record<string, string> = prefix === null ? {} : { 's3:prefix': prefix };
    const action = url.searchParams.has('versions') ? 's3:ListBucketVersions' : 's3:ListBucket';
    return { needs: [{ action, resource, context }], target: prefix ?? '' };
  }
  return { needs: [{ action: objectAction(request, url), resource: `${resource}/${key}` }], target: key };
}

function objectAction(request: IncomingMessage, url: URL): string {
  switch (request.method) {
    case 'GET':
    case 'HEAD':
      return url.searchParams.has('versionId') ? 's3:GetObjectVersion' : 's3:GetObject';
    case 'PUT':
    case 'POST':
      return 's3:PutObject';
    default:
      return 's3:DeleteObject';
  }
}

function forward(upstream: string, request: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { 'transfer-encoding': _, ...headers } = request.headers;
    const outgoing = httpRequest(
      new URL(request.url ?? '/', upstream),
      { method: request.method, headers: { ...headers, host: new URL(upstream).host, 'content-length': body.length } },
      resolve,
    );
    outgoing.on('error', reject).end(body);
  });
}

function refuse(request: IncomingMessage, response: ServerResponse): void {
  if (request.headers['x-amz-target']) {
    response.writeHead(400, {
      'content-type': 'application/x-amz-json-1.1',
      'x-amzn-errortype': 'AccessDeniedException',
    });
    response.end(JSON.stringify({ __type: 'AccessDeniedException', Message: 'not authorized' }));
    return;
  }
  response.writeHead(403, { 'content-type': 'application/xml' });
  response.end(
    request.method === 'HEAD' ? undefined : '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
  );
}
