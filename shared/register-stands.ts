/**
 * The first and the last stand of what an upload read from registers: the record makes an interval of the last one of
 * an upload and the first one of the next.
 */
import { z } from 'zod';
import { monthsBetween } from './text/days.ts';
import { HOUR_MS } from './time-units.ts';

const standSchema = z.object({
  at: z.string().describe('Wall clock at the site'),
  utc: z.string(),
  kwh: z.string().describe('What the register shows, with all its digits'),
});

export const registerStandsSchema = z.object({
  site: z.string(),
  appliance: z.string(),
  measure: z.enum(['use', 'generation']),
  flow: z.string(),
  basis: z.string(),
  series: z.string().nullable(),
  meter: z.string().nullable().describe('null where the file names none'),
  minutes: z.number().nullable().describe('Usual time between two stands'),
  fastest_kw: z.number().describe('The highest mean power between two stands'),
  first: standSchema,
  last: standSchema,
  last_month: z.string().describe('Local month in which its last reading begins'),
});
export type RegisterStands = z.infer<typeof registerStandsSchema>;

/** Uploads of more are not joined to others: manifests and payloads stay small. */
export const STANDS_LIMIT = 20;

/** Between stands that are further apart than this nothing is worked out from two uploads. */
export const SEAM_HOURS = 48;

/** Local months by site in which an interval may begin that ends with a first stand. */
export function seamMonths(stands: readonly RegisterStands[]): Map<string, Set<string>> {
  const months = new Map<string, Set<string>>();
  for (const { site, first } of stands) {
    const since = new Date(Date.parse(`${first.at}Z`) - SEAM_HOURS * HOUR_MS).toISOString();
    const theirs = monthsBetween(since.slice(0, 7), first.at.slice(0, 7));
    months.set(site, new Set([...(months.get(site) ?? []), ...theirs]));
  }
  return months;
}
