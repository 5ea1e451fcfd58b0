/** What the record of a site tells: balance by any grain, ranges of any age, the forecast. */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { hasChangedSince, readRecord } from '../../../shared/record/site-record.ts';
import { forecastDayShape, siteForecast } from '../../../shared/served/forecast.ts';
import { MS_PER_DAY } from '../../../shared/text/days.ts';
import { balanceSchema, balances, GRAIN_NAMES, grainOf } from '../balances.ts';
import { type ApiContext, type ApiEnvironment, seenSite } from '../context.ts';
import { json, pageShape } from '../json.ts';
import { cursorParameter, dayParameter, limitParameter, MOST_AT_ONCE, siteParameter } from '../parameters.ts';
import { Problem, problems } from '../problem.ts';

const balancesSchema = z
  .object({ site_id: z.string(), grain: z.enum(GRAIN_NAMES), ...pageShape(balanceSchema) })
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
  limit: limitParameter(MOST_AT_ONCE),
  cursor: cursorParameter,
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
    const { grain, ...asked } = c.req.valid('query');
    const site = await seenSite(site_id, c.get('access'), context);
    return c.json(await balances(site, asked, grain, context), 200);
  });
  app.openapi(getRange, async (c) => {
    const { site_id } = c.req.valid('param');
    const asked = c.req.valid('query');
    const site = await seenSite(site_id, c.get('access'), context);
    const length = (Date.parse(asked.to) - Date.parse(asked.from)) / MS_PER_DAY + 1;
    return c.json(await balances(site, asked, grainOf(length), context), 200);
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
