/**
 * What each state receives and returns. Payloads are pointers and counts, a few KB whatever the file's size; the data
 * stays in the lake.
 */
import { z } from 'zod';
import { BASIS_NAMES } from './energy/flows.ts';
import { overlapSchema } from './energy/overlap.ts';
import { SITE_KIND_NAMES } from './energy/site-kinds.ts';
import { uploadEventSchema } from './object-created.ts';
import { registerStandsSchema } from './register-stands.ts';
import { INSIGHTS_PROVIDERS } from './settings/insights.ts';
import { MEASURES, TABLE_NAMES } from './tables/schema.ts';

export const runSchema = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,80}$/, 'an execution name may hold only letters, digits, dot, dash and underscore');

/** The bytes that a run works on. */
export const sourceSchema = z.object({
  bucket: z.string(),
  key: z.string(),
  version: z
    .string()
    .optional()
    .describe('Version id; absent in a bucket without versioning, where the etag pins the bytes'),
  etag: z.string(),
  sequencer: z.string().optional(),
});
export type Source = z.infer<typeof sourceSchema>;

/** What tells that two uploads are the same. */
export const contentSchema = z.object({
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('Of the bytes as they were uploaded'),
  site: z.string().describe('Site of the readings, where the file does not name it'),
  site_said: z.boolean().describe('Whether a person named the site'),
  zone: z.string().describe('Zone that the readings were read in'),
  said: z.string().describe('JSON of what a person said of the upload: site, zone, layout'),
});
export type Content = z.infer<typeof contentSchema>;

/** Another upload of the same bytes, of which a person said something else. */
export const sameBytesSchema = z.object({
  relation: z
    .enum(['CORRECTS', 'OTHER_SITE'])
    .describe('This one takes the other out, or a person named another site for each'),
  dataset: z.string(),
  key: z.string(),
});
export type SameBytes = z.infer<typeof sameBytesSchema>;

const count = z.number().int().nonnegative();

/** readings = accepted + rejected + missing + duplicates, always. */
export const readingCountsSchema = z.object({
  accepted: count.describe('In the tables'),
  rejected: count.describe('Not usable, kept in quarantine'),
  missing: count.describe('The record is there, its value is empty'),
  duplicates: count.describe('The same reading again'),
});
export type ReadingCounts = z.infer<typeof readingCountsSchema>;

export const periodSchema = z.object({
  from: z.string().describe('Start of the first interval, wall clock at the site, `2026-10-01T00:00:00`'),
  to: z.string().describe('End of the last interval'),
  days: count.describe('Local dates with readings'),
});

/** Where a step wrote the file of a table. */
export const tableOutputSchema = z.object({
  table: z.enum(TABLE_NAMES),
  prefix: z.string().endsWith('/'),
  rows: count,
});
export type TableOutput = z.infer<typeof tableOutputSchema>;

// --- ValidateReadings

export const validateInputSchema = z.object({ event: uploadEventSchema, run: runSchema });
export type ValidateInput = z.infer<typeof validateInputSchema>;

/** There is nothing to do, and the execution succeeds in the state of this name. */
export const noWorkSchema = z.object({
  outcome: z.enum(['ALREADY_PROCESSED', 'SUPERSEDED', 'IGNORED', 'DUPLICATE']),
  run: runSchema,
  dataset: z.string(),
  reason: z.string(),
});
export type NoWork = z.infer<typeof noWorkSchema>;

export const validatedSchema = z.object({
  outcome: z.literal('READY'),
  run: runSchema,
  dataset: z.string(),
  source: sourceSchema,
  /** Set when a person asked for the same version to be processed again. */
  rerun: z.boolean(),
  timeZone: z.string().describe('Zone of the wall clock at the site; sites in another are listed in the layout'),
  /** When the object was created, as the event says; the report's delay is measured from here. */
  uploadedAt: z.iso.datetime({ offset: true }).optional(),
  /** When S3 received the bytes: the order of uploads. */
  modifiedAt: z.iso.datetime().optional(),
  rows: z.object({ read: count }),
  readings: readingCountsSchema,
  rejectedByCode: z.record(z.string(), count),
  period: periodSchema,
  measures: z.array(z.enum(MEASURES)).min(1),
  /** `months` are the local months of the readings below `prefix`, one file each. */
  data: z.object({
    prefix: z.string().endsWith('/'),
    months: z.array(z.string().regex(/^\d{4}-\d{2}$/)).min(1),
    /**
     * What the readings' cells were made from; their file is beside the months. Absent where they would not be fewer.
     */
    cells: z
      .object({
        rows: count,
        largest: z.number().nonnegative(),
        spans: z.boolean().default(false).describe('Readings have an end of their own and are cut where hours begin'),
      })
      .optional(),
  }),
  /** The rejected rows, one JSON document a line; null when there are none. */
  quarantine: z.string().nullable(),
  /** Key of the layout as it was applied. */
  layout: z.string().optional(),
  /** What the balances of the sites stand on: each basis that occurs. */
  bases: z.array(z.enum(BASIS_NAMES)).default(['house']),
  kind: z.enum(SITE_KIND_NAMES).optional().describe('What a person or the headings said that the sites are'),
  /** What other uploads tell of at the same time; null where none does. */
  overlap: overlapSchema.nullable().default(null),
  /** First and last stands of what was read from registers. */
  stands: z.array(registerStandsSchema).default([]),
  /** Absent where an earlier release validated. */
  content: contentSchema.optional(),
  /** Another upload of the same bytes; null where there is none. */
  sameBytes: sameBytesSchema.nullable().default(null),
  /** balance_data and upload_readings. */
  tables: z.array(tableOutputSchema).default([]),
  way: z
    .literal('SHORT')
    .optional()
    .describe('A few readings of sites that are published: one function does all steps that follow'),
});
export type Validated = z.infer<typeof validatedSchema>;

