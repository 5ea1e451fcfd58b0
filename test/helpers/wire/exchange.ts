import { request } from 'node:http';
import { z } from 'zod';

/** One recorded request, free of what differs between machines and moments. */
export const exchangeSchema = z.object({
  /** The client that sent it, such as `aws-cli/1.45.11` or `Boto3/1.43.11`. */
  client: z.string(),
  method: z.string(),
  /** With the query. */
  path: z.string(),
  headers: z.record(z.string(), z.string()),
  /** Base64. */
  body: z.string(),
  /** What the recorded stack answered; for the reader, not for comparison. */
  answered: z.object({ status: z.number(), body: z.string() }),
});
export type Exchange = z.infer<typeof exchangeSchema>;

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** Sends a request as it stands, byte for byte, to another address. */
export function sendTo(
  url: string,
  message: { method: string; path: string; headers: Record<string, string | string[] | undefined>; body: Buffer },
): Promise<Answer> {
  const { hostname, port, host } = new URL(url);
  const { method, path, body } = message;
  const headers = { ...message.headers, host };
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece) => pieces.push(piece));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(pieces) });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/**
 * Sends a recorded request.
 *
 * @param replace text of the recording and what stands for it now, such as an upload id that the new stack chose;
 * applied to the path and, for text, to the body
 */
export function replay(
  url: string,
  exchange: Exchange,
  replace: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const swap = (text: string) => Object.entries(replace).reduce((now, [from, to]) => now.replaceAll(from, to), text);
  const body = Buffer.from(swap(Buffer.from(exchange.body, 'base64').toString('latin1')), 'latin1');
  const headers = { ...exchange.headers };
  if (headers['content-length'] !== undefined) headers['content-length'] = String(body.length);
  return sendTo(url, { method: exchange.method, path: swap(exchange.path), headers, body });
}
