import { z } from 'zod';

/** A table as text, ready to be shown. */
export const tableSchema = z.object({
  columns: z.array(z.string()),
  rows: z.array(z.array(z.string())),
  /** Rows that are not shown. */
  more: z.number(),
});
export type ShownTable = z.infer<typeof tableSchema>;