/** The upload was deleted: what it published is to be taken out. */
export const removalSchema = z.object({
  outcome: z.literal('REMOVE'),
  run: runSchema,
  dataset: z.string(),
  key: z.string(),
  sequencer: z.string().optional().describe('Place of the deletion in the order of the writes of its key'),
});
export type Removal = z.infer<typeof removalSchema>;

export const validateOutputSchema = z.discriminatedUnion('outcome', [noWorkSchema, validatedSchema, removalSchema]);
export type ValidateOutput = z.infer<typeof validateOutputSchema>;

// --- the branches of Analyse: each receives what ValidateReadings returned

export const aggregateOutputSchema = z.object({
  status: z.literal('OK'),
  tables: z.array(tableOutputSchema),
  /** Digests of the tariffs that the sites pay, by name: whether they say the same later. */
  prices: z.record(z.string(), z.string()).optional(),
});
export type AggregateOutput = z.infer<typeof aggregateOutputSchema>;

export const anomaliesOutputSchema = z.object({
  status: z.literal('OK'),
  tables: z.array(tableOutputSchema),
  count,
});
export type AnomaliesOutput = z.infer<typeof anomaliesOutputSchema>;

export const forecastOutputSchema = z.object({
  status: z.enum(['OK', 'INSUFFICIENT_DATA']),
  /** Why there is no forecast. */
  reason: z.string().optional(),
  tables: z.array(tableOutputSchema),
  /** Site and measure pairs that have too few complete days for a forecast. */
  tooShort: count.optional(),
  /**
   * What other uploads told of the sites: their datasets, a few by name, and the months of sites left out by the
   * limits.
   */
  history: z.object({ datasets: count, names: z.array(z.string()).max(10), leftOut: count }).optional(),
});
export type ForecastOutput = z.infer<typeof forecastOutputSchema>;

/** What stands in a branch's place after its Catch. */
export const degradedSchema = z.object({ status: z.literal('DEGRADED'), reason: z.string() });

export const insightsInputSchema = validatedSchema.extend({
  describe: z.object({ aggregate: aggregateOutputSchema, anomalies: anomaliesOutputSchema }),
});
export type InsightsInput = z.infer<typeof insightsInputSchema>;

export const insightsOutputSchema = z.object({
  status: z.literal('OK'),
  /** Who wrote the texts. */
  provider: z.enum(INSIGHTS_PROVIDERS),
  /** Key of the JSON document with the texts. */
  key: z.string(),
});
export type InsightsOutput = z.infer<typeof insightsOutputSchema>;

// --- PublishResults

export const publishInputSchema = validatedSchema.extend({
  branches: z.object({
    aggregate: aggregateOutputSchema,
    anomalies: anomaliesOutputSchema,
    forecast: z.discriminatedUnion('status', [forecastOutputSchema, degradedSchema]),
    insights: z.discriminatedUnion('status', [insightsOutputSchema, degradedSchema]),
  }),
});
export type PublishInput = z.infer<typeof publishInputSchema>;

/** What the function is given: results to publish, or a deletion. */
export const publishRequestSchema = z.union([
  publishInputSchema,
  removalSchema,
  z.object({ small: validatedSchema }).describe('A small upload, whose steps are still to be done'),
]);

export const publishOutputSchema = z.object({
  /**
   * REMOVED: nothing of a deleted upload is published any more. SUPERSEDED and ALREADY_PROCESSED: another upload or run
   * was committed meanwhile, and nothing of this one was.
   */
  outcome: z.enum(['PUBLISHED', 'PARTIAL', 'SUPERSEDED', 'ALREADY_PROCESSED', 'REMOVED']),
  run: runSchema,
  dataset: z.string(),
  /** Prefix of report.html and its companions; null when nothing was published. */
  report: z.string().nullable(),
  /** Records of the upload, for lists of runs; absent of a removal, and of what an earlier release ran. */
  rows: count.optional(),
  reason: z.string().optional(),
});
export type PublishOutput = z.infer<typeof publishOutputSchema>;
