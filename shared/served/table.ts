/**
 * The table of sites served: what each site used and produced, interval by interval, for programs that ask for the last
 * days often. The CDK makes it from this declaration, the local stack does, and functions read and write by it.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { SEVERITIES } from '../energy/anomalies.ts';
import { BASIS_NAMES } from '../energy/flows.ts';

export const SERVED_TABLE = {
  partitionKey: 'site_id',
  /** Start of the interval in UTC, such as 2026-10-01T00:00:00Z. */
  sortKey: 'timestamp',
  /** Time over all sites: a day's items lie in eight partitions, so that no one of them takes all writes of now. */
  index: { name: 'by-day', partitionKey: 'day_shard', sortKey: 'timestamp_site' },
  /** Seconds since 1970, after which DynamoDB deletes the item. */
  expires: 'expires',
} as const;

/** @param at an instant, as text or as milliseconds since 1970. @returns it as the sort key has it */
export function tableTime(at: string | number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Sort key of the item that tells of the site itself; before every time. */
export const SITE_KEY = '@site';
/** Partition of the index in which those items lie. */
export const SITES_SHARD = 'sites';

const SHARDS = 8;

/** @param timestamp of an interval, ISO 8601 in UTC */
export function dayShard(site: string, timestamp: string): string {
  const hash = createHash('sha256').update(site).digest().readUInt32BE(0);
  return `${timestamp.slice(0, 10)}#${hash % SHARDS}`;
}

/** @returns the partitions of the index that hold a day, such as 2026-10-01 */
export function shardsOfDay(day: string): string[] {
  return Array.from({ length: SHARDS }, (_, shard) => `${day}#${shard}`);
}

const kwh = z.number().nullable().default(null);

/** The energies of an interval, by their names in the table; kWh, null where they are not known. */
export const servedEnergies = {
  energy_consumed_kwh: kwh.describe('Used by the site'),
  energy_generated_kwh: kwh.describe('Produced by the site'),
  net_energy_kwh: kwh.describe('Produced - used; null where either is not known'),
  import_kwh: kwh.describe('From the grid'),
  export_kwh: kwh.describe('Into the grid'),
  charge_kwh: kwh.describe('Into the battery'),
  discharge_kwh: kwh.describe('From the battery'),
  self_used_kwh: kwh.describe('Produced and used or stored by the site itself'),
  residual_kwh: kwh.describe('Own meter - what the other terms give; a figure of quality'),
};

export const servedAnomalySchema = z.object({
  of: z.enum(['reading', 'event']).describe('A single reading, or an event that begins in the interval'),
  kind: z.string().describe('Z_SCORE or NEGATIVE, or a kind of event; see docs/METHODS.md'),
  direction: z.string(),
  severity: z.enum(SEVERITIES),
  appliance: z.string(),
  measure: z.string(),
  timestamp: z.string().describe('Start in UTC'),
  end: z.string().nullable().describe('End of an event in UTC; null for a reading'),
  kwh: kwh.describe('What was measured'),
  expected_kwh: kwh.describe("What would have been usual: of a reading the series' mean"),
  cost: z.number().nullable().default(null).describe('Of what was used beyond that, of an event'),
  currency: z.string().nullable().default(null),
});
export type ServedAnomaly = z.infer<typeof servedAnomalySchema>;

/** What a program reads of an interval. */
export const servedIntervalSchema = z.object({
  site_id: z.string(),
  timestamp: z.string().describe('Start of the interval in UTC'),
  end: z.string().describe('End of the interval in UTC'),
  local: z.string().describe('Start of the interval, wall clock at the site'),
  basis: z.enum(BASIS_NAMES).nullable().default(null).describe('What the balance stands on; see docs/MODEL.md'),
  ...servedEnergies,
  anomaly: z.boolean().describe('Whether anything in the interval is out of the ordinary'),
  severity: z.enum(SEVERITIES).nullable().default(null).describe('Of the worst of it; null where there is none'),
  anomaly_reasons: z.array(z.string()).default([]).describe('A sentence each'),
  anomalies: z.array(servedAnomalySchema).default([]),
  month: z.string().describe('Local month'),
  commit: z.string().describe('Version of the record that the item is from'),
});
export type ServedInterval = z.infer<typeof servedIntervalSchema>;

/** An item as it is stored. */
const bookkeeping = {
  served: z.number().describe('Orders the writes of an item: a lower one never replaces a higher one'),
  expires: z.number().describe('When it may be deleted, seconds since 1970'),
};
export const storedIntervalSchema = servedIntervalSchema.extend(bookkeeping);
export type StoredInterval = z.infer<typeof storedIntervalSchema>;

/** An interval that is not in the record any more: it stays for a while, so that nothing late brings it back. */
export const tombstoneSchema = z.object({
  site_id: z.string(),
  timestamp: z.string(),
  removed: z.literal(true),
  month: z.string(),
  commit: z.string(),
  ...bookkeeping,
});
export type Tombstone = z.infer<typeof tombstoneSchema>;

export const storedItemSchema = z.union([tombstoneSchema, storedIntervalSchema]);
export type StoredItem = z.infer<typeof storedItemSchema>;

/** The version of a month that is served whole. */
export const servedVersionSchema = z.object({
  generation: z.string(),
  found: z
    .number()
    .int()
    .nullable()
    .describe('How much its uploads found out of the ordinary; null of a version that an earlier release made'),
});
export type ServedVersion = z.infer<typeof servedVersionSchema>;

/** What the table knows of a site: what of its record is served, and who serves it now. */
export const servedSiteSchema = z.object({
  site_id: z.string(),
  sequence: z.number().int().describe('Grows with each change of this item; orders what is written'),
  commit: z.string().describe('Version of the record that is served'),
  committed_at: z.string(),
  days: z.number().int().describe('How many days back intervals are served'),
  months: z
    .record(
      z.string(),
      // An earlier release wrote the name alone.
      z.union([
        servedVersionSchema,
        z.string().transform((generation): ServedVersion => ({ generation, found: null })),
      ]),
    )
    .describe('Versions of the months that are served whole'),
  lease: z.object({ by: z.string(), until: z.number() }).nullable().default(null),
  time_zone: z.string().nullable().default(null),
  basis: z.enum(BASIS_NAMES).nullable().default(null),
  dataset: z.string().nullable().default(null).describe('The last upload that tells of the last month'),
  first_month: z.string().nullable().default(null).describe('First month of the record'),
  last_month: z.string().nullable().default(null).describe('Last month of the record'),
  last_timestamp: z.string().nullable().default(null).describe('Start of the last interval'),
});
export type ServedSite = z.infer<typeof servedSiteSchema>;

/** Whether anything is of the site: the item of one of which all was removed stays, to order what is written late. */
export function hasReadings({ last_month }: Pick<ServedSite, 'last_month'>): boolean {
  return last_month !== null;
}
