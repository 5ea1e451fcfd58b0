import type { ServerResponse } from 'node:http';
import { EVERY_ANSWER } from '../assets.ts';

/**
 * The report is a page of its own, made from an upload: it runs nothing, and the browser gives it an origin of its own,
 * so that it could reach nothing of the console if it did.
 */
const POLICY = [
  'sandbox allow-popups',
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

export async function sendReport(html: string, response: ServerResponse): Promise<void> {
  const body = Buffer.from(html);
  response.writeHead(200, {
    ...EVERY_ANSWER,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': POLICY,
    'cache-control': 'no-store',
    'content-length': body.length,
  });
  response.end(body);
}
