import { z } from 'zod';
import type { TableRecord } from '../glue/index.ts';

/** A view as Athena and Trino keep it in Glue: JSON in base64, within a comment of Hive's SQL. */
const definitionShape = z.object({
  originalSql: z.string(),
  catalog: z.string().optional(),
  /** Where the view's own SQL looks for tables without a database. */
  schema: z.string().optional(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
});

export type ViewDefinition = z.infer<typeof definitionShape>;

export function isView(record: TableRecord): boolean {
  return record.TableType === 'VIRTUAL_VIEW';
}

/** @returns what a view is made of; undefined for a table, and for a view that another engine wrote */
export function viewDefinition(record: TableRecord): ViewDefinition | undefined {
  const text = z.string().safeParse(record.ViewOriginalText);
  const [, base64] = /^\/\* Presto View: ([A-Za-z0-9+/=]+) \*\/$/.exec(text.data ?? '') ?? [];
  if (!isView(record) || base64 === undefined) return undefined;
  try {
    return definitionShape.parse(JSON.parse(Buffer.from(base64, 'base64').toString('utf8')));
  } catch {
    return undefined;
  }
}
