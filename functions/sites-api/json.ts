/** JSON answers, for the declarations of routes. */
import { z } from '@hono/zod-openapi';

export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

/** What a page of a list has. */
export function pageShape<Item extends z.ZodType>(item: Item) {
  return { items: z.array(item), next: z.string().nullable().describe('Cursor of what follows; null at the end') };
}
