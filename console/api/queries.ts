/** SQL: what there is to ask, and a query from its start to its rows. */
import { z } from 'zod';
import { operation } from './operation.ts';

const query = z.object({ query: z.string().max(200) });
const cells = z.array(z.string().nullable());

export const listTables = operation(
  'list-tables',
  z.object({}),
  z.object({
    tables: z.array(
      z.object({
        name: z.string(),
        comment: z.string(),
        columns: z.array(z.object({ name: z.string(), type: z.string(), comment: z.string() })),
      }),
    ),
    functions: z.array(z.object({ name: z.string(), signature: z.string() })),
    saved: z.array(z.object({ name: z.string(), description: z.string(), sql: z.string() })),
  }),
);

export const startQuery = operation('start-query', z.object({ sql: z.string().min(1).max(262_144) }), query);

export const queryStateSchema = z.object({
  state: z.enum(['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED']),
  /** Why it failed, in the words of the service; `line 1:8:` in it is the place in the statement. */
  reason: z.string().nullable(),
  scannedBytes: z.number(),
  milliseconds: z.number(),
});
export type QueryState = z.infer<typeof queryStateSchema>;
export const queryState = operation('query-state', query, queryStateSchema);

export const queryRows = operation(
  'query-rows',
  query.extend({ next: z.string().max(4096).nullable() }),
  z.object({
    columns: z.array(z.object({ name: z.string(), type: z.string(), isNumber: z.boolean() })),
    rows: z.array(cells),
    next: z.string().nullable(),
  }),
);
export type QueryRows = z.infer<typeof queryRows.output>;

export const cancelQuery = operation('cancel-query', query, z.object({}));
/** An address that downloads all rows as CSV, for a few minutes. */
export const downloadRows = operation('download-rows', query, z.object({ path: z.string() }));
