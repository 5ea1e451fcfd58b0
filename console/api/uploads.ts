/** Uploads: a file is staged at the server, inspected, its questions are answered, and then it is sent. */
import { z } from 'zod';
import { operation } from './operation.ts';
import { tableSchema as table } from './table.ts';

/** `PUT /api/files` takes the bytes; this header has the file's name, percent-encoded. */
export const FILE_NAME_HEADER = 'x-file-name';

export const stagedSchema = z.object({ file: z.string(), name: z.string(), bytes: z.number() });
export type Staged = z.infer<typeof stagedSchema>;

const said = z.object({
  file: z.string(),
  /** JSON of the layout's settings; empty for none. */
  layout: z.string().max(20_000),
  timeZone: z.string().max(100),
  siteId: z.string().max(200),
});

const facts = z.array(z.object({ name: z.string(), value: z.string() }));

export const inspectionSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('understood'),
    facts,
    columns: table,
    flows: table,
    series: table,
    first: table,
    rejected: table,
    examples: table,
    /** What the figures of the file are affected by. */
    notes: z.array(z.string()),
    /** What was decided on the way, and what follows for the energies. */
    decisions: z.array(z.string()),
    /** Why a run would refuse the file as a whole. */
    refusal: z.string().nullable(),
    /** What the lake has already of the same name or the same time. */
    overlaps: z.array(z.string()),
  }),
  z.object({
    kind: z.literal('question'),
    code: z.string(),
    statement: z.string(),
    columns: table,
    answers: z.array(z.object({ means: z.string(), layout: z.string() })),
  }),
  z.object({ kind: z.literal('refused'), code: z.string(), sentence: z.string() }),
]);
export type Inspected = z.infer<typeof inspectionSchema>;

export const inspectUpload = operation('inspect-upload', said, inspectionSchema);
/** Puts the file into the lake, which starts its run. */
export const sendUpload = operation('send-upload', said, z.object({ run: z.string() }));
