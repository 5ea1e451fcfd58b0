/** What the lake holds: datasets with their lineage and overlaps, tables with their partitions, and changes of both. */
import { z } from 'zod';
import { operation } from './operation.ts';
import { tableSchema } from './table.ts';

const dataset = z.string().min(1).max(500);
const moment = z.string();

export const listedDatasetSchema = z.object({
  dataset: z.string(),
  key: z.string(),
  /** First and last local time; null where nothing is published. */
  from: moment.nullable(),
  to: moment.nullable(),
  readings: z.number().nullable(),
  used: z.number().nullable(),
  produced: z.number().nullable(),
  /** What the balances of its sites stand on; none where that is not known. */
  bases: z.array(z.string()),
  /** The dataset that has the same bytes and counts. */
  copyOf: z.string().nullable(),
  /** Its readings that do not count, because other uploads tell of their time. */
  shadowed: z.number(),
});
export type ListedDataset = z.infer<typeof listedDatasetSchema>;

export const listDatasets = operation(
  'list-datasets',
  z.object({ search: z.string().max(500), from: z.number().int().nonnegative() }),
  z.object({ datasets: z.array(listedDatasetSchema), total: z.number() }),
);

const lineageSchema = z.object({
  run: z.string(),
  at: moment,
  /** What became of it: published now, an earlier publication, or why it never was one. */
  what: z.string(),
  /** Whether it can be published again. */
  restorable: z.boolean(),
});

export const datasetDetailSchema = z.object({
  dataset: z.string(),
  key: z.string(),
  published: z.boolean(),
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
  lineage: z.array(lineageSchema),
  tables: tableSchema,
  /** What of it does not count, and what does not count because of it. */
  overlaps: z.array(z.string()),
  /** Identifies what a preview was of. */
  revision: z.string(),
});
export type DatasetDetail = z.infer<typeof datasetDetailSchema>;

export const showDataset = operation('show-dataset', z.object({ dataset }), datasetDetailSchema);

export const changeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('remove') }),
  z.object({ kind: z.literal('prefer') }),
  z.object({ kind: z.literal('move'), site: z.string().max(200) }),
  z.object({ kind: z.literal('rollback'), run: z.string().min(1).max(200) }),
]);
export type Change = z.infer<typeof changeSchema>;
export type ChangeKind = Change['kind'];

/** What a change would make of each month; nothing is changed. */
export const previewChange = operation(
  'preview-change',
  z.object({ dataset, change: changeSchema }),
  z.object({ beside: tableSchema.nullable(), months: tableSchema, revision: z.string() }),
);

/** Does it, if the dataset is still what the preview was of. */
export const applyChange = operation(
  'apply-change',
  z.object({ dataset, change: changeSchema, revision: z.string() }),
  z.object({ says: z.array(z.string()), run: z.string().nullable() }),
);

export const listPartitions = operation(
  'list-partitions',
  z.object({ table: z.string().max(200), next: z.string().max(8192).nullable() }),
  z.object({ partitions: tableSchema, next: z.string().nullable() }),
);
