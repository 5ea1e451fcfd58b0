import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClients } from '../../../../cli/clients.ts';
import type { Connection } from '../../../../cli/connection.ts';
import { rejectedByCode } from '../../../../cli/runs/rejected.ts';

const row = (line: number, code: string, raw: string) => JSON.stringify({ line, raw, code, message: `Why ${code}.` });
const ranges: unknown[] = [];
/** A quarantine of which the first part ends in the middle of a line. */
const s3 = createServer((request, response) => {
  ranges.push(request.headers.range);
  response.writeHead(206).end(`${row(4, 'B', 'x,y')}\n${row(7, 'A', 'a\u001b[31m')}\n${row(9, 'A', 'z')}\n{"line":1`);
});
beforeAll(() => new Promise<void>((resolve) => s3.listen(0, '127.0.0.1', resolve)));
afterAll(() => s3.close());

test('each code has its count and its first row, of a file whose beginning alone is read', async () => {
  const address = s3.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const clients = createClients({ endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1' });
  const connection = { clients, bucket: 'lake' } as unknown as Connection;
  const lines = (await rejectedByCode(connection, 'q', { B: 1, A: 1200, C: 1 })).split('\n');
  clients.close();
  expect(ranges).toEqual(['bytes=0-262143']);
  expect(lines.slice(1).map((line) => line.trim().split(/ {2,}/))).toEqual([
    ['1,200', '7', 'A', 'Why A.', 'a\\x1b[31m'],
    ['1', '4', 'B', 'Why B.', 'x,y'],
    ['1', 'C'],
  ]);
});
