/** A JSON answer, for a route's declaration. */
import type { z } from '@hono/zod-openapi';

export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } };
}
