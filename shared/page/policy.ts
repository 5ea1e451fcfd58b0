/** What pages may do in a browser: their own script and style, known by their digests, and nothing else. */
import { createHash } from 'node:crypto';
import type { Html } from '../text/html.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

function digest({ text }: Html): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** For whoever serves a page with a policy of its own. */
export const SCRIPT_SOURCE = digest(SCRIPT);

/** Of a page in which STYLE and SCRIPT stand as they are, and no element has a style of its own. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `script-src ${SCRIPT_SOURCE}`,
  `style-src ${digest(STYLE)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
