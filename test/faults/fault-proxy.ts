/** Stands between the functions and the AWS APIs, and lets a call meet what a network or a service does to it. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

/** What a call meets. */
export const KINDS = ['refused', 'refused for long', 'delayed', 'repeated', 'cut before', 'cut after'] as const;
/** Of a batch, one item is refused in an answer that says so, and the others are done. */
export const BATCH_KINDS = ['partial'] as const;
/** The process of the stack is killed, before the call arrives or when its work is done. */
export const KILLS = ['killed before', 'killed after'] as const;
export type Kind = (typeof KINDS)[number] | (typeof BATCH_KINDS)[number] | (typeof KILLS)[number];

export interface Fault {
  /** Service and operation, such as `S3 PUT manifests` or `AWSGlue.BatchCreatePartition`. */
  readonly operation: string;
  readonly kind: Kind;
  /** Which call of the operation meets it, from 1. */
  readonly call: number;
}

export interface FaultProxy {
  readonly url: string;
  /** Calls since the last plan, by operation. */
  readonly calls: ReadonlyMap<string, number>;
  /** Counts from 0 again, with another fault or none. */
  plan(fault: Fault | undefined): void;
  /** Whether the planned fault came to pass. */
  met(): boolean;
  /** The next call of an operation waits until it is let go: what happens meanwhile happens before it. */
  hold(operation: string): Held;
  close(): void;
}

export interface Held {
  /** The call has come. */
  readonly came: Promise<void>;
  letGo(): void;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

const DELAY_MS = 1000;
/** More than an SDK tries, and fewer than a state is tried. */
const LONG = 4;

/**
 * @param upstream asked at each call: the address is known only when the stack has begun
 * @param kill ends the process of the stack at once
 */
export async function serveFaults(upstream: () => string, kill = () => {}): Promise<FaultProxy> {
  const calls = new Map<string, number>();
  let planned: Fault | undefined;
  let met = false;
  const held = new Map<string, { came: () => void; gone: Promise<void> }>();

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await bodyOf(incoming);
    const operation = operationOf(incoming);
    const call = (calls.get(operation) ?? 0) + 1;
    calls.set(operation, call);
    const waiting = held.get(operation);
    held.delete(operation);
    waiting?.came();
    await waiting?.gone;
    const forward = () => send(upstream(), incoming, body);
    const kind = planned && kindAt(planned, operation, call);
    if (kind === undefined) return reply(outgoing, await forward());
    met = true;
    switch (kind) {
      case 'refused':
      case 'refused for long':
        return reply(outgoing, REFUSAL);
      case 'delayed':
        await sleep(DELAY_MS);
        return reply(outgoing, await forward());
      case 'repeated':
        await forward();
        return reply(outgoing, await forward());
      case 'partial': {
        const { others, errors } = withoutFirst(body);
        if (others) await send(upstream(), incoming, others);
        const headers = { 'content-type': 'application/x-amz-json-1.1' };
        return reply(outgoing, { status: 200, headers, body: Buffer.from(JSON.stringify({ Errors: errors })) });
      }
      case 'cut after':
        await forward();
        break;
      case 'killed after':
        await forward();
        kill();
        break;
      case 'killed before':
        kill();
        break;
      case 'cut before':
        break;
    }
    outgoing.destroy();
  }

  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => outgoing.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    plan(fault) {
      calls.clear();
      planned = fault;
      met = false;
    },
    met: () => met,
    hold(operation) {
      const [came, gone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      held.set(operation, { came: came.resolve, gone: gone.promise });
      return { came: came.promise, letGo: gone.resolve };
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function kindAt(fault: Fault, operation: string, call: number): Kind | undefined {
  if (fault.operation !== operation) return undefined;
  const last = fault.kind === 'refused for long' ? fault.call + LONG - 1 : fault.call;
  return call >= fault.call && call <= last ? fault.kind : undefined;
}

/** S3's calls are told apart by method and folder, the others by their target. */
function operationOf({ headers, method, url = '/' }: IncomingMessage): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target;
  const [, , folder = ''] = (url.split('?')[0] ?? '').split('/');
  return folder === '' ? `S3 ${method} bucket` : `S3 ${method} ${folder}`;
}

const partitionSchema = z.looseObject({
  Values: z.array(z.string()).optional(),
  PartitionValueList: z.array(z.string()).optional(),
});
const LISTS = ['PartitionInputList', 'Entries', 'PartitionsToDelete'] as const;
const batchSchema = z.looseObject(Object.fromEntries(LISTS.map((list) => [list, z.array(partitionSchema).optional()])));

/** A batch of Glue's without its first item, and what Glue answers of that one. */
function withoutFirst(body: Buffer): { readonly others: Buffer | undefined; readonly errors: readonly object[] } {
  const batch = batchSchema.parse(JSON.parse(body.toString()));
  const list = LISTS.find((name) => batch[name] !== undefined) ?? 'Entries';
  const [first, ...rest] = z.array(partitionSchema).parse(batch[list] ?? []);
  const values = first?.Values ?? first?.PartitionValueList;
  const detail = { ErrorCode: 'InternalServiceException', ErrorMessage: 'one of the batch' };
  return {
    others: rest.length > 0 ? Buffer.from(JSON.stringify({ ...batch, [list]: rest })) : undefined,
    errors: [{ PartitionValues: values, PartitionValueList: values, ErrorDetail: detail }],
  };
}

const REFUSAL: Answer = {
  status: 503,
  headers: { 'x-amzn-errortype': 'ServiceUnavailable' },
  body: Buffer.from(''),
};

function reply(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  const { 'transfer-encoding': _, ...others } = headers;
  // The answer to HEAD says a length and has no body.
  outgoing.writeHead(status, body.length > 0 ? { ...others, 'content-length': body.length } : others);
  outgoing.end(body);
}

async function send(upstream: string, { method, url, headers }: IncomingMessage, body: Buffer): Promise<Answer> {
  const length = method === 'PUT' || method === 'POST' ? { 'content-length': body.length } : {};
  const forwarded = request(`${upstream}${url}`, { method, headers: { ...headers, ...length, connection: 'close' } });
  forwarded.end(body);
  const [answer] = (await once(forwarded, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 500, headers: answer.headers, body: await bodyOf(answer) };
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}
