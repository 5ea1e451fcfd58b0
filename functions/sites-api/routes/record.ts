/** What the record of a site tells: balance by any grain, ranges of any age, the forecast. */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { literal } from '../../../shared/database/duckdb.ts';
import { keysOf } from '../../../shared/keys-of.ts';
import { queryRecord } from '../../../shared/record/query.ts';
import { hasChangedSince, readRecord } from '../../../shared/record/site-record.ts';
import { forecastDayShape, siteForecast } from '../../../shared/served/forecast.ts';
import { dayAfter, MS_PER_DAY } from '../../../shared/text/days.ts';
import { type ApiContext, type ApiEnvironment, seenSite } from '../context.ts';
import { json } from '../json.ts';
import { checkDays, dayParameter, siteParameter } from '../parameters.ts';
import { Problem, problems } from '../problem.ts';

/** Grains of a balance, each with the most days of it that one answer has. */
const GRAINS = { interval: 31, hour: 31, day: 400, month: 4000 } as const;
type Grain = keyof typeof GRAINS;
const GRAIN_NAMES = keysOf(GRAINS);

const amount = z.number().nullable();
const balanceSchema = z
  .object({
    local: z.string().describe('Start, wall clock at the site'),
    intervals: z.number().int().describe('Intervals of the balance that are in it'),
    energy_consumed_kwh: amount,
    energy_generated_kwh: amount,
    net_energy_kwh: amount.describe('Produced - used, of the intervals in which both are known'),
    import_kwh: amount,
    export_kwh: amount,
    charge_kwh: amount,
    discharge_kwh: amount,
    self_used_kwh: amount,
  })
  .openapi('Balance');

const balancesSchema = z
  .object({ site_id: z.string(), grain: z.enum(GRAIN_NAMES), items: z.array(balanceSchema) })
  .openapi('Balances');

const forecastSchema = z
  .object({
    site_id: z.string(),
    dataset: z.string().nullable().describe('The upload that it was made with; null where there is no forecast'),
    stale: z.boolean().describe('Whether readings of the site were corrected, added or taken out after it was made'),
    items: z.array(z.object(forecastDayShape)),
  })
  .openapi('Forecast');

const params = z.object({ site_id: siteParameter });
const days = {
  from: dayParameter('First local day', '2026-10-01'),
  to: dayParameter('Last local day', '2026-10-07'),
};

const getBalance = createRoute({
  method: 'get',
  path: '/sites/{site_id}/balance',
  tags: ['Record'],
  summary: 'The balance of a site, by interval, hour, day or month',
  request: { params, query: z.object({ ...days, grain: z.enum(GRAIN_NAMES).default('day') }) },
  responses: { 200: json(balancesSchema, 'In the order of time'), ...problems(400, 401, 404, 413, 500) },
});

const getRange = createRoute({
  method: 'get',
  path: '/sites/{site_id}/range',
  tags: ['Record'],
  summary: 'A stretch of days of any age: by hour up to 31 days, by day beyond',
  request: { params, query: z.object(days) },
  responses: { 200: json(balancesSchema, 'In the order of time'), ...problems(400, 401, 404, 413, 500) },
});

const getForecast = createRoute({
  method: 'get',
  path: '/sites/{site_id}/forecast',
  tags: ['Record'],
  summary: 'The days to come, as the last upload of the site was forecast',
  request: { params },
  responses: { 200: json(forecastSchema, 'By day'), ...problems(400, 401, 404, 500) },
});

export function addRecord(app: OpenAPIHono<ApiEnvironment>, context: ApiContext): void {
  app.openapi(getBalance, async (c) => {
    const { site_id } = c.req.valid('param');
    const { from, to, grain } = c.req.valid('query');
    await seenSite(site_id, c.get('access'), context);
    return c.json(await balances(site_id, { from, to }, grain, context), 200);
  });
  app.openapi(getRange, async (c) => {
    const { site_id } = c.req.valid('param');
    const asked = c.req.valid('query');
    await seenSite(site_id, c.get('access'), context);
    const length = (Date.parse(asked.to) - Date.parse(asked.from)) / MS_PER_DAY + 1;
    return c.json(await balances(site_id, asked, length > GRAINS.hour ? 'day' : 'hour', context), 200);
  });
  app.openapi(getForecast, async (c) => {
    const { site_id } = c.req.valid('param');
    const { dataset } = await seenSite(site_id, c.get('access'), context);
    const forecast = await siteForecast(site_id, dataset, context);
    if (forecast === 'unreadable')
      throw new Problem(500, 'The forecast of the site cannot be read; replay its last upload.');
    if (forecast === null) return c.json({ site_id, dataset: null, stale: false, items: [] }, 200);
    const { record } = await readRecord(context.lake, site_id);
    return c.json({ site_id, dataset, stale: hasChangedSince(record, forecast), items: [...forecast.days] }, 200);
  });
}

const ENERGIES = {
  energy_consumed_kwh: 'use_kwh',
  energy_generated_kwh: 'production_kwh',
  net_energy_kwh: 'production_kwh - use_kwh',
  import_kwh: 'import_kwh',
  export_kwh: 'export_kwh',
  charge_kwh: 'charge_kwh',
  discharge_kwh: 'discharge_kwh',
  self_used_kwh: 'self_used_kwh',
};

const known = z.coerce.number().nullable();
const balanceRowsSchema = z.array(
  z.object({
    local: z.string(),
    intervals: z.coerce.number(),
    energy_consumed_kwh: known,
    energy_generated_kwh: known,
    net_energy_kwh: known,
    import_kwh: known,
    export_kwh: known,
    charge_kwh: known,
    discharge_kwh: known,
    self_used_kwh: known,
  }),
);

async function balances(site: string, asked: { from: string; to: string }, grain: Grain, context: ApiContext) {
  const end = dayAfter(asked.to, 1);
  checkDays(asked.from, asked.to, GRAINS[grain]);
  const start = grain === 'interval' ? 'timestamp' : `date_trunc('${grain}', timestamp)`;
  // An hour of the clock that comes twice is two intervals, and one hour of the day.
  const group = grain === 'interval' ? 'timestamp, utc' : start;
  const sums = Object.entries(ENERGIES).map(([name, column]) => `sum(${column}) AS ${name}`);
  const rows = await queryRecord(
    site,
    'balance_data',
    asked,
    (relation) => `SELECT strftime(${start}, '%Y-%m-%dT%H:%M:%S') AS local, count(*) AS intervals, ${sums.join(', ')}
      FROM ${relation} WHERE timestamp >= DATE ${literal(asked.from)} AND timestamp < DATE ${literal(end)}
      GROUP BY ${group} ORDER BY ${group}`,
    context,
  );
  return { site_id: site, grain, items: balanceRowsSchema.parse(rows) };
}
