/**
 * A dataset's manifest, `manifests/D.json`: what is published, from which bytes, and what became of every other
 * version. Committing it is the publication (docs/adr); Glue is reconciled to it afterwards. One line of JSON, because
 * Athena's JSON SerDe reads one document a line.
 */
import { z } from 'zod';
import {
  contentSchema,
  periodSchema,
  readingCountsSchema,
  type Source,
  sourceSchema,
  tableOutputSchema,
} from '../contract.ts';
import { BASIS_NAMES } from '../energy/flows.ts';
import { registerStandsSchema } from '../register-stands.ts';
import { parseJson } from '../text/parse-json.ts';

export const publicationSchema = z.object({
  run: z.string(),
  source: sourceSchema,
  status: z.enum(['PUBLISHED', 'PARTIAL']),
  committed_at: z.iso.datetime(),
  uploaded_at: z.iso
    .datetime()
    .nullable()
    .default(null)
    .describe('When the bytes were uploaded; null where an earlier release published'),
  time_zone: z.string().describe('Zone of the wall clock at the site'),
  zones: z
    .string()
    .nullable()
    .default(null)
    .describe('Key of the applied layout, where that names sites that are in another zone'),
  period: periodSchema,
  rows_read: z.number().int(),
  readings: readingCountsSchema,
  consumption_kwh: z.number().nullable(),
  generation_kwh: z.number().nullable(),
  anomalies: z.number().int().describe('Number of anomalies'),
  report: z.string().describe('Prefix of report.html and its companions'),
  quarantine: z.string().nullable().describe('Key of the rejected rows; null when there are none'),
  readings_prefix: z.string().describe('Prefix of the accepted readings'),
  months: z.array(z.string()).describe('Local months of the readings'),
  tables: z.array(tableOutputSchema).describe("Every other table's output; a degraded branch has none"),
  sites: z
    .array(z.string())
    .nullable()
    .default(null)
    .describe('Sites of the readings; null when they are too many to name here, or an earlier release published'),
  stands: z.array(registerStandsSchema).default([]).describe('First and last stands of what was read from registers'),
  content: contentSchema
    .nullable()
    .default(null)
    .describe('What tells a copy; null where an earlier release published'),
  bases: z
    .array(z.enum(BASIS_NAMES))
    .nullable()
    .default(null)
    .describe('What the balances of its sites stand on; null where an earlier release published'),
});
export type Publication = z.infer<typeof publicationSchema>;

export const outcomeSchema = z.object({
  source: sourceSchema,
  run: z.string(),
  outcome: z.enum(['REJECTED', 'SUPERSEDED', 'DUPLICATE', 'REMOVED']),
  code: z.string().nullable().describe('Stable code of a rejection'),
  message: z.string().nullable(),
  at: z.iso.datetime(),
  copy_of: z.string().nullable().default(null).describe('Of a copy: the dataset that has the same readings'),
});
export type Outcome = z.infer<typeof outcomeSchema>;

export const manifestSchema = z.object({
  dataset: z.string(),
  bucket: z.string(),
  key: z.string().describe('Key of the upload'),
  published: publicationSchema.nullable().describe('What the tables hold; null when nothing is published'),
  sequencer: z.string().nullable().describe('The highest sequencer ever published; a rollback does not lower it'),
  history: z
    .array(publicationSchema.extend({ superseded_at: z.iso.datetime() }))
    .describe('Earlier publications, newest first'),
  outcomes: z.array(outcomeSchema).describe('Terminal outcomes of other versions, newest first'),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** @returns undefined when the text is no manifest */
export function readableManifest(text: string): Manifest | undefined {
  return manifestSchema.safeParse(parseJson(text)).data;
}

/** A manifest keeps this many earlier publications and outcomes each, so that it stays a few dozen KB. */
export const HISTORY_LIMIT = 50;

/** Files of more sites are looked into instead. */
const SITES_LIMIT = 40;

/** What a manifest says of the sites of a publication, sorted and each once; null when they are too many. */
export function namedSites(sites: Iterable<string>): string[] | null {
  const names = [...new Set(sites)].sort();
  return names.length > SITES_LIMIT ? null : names;
}

/** Same bytes: the version id decides where both have one, else the etag. */
export function sameVersion(a: Source, b: Source): boolean {
  return a.version && b.version ? a.version === b.version : a.etag === b.etag;
}

/**
 * S3's order of two writes of one key: the shorter sequencer is padded on the right with zeros, then they compare as
 * text. https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 * @returns negative when `a` is the earlier write
 */
export function compareSequencers(a: string, b: string): number {
  const length = Math.max(a.length, b.length);
  const [x, y] = [a.toUpperCase().padEnd(length, '0'), b.toUpperCase().padEnd(length, '0')];
  return x < y ? -1 : x > y ? 1 : 0;
}

export type Decision = 'PROCEED' | 'RESUME' | 'ALREADY_PROCESSED' | 'SUPERSEDED';

/**
 * The one rule that validation and the commit share: may this run's upload take the published place?
 * @param isCurrentVersion asked only when the sequencers cannot tell: is the upload the key's current version?
 * @returns RESUME when this very run is what is published (a retry after the commit)
 */
export async function decide(
  manifest: Manifest | undefined,
  upload: { source: Source; run: string; rerun: boolean },
  isCurrentVersion: () => Promise<boolean>,
): Promise<Decision> {
  const published = manifest?.published;
  if (published?.run === upload.run) return 'RESUME';
  // This run was published and then replaced: a late retry must not take the place back.
  if (manifest?.history.some(({ run }) => run === upload.run)) return 'SUPERSEDED';
  if (published && sameVersion(published.source, upload.source)) {
    return upload.rerun ? 'PROCEED' : 'ALREADY_PROCESSED';
  }
  const highest = manifest?.sequencer;
  if (highest && upload.source.sequencer) {
    const order = compareSequencers(upload.source.sequencer, highest);
    // The same write that is not what is published was rolled back: only a person brings it back.
    return order < 0 || (order === 0 && !upload.rerun) ? 'SUPERSEDED' : 'PROCEED';
  }
  if (!published) return 'PROCEED';
  return (await isCurrentVersion()) ? 'PROCEED' : 'SUPERSEDED';
}
