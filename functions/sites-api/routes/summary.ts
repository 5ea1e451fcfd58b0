/** Business figures of a period, of each site and together. */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import pMap from 'p-map';
import { literal } from '../../../shared/database/duckdb.ts';
import { allPages } from '../../../shared/served/store.ts';
import { tableTime } from '../../../shared/served/table.ts';
import { dayAfter, utcDay } from '../../../shared/text/days.ts';
import { type ApiContext, type ApiEnvironment, noSuchSite } from '../context.ts';
import { json } from '../json.ts';
import { checkSpan, dayParameter } from '../parameters.ts';
import { Problem, problems } from '../problem.ts';
import { queryRecord } from '../record-query.ts';

const LONGEST_DAYS = 400;
const DEFAULT_DAYS = 30;
/** Each is a few objects of the lake. */
const MOST_SITES = 50;
const SITES_AT_ONCE = 4;

const amount = z.number().nullable();
const figures = {
  days: z.number().int().describe('Days with readings; of sites together, of the one with most'),
  energy_consumed_kwh: amount.describe('Used; null where it is not known'),
  energy_generated_kwh: amount,
  net_energy_kwh: amount.describe('Produced - used'),
  import_kwh: amount,
  export_kwh: amount,
  efficiency: amount.describe('Share of what was used that the site produced itself, 0 to 1'),
  cost: amount.describe('What is paid, less what exports earn; null where currencies differ or no tariff is valid'),
  currency: z.string().nullable(),
  co2_kg: amount.describe('Of the energy from the grid'),
  anomalies: z.number().int().describe('Intervals out of the ordinary, as far back as they are served'),
};
const totalSchema = z.object(figures).openapi('Figures');
type Figures = z.infer<typeof totalSchema>;
const summarySchema = z
  .object({
    from: z.string(),
    to: z.string(),
    together: totalSchema,
    sites: z.array(z.object({ site_id: z.string(), ...figures })),
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
    const seen = (await context.store.sites()).map((each) => each.site_id).filter((site) => access.sees(site));
    const sites = site_id === undefined ? seen : seen.filter((site) => site === site_id);
    if (site_id !== undefined && sites.length === 0) throw noSuchSite(site_id);
    if (sites.length > MOST_SITES)
      throw new Problem(413, `You see ${sites.length} sites; a summary is of at most ${MOST_SITES}: name one.`);
    const to = asked.to ?? utcDay(context.now());
    const from = asked.from ?? dayAfter(to, 1 - DEFAULT_DAYS);
    const end = dayAfter(to, 1);
    checkSpan(from, end, LONGEST_DAYS);
    const told = await pMap(
      sites,
      async (site) => ({ site_id: site, ...(await figuresOf(site, { from, to, end }, context)) }),
      { concurrency: SITES_AT_ONCE },
    );
    return c.json({ from, to, together: together(told), sites: told }, 200);
  });
}

const known = z.coerce.number().nullable();
const rowsSchema = z.array(
  z.object({
    days: z.coerce.number(),
    energy_consumed_kwh: known,
    energy_generated_kwh: known,
    self_kwh: known,
    used_kwh: known,
    import_kwh: known,
    export_kwh: known,
    cost: known,
    currencies: z.coerce.number(),
    currency: z.string().nullable(),
    co2_kg: known,
  }),
);

async function figuresOf(
  site: string,
  { from, to, end }: { from: string; to: string; end: string },
  context: ApiContext,
): Promise<Figures> {
  const rows = await queryRecord(
    site,
    'bill_data',
    { from, to },
    (relation) => `SELECT count(DISTINCT day) AS days, sum(consumed_kwh) AS energy_consumed_kwh,
        sum(generated_kwh) AS energy_generated_kwh, sum(self_consumed_kwh) AS self_kwh,
        sum(consumed_kwh) FILTER (self_consumed_kwh IS NOT NULL) AS used_kwh,
        sum(imported_kwh) AS import_kwh, sum(exported_kwh) AS export_kwh, sum(net_cost) AS cost,
        count(DISTINCT currency) AS currencies, any_value(currency) AS currency, sum(co2_kg) AS co2_kg
      FROM ${relation} WHERE day BETWEEN DATE ${literal(from)} AND DATE ${literal(to)}`,
    context,
  );
  const [row] = rowsSchema.parse(rows);
  const anomalies = await countAnomalies(site, from, end, context);
  if (!row) return { ...NOTHING, anomalies };
  const { self_kwh, used_kwh, currencies, ...sums } = row;
  const oneCurrency = currencies === 1;
  return {
    ...sums,
    net_energy_kwh: difference(sums.energy_generated_kwh, sums.energy_consumed_kwh),
    efficiency: self_kwh === null || !used_kwh ? null : Math.min(1, self_kwh / used_kwh),
    cost: oneCurrency ? sums.cost : null,
    currency: oneCurrency ? sums.currency : null,
    anomalies,
  };
}

const NOTHING: Omit<Figures, 'anomalies'> = {
  ...{ days: 0, energy_consumed_kwh: null, energy_generated_kwh: null, net_energy_kwh: null, import_kwh: null },
  ...{ export_kwh: null, efficiency: null, cost: null, currency: null, co2_kg: null },
};

async function countAnomalies(site: string, from: string, end: string, { store, now }: ApiContext): Promise<number> {
  const query = { from: tableTime(from), to: tableTime(end), anomalous: true };
  return (await allPages((after) => store.intervals(site, { ...query, after }, now()))).length;
}

function difference(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a - b;
}

/** Sums of what is known of all; a figure that is not known of one site is not known of all together. */
function together(sites: readonly Figures[]): Figures {
  const sum = (name: 'energy_consumed_kwh' | 'energy_generated_kwh' | 'import_kwh' | 'export_kwh' | 'co2_kg') =>
    sites.length === 0 || sites.some((each) => each[name] === null)
      ? null
      : sites.reduce((total, each) => total + (each[name] ?? 0), 0);
  const currencies = new Set(sites.map(({ currency }) => currency));
  const [currency = null] = currencies;
  const priced = currencies.size === 1 && sites.every(({ cost }) => cost !== null);
  const weighed = sites.filter(({ efficiency, energy_consumed_kwh }) => efficiency !== null && energy_consumed_kwh);
  const used = weighed.reduce((total, each) => total + (each.energy_consumed_kwh ?? 0), 0);
  const own = weighed.reduce((total, each) => total + (each.efficiency ?? 0) * (each.energy_consumed_kwh ?? 0), 0);
  const [consumed, generated] = [sum('energy_consumed_kwh'), sum('energy_generated_kwh')];
  return {
    days: Math.max(0, ...sites.map(({ days }) => days)),
    energy_consumed_kwh: consumed,
    energy_generated_kwh: generated,
    net_energy_kwh: difference(generated, consumed),
    import_kwh: sum('import_kwh'),
    export_kwh: sum('export_kwh'),
    efficiency: weighed.length === sites.length && used > 0 ? own / used : null,
    cost: priced ? sites.reduce((total, { cost }) => total + (cost ?? 0), 0) : null,
    currency: priced ? currency : null,
    co2_kg: sum('co2_kg'),
    anomalies: sites.reduce((total, { anomalies }) => total + anomalies, 0),
  };
}
