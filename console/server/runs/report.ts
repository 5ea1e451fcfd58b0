import type { ServerResponse } from 'node:http';
import { SCRIPT_SOURCE } from '../../../shared/page/policy.ts';
import { EVERY_ANSWER } from '../assets.ts';

/**
 * The report is a page of its own, made from an upload: it runs the one script that this release writes into reports,
 * and the browser gives it an origin of its own, so that it reaches nothing of the console. A report of an earlier
 * release has styles of its own, and shows without a script.
 */
const POLICY = [
  'sandbox allow-popups allow-scripts allow-downloads',
  "default-src 'none'",
  `script-src ${SCRIPT_SOURCE}`,
  "style-src 'unsafe-inline'",
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
