/** What was out of the ordinary in a stretch of time, over all sites that the caller sees, with its distribution. */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import pMap from 'p-map';
import { noneOfEach, SEVERITIES } from '../../../shared/energy/anomalies.ts';
import { allPages } from '../../../shared/served/store.ts';
import { type StoredInterval, servedAnomalySchema, shardsOfDay, tableTime } from '../../../shared/served/table.ts';
import { MS_PER_DAY, utcDay } from '../../../shared/text/days.ts';
import type { Access } from '../access.ts';
import type { ApiContext, ApiEnvironment } from '../context.ts';
import { json } from '../json.ts';
import { checkSpan, fromParameter, limitParameter, toParameter } from '../parameters.ts';
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
    items: z
      .array(z.object({ site_id: z.string(), interval: z.string(), ...servedAnomalySchema.shape }))
      .describe('The last ones first, at most `limit`'),
  })
  .openapi('Anomalies');

const getAnomalies = createRoute({
  method: 'get',
  path: '/anomalies',
  tags: ['Anomalies'],
  summary: 'What was out of the ordinary, over all sites that you see, and how it is distributed',
  request: { query: z.object({ from: fromParameter.optional(), to: toParameter.optional(), limit: limitParameter }) },
  responses: {
    200: json(anomaliesSchema, 'Anomalies'),
    ...problems(400, 401, 413, 500),
  },
});

export function addAnomalies(app: OpenAPIHono<ApiEnvironment>, context: ApiContext): void {
  app.openapi(getAnomalies, async (c) => {
    const asked = c.req.valid('query');
    const now = context.now();
    const to = tableTime(asked.to ?? now.getTime());
    const from = tableTime(asked.from ?? Date.parse(to) - DEFAULT_DAYS * MS_PER_DAY);
    checkSpan(from, to, LONGEST_DAYS);
    const intervals = await anomalousIntervals(from, to, c.get('access'), context);
    const found = intervals.flatMap(({ site_id, timestamp, local, anomalies }) =>
      anomalies.map((each) => ({ site_id, interval: timestamp, local, ...each })),
    );
    const distribution = {
      by_severity: { ...noneOfEach(), ...counted(found.map(({ severity }) => severity)) },
      by_kind: counted(found.map(({ kind }) => kind)),
      by_site: counted(found.map(({ site_id }) => site_id)),
      by_hour: Array.from({ length: 24 }, (_, hour) => found.filter(({ local }) => hourOf(local) === hour).length),
    };
    const items = found.slice(0, asked.limit).map(({ local: _, ...each }) => each);
    return c.json({ from, to, count: found.length, distribution, items }, 200);
  });
}

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
  const keyOf = ({ timestamp, site_id }: StoredInterval) => `${timestamp} ${site_id}`;
  return pages.flat().sort((a, b) => (keyOf(a) < keyOf(b) ? 1 : -1));
}

function hourOf(local: string): number {
  return Number(local.slice(11, 13));
}

function counted(names: readonly string[]): Record<string, number> {
  const groups = Map.groupBy(names, (name) => name);
  return Object.fromEntries([...groups].map(([name, each]) => [name, each.length] as const).sort());
}
