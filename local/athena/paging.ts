import { invalidRequest } from './errors.ts';

/** One page of a list; the token is the position of the next item. */
export function page<T>(
  all: readonly T[],
  size: number,
  token: string | undefined,
): { items: T[]; next: string | undefined } {
  const start = token === undefined ? 0 : readToken(token);
  const items = all.slice(start, start + size);
  return { items, next: start + size < all.length ? makeToken(start + size) : undefined };
}

export function makeToken(position: number, scope = ''): string {
  return Buffer.from(`${scope}@${position}`).toString('base64');
}

/** @throws AwsError InvalidRequestException when the token is not one of this list */
export function readToken(token: string, scope = ''): number {
  const [, owner, digits] = /^(.*)@(\d{1,15})$/s.exec(Buffer.from(token, 'base64').toString('utf8')) ?? [];
  if (digits === undefined || owner !== scope)
    throw invalidRequest('Pagination token is not one that this list returned');
  return Number(digits);
}
