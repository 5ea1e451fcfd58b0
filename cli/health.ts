import { get } from 'node:http';
import { z } from 'zod';

const healthSchema = z.object({ service: z.literal('energy-analytics'), home: z.string(), pid: z.number() });

/** A stack of ours that serves. */
export interface Serving {
  readonly url: string;
  /** Its lake's folder. */
  readonly home: string;
  readonly pid: number;
}

/** What answers at an address: one of our stacks, something else, or nothing. */
export type Answer = Serving | 'other' | 'nothing';

const PATIENCE_MS = 2000;
const MAX_ANSWER = 64 * 1024;

/** Asks an address who it is. */
export function askHealth(url: string): Promise<Answer> {
  return new Promise((resolve) => {
    const request = get(`${url}/_health`, { timeout: PATIENCE_MS, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        body += text;
        if (body.length > MAX_ANSWER) request.destroy(new Error('too long for a health answer'));
      });
      response.on('end', () => resolve(parse(url, body)));
      response.on('error', () => resolve('other'));
    });
    request.on('timeout', () => request.destroy(new Error('no answer in time')));
    request.on('error', (error) => {
      resolve('code' in error && error.code === 'ECONNREFUSED' ? 'nothing' : 'other');
    });
  });
}

function parse(url: string, body: string): Answer {
  try {
    const { home, pid } = healthSchema.parse(JSON.parse(body));
    return { url, home, pid };
  } catch {
    return 'other';
  }
}
