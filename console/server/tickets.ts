/**
 * Addresses for what a browser opens by itself (a report in a frame, a download), where no header can carry the token:
 * random, for one document, and only for a few minutes.
 */
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';

const LIFETIME_MS = 10 * 60 * 1000;
const MOST = 200;
const ID_BYTES = 24;

export const TICKET_PATH = '/open/';

/** Writes the document that an address stands for. */
export type Document = (response: ServerResponse) => Promise<void>;

export interface Tickets {
  /** @returns the path that answers with the document */
  issue(document: Document): string;
  find(path: string): Document | undefined;
}

export function createTickets(now: () => number = Date.now): Tickets {
  const issued = new Map<string, { readonly document: Document; readonly ends: number }>();
  return {
    issue(document) {
      for (const [path, { ends }] of issued) if (ends <= now() || issued.size >= MOST) issued.delete(path);
      const path = `${TICKET_PATH}${randomBytes(ID_BYTES).toString('base64url')}`;
      issued.set(path, { document, ends: now() + LIFETIME_MS });
      return path;
    },
    find(path) {
      const found = issued.get(path);
      return found !== undefined && found.ends > now() ? found.document : undefined;
    },
  };
}
