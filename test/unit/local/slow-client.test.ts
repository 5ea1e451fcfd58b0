import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { createFront } from '../../../local/server.ts';

const absent = { handle: () => Promise.reject(new Error('not here')) };

it('a client that never finishes its headers is ended', async () => {
  const health = { home: '/nowhere', pid: 1, version: '0' };
  const options = { json: [], s3: absent, sns: absent, port: 0, host: '127.0.0.1', health } as const;
  const front = await createFront({ ...options, headersTimeoutMs: 150 });
  try {
    const client = connect(front.port, '127.0.0.1');
    client.write('GET /_health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ');
    const answer: Buffer[] = [];
    client.on('data', (bytes: Buffer) => answer.push(bytes));
    await once(client, 'close');
    expect(Buffer.concat(answer).toString()).toMatch(/^HTTP\/1.1 408 /);
    expect((await fetch(`${front.url}/_health`)).status).toBe(200);
  } finally {
    await front.close();
  }
});
