import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK = /^(127\.0\.0\.1|localhost|[a-z0-9.-]+\.localhost|\[::1\])(:\d{1,5})?$/i;

/**
 * Why a request is refused, or undefined when it is welcome. The services ask for no password, so a web page must not
 * reach them: neither with a name of its own that points at 127.0.0.1 (DNS rebinding: the Host header tells), nor by
 * sending requests from the user's browser (the browser says so itself in Origin or Sec-Fetch-Site). SDKs, the AWS CLI
 * and curl send neither.
 */
export function hostGuard(headers: IncomingHttpHeaders): string | undefined {
  const { host, origin } = headers;
  if (host === undefined || !LOOPBACK.test(host)) {
    return 'This address answers only requests to 127.0.0.1, localhost or a name below localhost';
  }
  const site = headers['sec-fetch-site'];
  if (origin !== undefined || site === 'cross-site' || site === 'same-site') {
    return 'This address does not answer requests that another web page sends';
  }
  return undefined;
}
