/**
 * The state machine that takes up uploads which are in the lake already, as it ships, and what it is given. On AWS its
 * Map reads the items; on a laptop the command line plays the same processor, item by item.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { PREFIXES } from '../shared/lake/keys.ts';

const FILE = new URL('./backfill.asl.json', import.meta.url);

/** Executions of the workflow whose name begins so send no notice when they fail: whoever began them reads the list. */
export const QUIET_RUNS = 'backfill-';

/** One line of the items file: an upload, and the name of its execution. */
export const backfillItemSchema = z.object({
  name: z.string(),
  /** As the lake has it, raw text. */
  key: z.string(),
  version: z.string(),
  etag: z.string(),
  /** Bytes. */
  size: z.number(),
  /** Whether what is known of this version's end counts for nothing. */
  rerun: z.boolean(),
});
export type BackfillItem = z.infer<typeof backfillItemSchema>;

/** What its execution is given. */
export interface BackfillInput {
  /** Key of the items file. */
  readonly items: string;
  /** Prefix where Step Functions writes what its Map gave. */
  readonly results: string;
  /** Uploads at once. */
  readonly concurrency: number;
}

/** @param id name of the backfill's execution */
export function backfillInput(id: string, concurrency: number): BackfillInput {
  const folder = `${PREFIXES.backfills}${id}/`;
  return { items: `${folder}items.jsonl`, results: `${folder}results`, concurrency };
}

/** The file with its `${Placeholders}`: the lake's bucket, and the workflow's ARN. */
export function readBackfillTemplate(): string {
  return readFileSync(FILE, 'utf8');
}

const processorSchema = z.object({
  States: z.object({
    EachUpload: z.object({
      ItemProcessor: z.object({ StartAt: z.string(), States: z.record(z.string(), z.unknown()) }),
    }),
  }),
});

/** @returns what is done with one item, as a state machine of its own with the same placeholders */
export function readItemProcessor(): string {
  const { StartAt, States } = processorSchema.parse(JSON.parse(readBackfillTemplate())).States.EachUpload.ItemProcessor;
  return JSON.stringify({ StartAt, States });
}
