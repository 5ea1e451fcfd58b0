/**
 * Who may ask the console's server. It acts with the person's AWS credentials, so others are kept out in three ways:
 * the Host header shows a name that was pointed at 127.0.0.1 (DNS rebinding), Origin and Sec-Fetch-Site show another
 * web page, and a token that only the printed address has shows another user of the machine.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const TOKEN_BYTES = 32;
const BEARER = 'Bearer ';

/** Made anew at each start: that of a server that has ended opens nothing. */
export function createToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

export interface Refusal {
  readonly status: 401 | 403;
  readonly message: string;
}

/** Whether the request names this server as the person's own browser does. @param port that the server listens on */
export function refusedHost({ host }: IncomingHttpHeaders, port: number): Refusal | undefined {
  if (host !== undefined && ownHosts(port).includes(host.toLowerCase())) return undefined;
  return { status: 403, message: `This address answers only requests to 127.0.0.1:${port} or localhost:${port}.` };
}

/** Whether a request for data or for an action comes from the console's own page, opened with its token. */
export function refusedCall(headers: IncomingHttpHeaders, port: number, token: string): Refusal | undefined {
  const { origin, authorization } = headers;
  const site = headers['sec-fetch-site'];
  const ownOrigin = origin === undefined || ownHosts(port).some((host) => origin.toLowerCase() === `http://${host}`);
  if (!ownOrigin || (site !== undefined && site !== 'same-origin' && site !== 'none')) {
    return { status: 403, message: 'This address does not answer requests that another web page sends.' };
  }
  if (authorization?.startsWith(BEARER) && isSame(authorization.slice(BEARER.length), token)) return undefined;
  return {
    status: 401,
    message: 'This page was opened without the token of the console that serves now. Open the address that it printed.',
  };
}

function ownHosts(port: number): readonly string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`];
}

/** In a time that does not tell how much of it is right. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
