/** What was out of the ordinary in a stretch of time, over all sites that the caller sees, with its distribution. */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import pMap from 'p-map';
import { noneOfEach, SEVERITIES } from '../../../shared/energy/anomalies.ts';
import { allPages } from '../../../shared/served/store.ts';
import { type StoredInterval, servedAnomalySchema, shardsOfDay, tableTime } from '../../../shared/served/table.ts';
import { MS_PER_DAY, utcDay } from '../../../shared/text/days.ts';
import type { Access } from '../access.ts';
import type { ApiContext, ApiEnvironment } from '../context.ts';
import { cursorOf, readCursor } from '../cursor.ts';
import { json, pageShape } from '../json.ts';
import { checkSpan, cursorParameter, fromParameter, limitParameter, toParameter, USUAL_PAGE } from '../parameters.ts';
import { problems } from '../problem.ts';

const LONGEST_DAYS = 31;
const DEFAULT_DAYS = 7;
const SHARDS_AT_ONCE = 16;

const count = z.number().int();
const anomaliesSchema = z
  .object({
    from: z.string(),
    to: z.string(),
    count: count.describe('How many there are in all'),
    distribution: z.object({
      by_severity: z.record(z.enum(SEVERITIES), count),
      by_kind: z.record(z.string(), count),
      by_site: z.record(z.string(), count),
      by_hour: z.array(count).length(24).describe('By hour of day, wall clock at the site'),
    }),
    ...pageShape(z.object({ site_id: z.string(), interval: z.string(), ...servedAnomalySchema.shape })),
  })
  .openapi('Anomalies');

const getAnomalies = createRoute({
  method: 'get',
  path: '/anomalies',
  tags: ['Anomalies'],
  summary: 'What was out of the ordinary, over all sites that you see, the last one first, and how it is distributed',
  request: {
    query: z.object({
      from: fromParameter.optional(),
      to: toParameter.optional(),
      limit: limitParameter(USUAL_PAGE),
      cursor: cursorParameter,
    }),
  },
  responses: {
    200: json(anomaliesSchema, 'A page of them; count and distribution are of all'),
    ...problems(400, 401, 413, 500),
  },
});

export function addAnomalies(app: OpenAPIHono<ApiEnvironment>, context: ApiContext): void {
  app.openapi(getAnomalies, async (c) => {
    const { limit, cursor, ...asked } = c.req.valid('query');
    const scope = JSON.stringify(['anomalies', asked]);
    const after = readCursor(cursor, scope, placeSchema);
    const now = context.now();
    // A list that goes on is of the time that it began with, also where that was the time of asking.
    const to = after?.to ?? tableTime(asked.to ?? now.getTime());
    const from = after?.from ?? tableTime(asked.from ?? Date.parse(to) - DEFAULT_DAYS * MS_PER_DAY);
    checkSpan(from, to, LONGEST_DAYS);
    const intervals = await anomalousIntervals(from, to, c.get('access'), context);
    const found = intervals.flatMap(({ site_id, timestamp, local, anomalies }) =>
      anomalies.map((each, at) => ({ site_id, interval: timestamp, local, at, ...each })),
    );
    const distribution = {
      by_severity: { ...noneOfEach(), ...counted(found.map(({ severity }) => severity)) },
      by_kind: counted(found.map(({ kind }) => kind)),
      by_site: counted(found.map(({ site_id }) => site_id)),
      by_hour: Array.from({ length: 24 }, (_, hour) => found.filter(({ local }) => hourOf(local) === hour).length),
    };
    const rest = after ? found.filter((each) => isBehind(each, after)) : found;
    const page = rest.slice(0, limit);
    const items = page.map(({ local: _local, at: _at, ...each }) => each);
    const last = rest.length > limit ? page.at(-1) : undefined;
    const next = cursorOf(last && { from, to, interval: last.interval, site: last.site_id, at: `${last.at}` }, scope);
    return c.json({ from, to, count: found.length, distribution, items, next }, 200);
  });
}

/** The last one that a page told of: its interval, its site, and its number among those of the interval. */
const placeSchema = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  interval: z.string(),
  site: z.string(),
  at: z.coerce.number(),
});
type Place = z.infer<typeof placeSchema>;

function isBehind(each: { interval: string; site_id: string; at: number }, { interval, site, at }: Place): boolean {
  const [own, theirs] = [keyOf(each.interval, each.site_id), keyOf(interval, site)];
  return own === theirs ? each.at > at : own < theirs;
}

const keyOf = (timestamp: string, site: string) => `${timestamp} ${site}`;

/** By the index, a share of a day at a time; the last ones first. */
async function anomalousIntervals(from: string, to: string, access: Access, { store, now }: ApiContext) {
  const first = Math.floor(Date.parse(from) / MS_PER_DAY);
  const last = Math.floor((Date.parse(to) - 1) / MS_PER_DAY);
  const days = Array.from({ length: last - first + 1 }, (_, day) => utcDay((first + day) * MS_PER_DAY));
  const pages = await pMap(
    days.flatMap(shardsOfDay),
    async (shard) => {
      const found = await allPages((after) => store.shard(shard, { from, to, anomalous: true, after }, now()));
      return found.filter(({ site_id }) => access.sees(site_id));
    },
    { concurrency: SHARDS_AT_ONCE },
  );
  const key = ({ timestamp, site_id }: StoredInterval) => keyOf(timestamp, site_id);
  return pages.flat().sort((a, b) => (key(a) < key(b) ? 1 : -1));
}

function hourOf(local: string): number {
  return Number(local.slice(11, 13));
}

function counted(names: readonly string[]): Record<string, number> {
  const groups = Map.groupBy(names, (name) => name);
  return Object.fromEntries([...groups].map(([name, each]) => [name, each.length] as const).sort());
}
