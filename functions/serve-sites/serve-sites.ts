/** What the function does with an event: one site has changed, or all of them are looked at. */
import pMap from 'p-map';
import { z } from 'zod';
import { PREFIXES, recordKey } from '../../shared/lake/keys.ts';
import { objectCreatedEventSchema } from '../../shared/object-created.ts';
import { siteRecordSchema } from '../../shared/record/site-record.ts';
import type { LakeStore } from '../../shared/runtime/lake-port.ts';
import { LOG } from '../../shared/runtime/log.ts';
import { parseJson } from '../../shared/text/parse-json.ts';
import { type ServeContext, type Served, serveSite } from './serve-site.ts';

/** A schedule, or a person who wants everything looked at. */
const sweepSchema = z.object({
  sweep: z.literal(true),
  alone: z
    .boolean()
    .default(false)
    .describe('Nobody else can be at work: leases are of processes that have ended, and are taken over'),
});

export const serveInputSchema = z.union([sweepSchema, objectCreatedEventSchema]);
export type ServeInput = z.input<typeof serveInputSchema>;

export const serveOutputSchema = z.object({
  sites: z.number().int(),
  months: z.number().int(),
  written: z.number().int(),
  removed: z.number().int(),
});
export type ServeOutput = z.infer<typeof serveOutputSchema>;

const LISTED = 100_000;
const SITES_AT_ONCE = 4;

/**
 * An event says no more than that a site has changed: what there is to do is read from the record, so that order,
 * repeats and late events do not matter.
 */
export async function serveSites(input: ServeInput, context: ServeContext): Promise<ServeOutput> {
  const sites = 'sweep' in input ? await allSites(context) : await siteOf(input.detail.object.key, context.lake);
  const alone = 'sweep' in input && input.alone;
  const served: Served[] = await pMap(sites, (site) => serveSite(site, { ...context, alone }), {
    // The database of a container is one: a second site would wait for the first one's queries.
    concurrency: sites.length > 1 ? SITES_AT_ONCE : 1,
  });
  const total = served.reduce(
    (sum, { months, written, removed }) => ({
      months: sum.months + months,
      written: sum.written + written,
      removed: sum.removed + removed,
    }),
    { months: 0, written: 0, removed: 0 },
  );
  const output = { sites: sites.length, ...total };
  context.log.info(LOG.sitesServed, output);
  return output;
}

/** Sites that have a record, or had one when they were served. */
async function allSites({ lake, store }: ServeContext): Promise<string[]> {
  const listed = await lake.list(PREFIXES.recordSites, LISTED);
  const named = await pMap(listed, ({ key }) => siteOf(key, lake), { concurrency: SITES_AT_ONCE });
  const served = (await store.sites()).map(({ site_id }) => site_id);
  return [...new Set([...named.flat(), ...served])].sort();
}

/** The site whose record a key is; none where it is no record, or gone. */
async function siteOf(key: string, lake: LakeStore): Promise<string[]> {
  const stored = await lake.getText(key);
  const record = stored ? siteRecordSchema.safeParse(parseJson(stored.text)).data : undefined;
  return record && recordKey(record.site) === key ? [record.site] : [];
}
