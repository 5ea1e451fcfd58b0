/** What the page asks of the console's server. */
import type { z } from 'zod';
import { failureSchema } from '../api/failure.ts';
import type { Operation } from '../api/operation.ts';
import { FILE_NAME_HEADER, type Staged, stagedSchema } from '../api/uploads.ts';
import { token } from './token.ts';

/** Why the server did not do what was asked, in words. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly hint: string | null;
  constructor(message: string, hint: string | null) {
    super(message);
    this.hint = hint;
  }
}

/** @throws Refused */
export async function call<I extends z.ZodType, O extends z.ZodType>(
  { name, output }: Operation<I, O>,
  input: z.input<I>,
): Promise<z.output<O>> {
  const headers = { 'content-type': 'application/json' };
  return output.parse(await answered(`/api/${name}`, { method: 'POST', headers, body: JSON.stringify(input) }));
}

/** Gives the server a file to look at; nothing is sent to the lake. @throws Refused */
export async function stage(file: File): Promise<Staged> {
  const headers = { [FILE_NAME_HEADER]: encodeURIComponent(file.name) };
  return stagedSchema.parse(await answered('/api/files', { method: 'PUT', headers, body: file }));
}

async function answered(path: string, { headers, ...request }: RequestInit & { headers: Record<string, string> }) {
  const all = { ...headers, authorization: `Bearer ${token()}` };
  const response = await fetch(path, { ...request, headers: all }).catch(() => {
    throw new Refused('The console does not answer.', "It may have been stopped: start it again with 'npm start'.");
  });
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body;
  const failure = failureSchema.safeParse(body);
  throw failure.success
    ? new Refused(failure.data.message, failure.data.hint)
    : new Refused(`The console answered ${response.status}.`, null);
}
