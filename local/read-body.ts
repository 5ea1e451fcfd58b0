import type { IncomingMessage } from 'node:http';

/**
 * Reads a whole request body as text.
 *
 * @param limit bytes to keep at most
 * @returns undefined when the body is longer; it is read to its end all the same, because leaving early would break the
 * connection before the client has read why it was refused
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<string | undefined> {
  let pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request) {
    size += piece.length;
    if (size <= limit) pieces.push(piece);
    else pieces = [];
  }
  return size <= limit ? Buffer.concat(pieces).toString('utf8') : undefined;
}
