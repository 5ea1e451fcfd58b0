import { close, createReadStream, readSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';

/** What an operation answers. */
export interface Answer {
  /** 200 when left out. */
  status?: number;
  headers?: Readonly<Record<string, string>>;
  xml?: string;
  /** A part of an open file; it is closed when sent. `length` may be 0. */
  file?: { fd: number; start: number; length: number };
}

const SMALL = 256 * 1024;

/** Writes an answer. */
export async function send(response: ServerResponse, answer: Answer, withBody: boolean): Promise<void> {
  const headers: Record<string, string | number> = { ...answer.headers };
  if (answer.xml !== undefined) {
    const body = Buffer.from(answer.xml);
    headers['content-type'] = 'application/xml';
    headers['content-length'] = body.length;
    response.writeHead(answer.status ?? 200, headers).end(withBody ? body : undefined);
    return;
  }
  if (answer.file) {
    await sendFile(response, answer.status ?? 200, headers, answer.file);
    return;
  }
  const status = answer.status ?? 200;
  if (status !== 204 && status !== 304 && headers['content-length'] === undefined) headers['content-length'] = 0;
  response.writeHead(status, headers).end();
}

async function sendFile(
  response: ServerResponse,
  status: number,
  headers: Record<string, string | number>,
  file: { fd: number; start: number; length: number },
): Promise<void> {
  const { fd, start, length } = file;
  headers['content-length'] = length;
  if (length <= SMALL) {
    const body = Buffer.allocUnsafe(length);
    try {
      fill(fd, body, start);
    } finally {
      close(fd);
    }
    response.writeHead(status, headers).end(body);
    return;
  }
  response.writeHead(status, headers);
  await pipeline(createReadStream('', { fd, start, end: start + length - 1, highWaterMark: 1 << 20 }), response);
}

function fill(fd: number, body: Buffer, start: number): void {
  for (let at = 0; at < body.length; ) {
    const read = readSync(fd, body, at, body.length - at, start + at);
    if (read === 0) throw new Error('a blob is shorter than the catalog says; it was changed by hand');
    at += read;
  }
}
