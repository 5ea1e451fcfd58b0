/** Sites, and what they did in the last days: from the table. */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { IntervalQuery, PageKey } from '../../../shared/served/store.ts';
import { hasReadings, type StoredInterval, servedIntervalSchema, tableTime } from '../../../shared/served/table.ts';
import { MS_PER_DAY } from '../../../shared/text/days.ts';
import { type ApiContext, type ApiEnvironment, seenSite } from '../context.ts';
import { cursorOf, readCursor } from '../cursor.ts';
import { json, pageShape } from '../json.ts';
import {
  checkSpan,
  cursorParameter,
  fromParameter,
  limitParameter,
  MOST_AT_ONCE,
  siteParameter,
  toParameter,
  USUAL_PAGE,
} from '../parameters.ts';
import { problems } from '../problem.ts';

/** How far one request goes: a year and a bit, as the table does. */
const LONGEST_DAYS = 400;
/** A page of a list that filters may read several pages of the table. */
const PAGES_READ = 20;

const siteSchema = z
  .object({
    site_id: z.string(),
    time_zone: z.string().nullable().describe('Of its wall clock'),
    basis: z.string().nullable().describe('What its balance stands on; see docs/MODEL.md'),
    first_month: z.string().nullable().describe('First local month of its record'),
    last_month: z.string().nullable(),
    last_timestamp: z.string().nullable().describe('Start of its last interval, UTC'),
    commit: z.string().describe('Version of its record that is served'),
  })
  .openapi('Site');

export const intervalSchema = servedIntervalSchema.omit({ month: true }).openapi('Interval');

const pageOf = <Item extends z.ZodType>(item: Item, name: string) => z.object(pageShape(item)).openapi(name);

const SITES_SCOPE = 'sites';

const listSites = createRoute({
  method: 'get',
  path: '/sites',
  tags: ['Sites'],
  summary: 'The sites that you see',
  request: { query: z.object({ limit: limitParameter(MOST_AT_ONCE), cursor: cursorParameter }) },
  responses: { 200: json(pageOf(siteSchema, 'Sites'), 'By name'), ...problems(400, 401, 500) },
});

const window = z.object({
  from: fromParameter.optional(),
  to: toParameter.optional(),
  limit: limitParameter(USUAL_PAGE),
  cursor: cursorParameter,
});

const getSite = createRoute({
  method: 'get',
  path: '/sites/{site_id}',
  tags: ['Sites'],
  summary: 'What a site used and produced, interval by interval, the last one first',
  request: { params: z.object({ site_id: siteParameter }), query: window },
  responses: { 200: json(pageOf(intervalSchema, 'Intervals'), 'Intervals'), ...problems(400, 401, 404, 413, 500) },
});

const getAnomalies = createRoute({
  method: 'get',
  path: '/sites/{site_id}/anomalies',
  tags: ['Anomalies'],
  summary: 'The intervals of a site in which something was out of the ordinary, the last one first',
  request: { params: z.object({ site_id: siteParameter }), query: window },
  responses: {
    200: json(pageOf(intervalSchema, 'AnomalousIntervals'), 'Intervals with their reasons'),
    ...problems(400, 401, 404, 413, 500),
  },
});

export function addSites(app: OpenAPIHono<ApiEnvironment>, context: ApiContext): void {
  app.openapi(listSites, async (c) => {
    const access = c.get('access');
    const { limit, cursor } = c.req.valid('query');
    const after = readCursor(cursor, SITES_SCOPE, z.object({ site_id: z.string() }))?.site_id;
    const sites = (await context.store.sites()).filter(
      (site) => hasReadings(site) && access.sees(site.site_id) && (after === undefined || site.site_id > after),
    );
    const items = sites.slice(0, limit).map((site) => siteSchema.parse(site));
    const last = sites.length > limit ? items.at(-1) : undefined;
    return c.json({ items, next: cursorOf(last && { site_id: last.site_id }, SITES_SCOPE) }, 200);
  });
  app.openapi(getSite, async (c) => {
    const { site_id } = c.req.valid('param');
    await seenSite(site_id, c.get('access'), context);
    return c.json(await intervalPage(site_id, c.req.valid('query'), false, context), 200);
  });
  app.openapi(getAnomalies, async (c) => {
    const { site_id } = c.req.valid('param');
    await seenSite(site_id, c.get('access'), context);
    return c.json(await intervalPage(site_id, c.req.valid('query'), true, context), 200);
  });
}

async function intervalPage(site: string, asked: z.infer<typeof window>, anomalous: boolean, context: ApiContext) {
  const now = context.now();
  const to = tableTime(asked.to ?? now.getTime() + MS_PER_DAY);
  const from = tableTime(asked.from ?? Date.parse(to) - LONGEST_DAYS * MS_PER_DAY);
  checkSpan(from, to, LONGEST_DAYS);
  const scope = JSON.stringify(['site', site, anomalous]);
  // Only the place within the site is taken from the cursor, so that it cannot lead to another one.
  const begin = readCursor(asked.cursor, scope, z.object({ timestamp: z.string() }))?.timestamp;
  let after: PageKey | undefined = begin === undefined ? undefined : { site_id: site, timestamp: begin };
  const found: StoredInterval[] = [];
  for (let page = 0; page < PAGES_READ; page += 1) {
    const limit = anomalous ? {} : { limit: asked.limit - found.length };
    const query: IntervalQuery = { from, to, newestFirst: true, anomalous, after, ...limit };
    const { intervals, next } = await context.store.intervals(site, query, now);
    const room = asked.limit - found.length;
    found.push(...intervals.slice(0, room));
    const last = found.at(-1);
    if (intervals.length > room && last) {
      // The page of the table holds more than was asked for: the next one begins behind the last that is told.
      return pageAfter(found, { site_id: site, timestamp: last.timestamp }, scope);
    }
    if (next === undefined) return pageAfter(found, undefined, scope);
    if (found.length >= asked.limit) return pageAfter(found, next, scope);
    after = next;
  }
  return pageAfter(found, after, scope);
}

function pageAfter(found: readonly StoredInterval[], next: PageKey | undefined, scope: string) {
  return { items: found.map((each) => intervalSchema.parse(each)), next: cursorOf(next, scope) };
}
