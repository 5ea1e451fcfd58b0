/**
 * A site's record, `record/sites/S.json`: for each local month the version (generation) that counts. Its conditional
 * write is the commit of everything that the site's tables show.
 */
import pMap from 'p-map';
import { z } from 'zod';
import { PREFIXES, recordKey } from '../lake/keys.ts';
import type { LakeStore } from '../runtime/lake-port.ts';
import { BILL_REACHES } from '../tariff/reach-of-bills.ts';
import { parseJson } from '../text/parse-json.ts';

const LISTED = 1_000_000;
const AT_ONCE = 8;

/** Which rules decide what counts where uploads overlap: one more whenever they give something else. */
export const RULES = 2;

const monthSchema = z.object({
  generation: z.string().endsWith('/').describe('Prefix of the version of this month; a folder a table'),
  tables: z.array(z.object({ table: z.string(), rows: z.number().int() })).describe('The tables that have rows'),
  reaches: z.string().optional().describe('The last month that readings last into, where that is a later one'),
  prices: z.string().optional().describe('What the tariff said of it when it was made; not of an earlier release'),
  rules: z.number().int().optional().describe('By which rules it was decided what counts; not of an earlier release'),
  found: z
    .number()
    .int()
    .optional()
    .describe('How much its uploads found out of the ordinary; not of an earlier release, which kept that by upload'),
});

export const siteRecordSchema = z.object({
  site: z.string(),
  commit: z.string().describe('Names the last change'),
  committed_at: z.iso.datetime(),
  changed_at: z.iso
    .datetime()
    .nullable()
    .default(null)
    .describe('When its readings changed last; null where only an earlier release wrote it'),
  months: z.record(z.string().regex(/^\d{4}-\d{2}$/), monthSchema).describe('By local month'),
  folded: z.array(z.string()).describe('Entries of the inbox that are in the record'),
  preferred: z.array(z.string()).default([]).describe('Datasets that a person put after all others'),
  prices: z
    .object({ ENERGY_TARIFF_RATE: z.number(), ENERGY_CURRENCY: z.string(), ENERGY_CO2_FACTOR: z.number() })
    .nullable()
    .default(null)
    .describe('Settings of the step that wrote it last, for bills that are made outside of steps'),
  bills: z.enum(BILL_REACHES).default('month').describe('How far bills looked when it was written last'),
});
export type SiteRecord = z.infer<typeof siteRecordSchema>;
export type RecordMonth = z.infer<typeof monthSchema>;

export interface ReadRecord {
  readonly record: SiteRecord;
  /** null when there is no record yet. */
  readonly etag: string | null;
}

/** @throws Error when what is there is not a record of this site */
export async function readRecord(lake: LakeStore, site: string): Promise<ReadRecord> {
  const key = recordKey(site);
  const stored = await lake.getText(key);
  if (!stored) return { record: emptyRecord(site), etag: null };
  const parsed = siteRecordSchema.safeParse(parseJson(stored.text));
  if (!parsed.success || parsed.data.site !== site) {
    throw new Error(
      `s3://${lake.bucket}/${key} is not the record of site ${JSON.stringify(site)}; ` +
        'delete it, then rebuild the record',
    );
  }
  return { record: parsed.data, etag: stored.etag };
}

/** The records of all sites. @throws Error when one of them is none */
export async function readRecords(lake: LakeStore): Promise<SiteRecord[]> {
  const listed = await lake.list(PREFIXES.recordSites, LISTED);
  const read = await pMap(listed, async ({ key }) => (await lake.getText(key))?.text, { concurrency: AT_ONCE });
  return read.flatMap((text) => (text === undefined ? [] : siteRecordSchema.parse(parseJson(text))));
}

/**
 * Whether readings of the site were corrected, added or taken out after a publication: what that says of days to come
 * is from before.
 */
export function hasChangedSince(
  { changed_at }: Pick<SiteRecord, 'changed_at'>,
  { committed_at }: { readonly committed_at: string },
): boolean {
  return changed_at !== null && Date.parse(changed_at) > Date.parse(committed_at);
}

function emptyRecord(site: string): SiteRecord {
  return {
    site,
    commit: '',
    committed_at: new Date(0).toISOString(),
    changed_at: null,
    months: {},
    folded: [],
    preferred: [],
    prices: null,
    bills: 'month',
  };
}

/** @returns false when somebody else wrote it since it was read */
export async function writeRecord(lake: LakeStore, record: SiteRecord, etag: string | null): Promise<boolean> {
  return lake.putTextIf(recordKey(record.site), `${JSON.stringify(record)}\n`, 'application/json', etag);
}
