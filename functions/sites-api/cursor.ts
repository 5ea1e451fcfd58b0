/** Where a list goes on: opaque to whoever asks, and never trusted when it comes back. */
import { z } from 'zod';
import type { PageKey } from '../../shared/served/store.ts';
import { Problem } from './problem.ts';

const keySchema = z.record(z.string(), z.string().max(2048));

/** @param scope what the list is of: a cursor of another list is refused */
export function cursorOf(key: PageKey | undefined, scope: string): string | null {
  if (key === undefined) return null;
  return Buffer.from(JSON.stringify({ scope, key: keySchema.parse(key) })).toString('base64url');
}

/**
 * @param place what the list put into its cursors
 * @throws Problem 400
 */
export function readCursor<Place>(text: string | undefined, scope: string, place: z.ZodType<Place>): Place | undefined {
  if (text === undefined) return undefined;
  const cursorSchema = z.object({ scope: z.literal(scope), key: keySchema });
  try {
    return place.parse(cursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))).key);
  } catch {
    throw new Problem(400, 'The cursor is not one that this list gave. Leave it out to begin at the start.');
  }
}
