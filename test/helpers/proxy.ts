/** A server in front of another one that changes some of its answers, as a test wants them. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Front {
  readonly url: string;
  close(): void;
}

/** @param change is shown each answer of JSON, and returns what the caller gets in its place */
export async function serveProxy(
  upstream: string,
  change: (operation: string, answer: Record<string, unknown>) => Record<string, unknown>,
): Promise<Front> {
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const forwarded = request(`${upstream}${url}`, { method, headers }, async (answer) => {
      const body = await bodyOf(answer);
      const operation = String(headers['x-amz-target'] ?? '');
      const changed =
        operation === '' ? body : Buffer.from(JSON.stringify(change(operation, JSON.parse(body.toString() || '{}'))));
      outgoing.writeHead(answer.statusCode ?? 500, { ...answer.headers, 'content-length': changed.length });
      outgoing.end(changed);
    });
    incoming.pipe(forwarded);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}
