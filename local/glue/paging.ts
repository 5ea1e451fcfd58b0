import { AwsError } from '../service.ts';

/**
 * One page of a list. The token is the offset: the lists are in a stable order, and a caller that changes the
 * catalogue between two pages has no promise from Glue either.
 * @throws AwsError InvalidInputException when the token is not one of ours
 */
export function paged<T>(all: readonly T[], size: number, token: unknown): { items: T[]; NextToken?: string } {
  const start = token === undefined || token === null ? 0 : offset(token);
  const items = all.slice(start, start + size);
  if (start + size >= all.length) return { items };
  return { items, NextToken: Buffer.from(`offset:${start + size}`).toString('base64') };
}

function offset(token: unknown): number {
  const text = typeof token === 'string' ? Buffer.from(token, 'base64').toString('latin1') : '';
  const digits = /^offset:(\d{1,9})$/.exec(text)?.[1];
  if (digits === undefined)
    throw new AwsError('InvalidInputException', 'NextToken is not a token that this list returned');
  return Number(digits);
}
