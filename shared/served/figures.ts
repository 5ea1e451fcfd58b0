/** Business figures of a site in a period, from its bills by day, and of several sites together. */
import { z } from 'zod';
import { literal } from '../database/duckdb.ts';
import { type QueryContext, queryRecord } from '../record/query.ts';
import { SETTINGS_TARIFF } from '../tariff/schema.ts';
import { dayAfter } from '../text/days.ts';
import { allPages, type ServedStore } from './store.ts';
import { type StoredInterval, tableTime } from './table.ts';

const amount = z.number().nullable();

export const figureShape = {
  days: z.number().int().describe('Days with readings; of sites together, of the one with most'),
  energy_consumed_kwh: amount.describe('Used; null where it is not known'),
  energy_generated_kwh: amount,
  net_energy_kwh: amount.describe('Produced - used'),
  import_kwh: amount,
  export_kwh: amount,
  efficiency: amount.describe('Share of the use that the site produced itself, 0 to 1; null where a day’s is unknown'),
  cost: amount.describe('What is paid, less what exports earn; null where currencies differ or no tariff is valid'),
  currency: z.string().nullable(),
  price_assumed: z
    .boolean()
    .describe('Whether cost and CO2 are, of any day, those of the settings: an assumption, no tariff is kept'),
  co2_kg: amount.describe('Of the energy from the grid'),
  anomalies: z.number().int().describe('Intervals out of the ordinary, as far back as they are served'),
};
const figuresSchema = z.object(figureShape);
export type Figures = z.infer<typeof figuresSchema>;

/** Of one local day. */
export type DayFigures = Omit<Figures, 'days' | 'anomalies'> & {
  readonly day: string;
  /** Readings that are there of those that should be, 0 to 1. */
  readonly completeness: number | null;
};

/** A day with less than this part of its readings is not compared with others. */
const WHOLE_DAY = 0.95;

/** Whether the readings are of the whole day; where nothing tells how many there should be they are. */
export function isWholeDay({ completeness }: Pick<DayFigures, 'completeness'>): boolean {
  return completeness === null || completeness >= WHOLE_DAY;
}

/** First and last local day, `2026-10-01`. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** What it takes to tell of one site. */
interface SiteContext extends QueryContext {
  readonly store: Pick<ServedStore, 'intervals'>;
  readonly now: () => Date;
}

export interface FiguresContext extends SiteContext {
  readonly store: ServedStore;
}

/** What is known of a site in a period. */
export interface SiteFigures {
  readonly site_id: string;
  readonly figures: Figures;
  /** In the order of time; a day without readings is absent. */
  readonly days: readonly DayFigures[];
  /** Intervals in which something was out of the ordinary. */
  readonly anomalous: readonly StoredInterval[];
}

const known = z.coerce.number().nullable();
const rowsSchema = z.array(
  z.object({
    day: z.string().nullable(),
    days: z.coerce.number(),
    completeness: known,
    energy_consumed_kwh: known,
    energy_generated_kwh: known,
    self_kwh: known,
    used_kwh: known,
    import_kwh: known,
    export_kwh: known,
    cost: known,
    currencies: z.coerce.number(),
    currency: z.string().nullable(),
    price_assumed: z.boolean(),
    co2_kg: known,
  }),
);

export async function siteFigures(site: string, period: Period, context: SiteContext): Promise<SiteFigures> {
  const { from, to } = period;
  const rows = await queryRecord(
    site,
    'bill_data',
    period,
    (relation) => `SELECT strftime(day, '%Y-%m-%d') AS day, count(DISTINCT day) AS days,
        min(completeness) AS completeness, sum(consumed_kwh) AS energy_consumed_kwh,
        sum(generated_kwh) AS energy_generated_kwh, sum(self_consumed_kwh) AS self_kwh,
        CASE WHEN bool_and(self_consumed_kwh IS NOT NULL OR coalesce(consumed_kwh, imported_kwh) IS NULL)
          THEN sum(consumed_kwh) END AS used_kwh,
        sum(imported_kwh) AS import_kwh, sum(exported_kwh) AS export_kwh, sum(net_cost) AS cost,
        count(DISTINCT currency) AS currencies, any_value(currency) AS currency,
        coalesce(bool_or(tariff = ${literal(SETTINGS_TARIFF)}), false) AS price_assumed, sum(co2_kg) AS co2_kg
      FROM ${relation} WHERE day BETWEEN DATE ${literal(from)} AND DATE ${literal(to)}
      GROUP BY GROUPING SETS ((), (day)) ORDER BY day`,
    context,
  );
  const told = rowsSchema.parse(rows).map(({ self_kwh, used_kwh, currencies, ...sums }) => {
    const oneCurrency = currencies === 1;
    return {
      ...sums,
      net_energy_kwh: difference(sums.energy_generated_kwh, sums.energy_consumed_kwh),
      efficiency: self_kwh === null || !used_kwh ? null : Math.min(1, self_kwh / used_kwh),
      cost: oneCurrency ? sums.cost : null,
      currency: oneCurrency ? sums.currency : null,
    };
  });
  const whole = told.find(({ day }) => day === null);
  const anomalous = await anomalousIntervals(site, period, context);
  return {
    site_id: site,
    figures: figuresSchema.parse({ ...NOTHING, ...whole, anomalies: anomalous.length }),
    days: told.flatMap(({ day, days: _, ...each }) => (day === null ? [] : [{ day, ...each }])),
    anomalous,
  };
}

const NOTHING: Omit<Figures, 'anomalies'> = {
  ...{ days: 0, energy_consumed_kwh: null, energy_generated_kwh: null, net_energy_kwh: null, import_kwh: null },
  ...{ export_kwh: null, efficiency: null, cost: null, currency: null, price_assumed: false, co2_kg: null },
};

async function anomalousIntervals(
  site: string,
  { from, to }: Period,
  { store, now }: SiteContext,
): Promise<StoredInterval[]> {
  // The days are those of the site's clock, the table's times of UTC: no clock is a day from it.
  const query = { from: tableTime(dayAfter(from, -1)), to: tableTime(dayAfter(to, 2)), anomalous: true };
  const found = await allPages((after) => store.intervals(site, { ...query, after }, now()));
  return found.filter(({ local }) => local >= from && local < dayAfter(to, 1));
}

function difference(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a - b;
}

/** Of several sites: those that have readings in the period. */
export interface TogetherFigures extends Figures {
  readonly sites: number;
}

/** Sums over the sites that have readings; a figure that is not known of one of these is not known of all together. */
export function together(all: readonly Figures[]): TogetherFigures {
  const sites = all.filter(({ days }) => days > 0);
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
    sites: sites.length,
    days: Math.max(0, ...sites.map(({ days }) => days)),
    energy_consumed_kwh: consumed,
    energy_generated_kwh: generated,
    net_energy_kwh: difference(generated, consumed),
    import_kwh: sum('import_kwh'),
    export_kwh: sum('export_kwh'),
    efficiency: weighed.length === sites.length && used > 0 ? own / used : null,
    cost: priced ? sites.reduce((total, { cost }) => total + (cost ?? 0), 0) : null,
    currency: priced ? currency : null,
    price_assumed: sites.some((each) => each.price_assumed),
    co2_kg: sum('co2_kg'),
    anomalies: all.reduce((total, { anomalies }) => total + anomalies, 0),
  };
}
