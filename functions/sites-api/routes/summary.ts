/** Business figures of a period, of each site and together. */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import pMap from 'p-map';
import { figureShape, siteFigures, together } from '../../../shared/served/figures.ts';
import { hasReadings } from '../../../shared/served/table.ts';
import { dayAfter, utcDay } from '../../../shared/text/days.ts';
import { type ApiContext, type ApiEnvironment, noSuchSite } from '../context.ts';
import { json } from '../json.ts';
import { checkDays, dayParameter } from '../parameters.ts';
import { Problem, problems } from '../problem.ts';

const LONGEST_DAYS = 400;
const DEFAULT_DAYS = 30;
/** Each is a few objects of the lake. */
const MOST_SITES = 50;
const SITES_AT_ONCE = 4;

const totalSchema = z
  .object({
    sites: z.number().int().describe('Sites with readings in these days: the figures are of them'),
    ...figureShape,
  })
  .openapi('Figures');
const summarySchema = z
  .object({
    from: z.string(),
    to: z.string(),
    together: totalSchema,
    sites: z.array(z.object({ site_id: z.string(), ...figureShape })),
  })
  .openapi('Summary');

const getSummary = createRoute({
  method: 'get',
  path: '/summary',
  tags: ['Figures'],
  summary: 'Consumption, generation, cost, CO2 and anomalies, of each site and together',
  request: {
    query: z.object({
      from: dayParameter('First local day; 30 days up to `to` where it is left out', '2026-10-01').optional(),
      to: dayParameter('Last local day; today where it is left out', '2026-10-30').optional(),
      site_id: z.string().max(200).optional().openapi({ description: 'Only of this site' }),
    }),
  },
  responses: {
    200: json(summarySchema, 'Figures'),
    ...problems(400, 401, 404, 413, 500),
  },
});

export function addSummary(app: OpenAPIHono<ApiEnvironment>, context: ApiContext): void {
  app.openapi(getSummary, async (c) => {
    const { site_id, ...asked } = c.req.valid('query');
    const access = c.get('access');
    const known = (await context.store.sites()).filter(hasReadings);
    const seen = known.map((each) => each.site_id).filter((site) => access.sees(site));
    const sites = site_id === undefined ? seen : seen.filter((site) => site === site_id);
    if (site_id !== undefined && sites.length === 0) throw noSuchSite(site_id);
    if (sites.length > MOST_SITES)
      throw new Problem(413, `You see ${sites.length} sites; a summary is of at most ${MOST_SITES}: name one.`);
    const to = asked.to ?? utcDay(context.now());
    const from = asked.from ?? dayAfter(to, 1 - DEFAULT_DAYS);
    checkDays(from, to, LONGEST_DAYS);
    const told = await pMap(
      sites,
      async (site) => ({ site_id: site, ...(await siteFigures(site, { from, to }, context)).figures }),
      { concurrency: SITES_AT_ONCE },
    );
    return c.json({ from, to, together: together(told), sites: told }, 200);
  });
}
