/** The built page: its files, read once, and the policy that it is served with. */
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Stands in index.html where each answer has a nonce of its own; the editor's styles carry it. */
const NONCE_PLACE = '__CSP_NONCE__';
const NONCE_BYTES = 16;

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

interface Asset {
  readonly type: string;
  readonly zipped: Buffer;
}

export interface Assets {
  /** @returns false when there is no such file */
  send(path: string, response: ServerResponse): boolean;
}

/** Headers of every answer, whatever it is. */
export const EVERY_ANSWER = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** @param folder that the build wrote: index.html, and assets with a hash in each name */
export function readAssets(folder: string): Assets {
  const index = readFileSync(join(folder, 'index.html'), 'utf8');
  const files = new Map<string, Asset>();
  for (const entry of readdirSync(join(folder, 'assets'))) {
    const type = TYPES[extname(entry)];
    if (type === undefined) continue;
    files.set(`/assets/${entry}`, { type, zipped: gzipSync(readFileSync(join(folder, 'assets', entry))) });
  }
  return {
    send(path, response) {
      if (path === '/') {
        const nonce = randomBytes(NONCE_BYTES).toString('base64');
        const body = gzipSync(index.replaceAll(NONCE_PLACE, nonce));
        response.writeHead(200, {
          ...EVERY_ANSWER,
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': policy(nonce),
          'cache-control': 'no-store',
          'content-encoding': 'gzip',
          'content-length': body.length,
        });
        response.end(body);
        return true;
      }
      const file = files.get(path);
      if (!file) return false;
      response.writeHead(200, {
        ...EVERY_ANSWER,
        'content-type': file.type,
        'cache-control': 'max-age=31536000, immutable',
        'content-encoding': 'gzip',
        'content-length': file.zipped.length,
      });
      response.end(file.zipped);
      return true;
    },
  };
}
