/** Sites: their balance over time, what was out of the ordinary, what is to come, and how they compare. */
import { z } from 'zod';
import { MEASURES } from '../../shared/tables/schema.ts';
import { operation } from './operation.ts';

const site = z.string().min(1).max(200);
/** First and last local day. */
const period = { from: z.iso.date(), to: z.iso.date() };

const siteSchema = z.object({
  site_id: z.string(),
  time_zone: z.string().nullable(),
  basis: z.string().nullable(),
  /** First and last local month of its record. */
  first_month: z.string().nullable(),
  last_month: z.string().nullable(),
});
export type Site = z.infer<typeof siteSchema>;

export const listSites = operation('list-sites', z.object({}), z.object({ sites: z.array(siteSchema) }));

export const GRAINS = ['interval', 'hour', 'day', 'month'] as const;
export type Grain = (typeof GRAINS)[number];

/** Energies are kWh; null where they are not known. */
const amount = z.number().nullable();
const balanceSchema = z.object({
  /** Start, wall clock at the site. */
  local: z.string(),
  energy_consumed_kwh: amount,
  energy_generated_kwh: amount,
  net_energy_kwh: amount,
  import_kwh: amount,
  export_kwh: amount,
  charge_kwh: amount,
  discharge_kwh: amount,
});
export type Balance = z.infer<typeof balanceSchema>;

const partSchema = z.object({
  local: z.string(),
  /** How long its intervals are together, and how long it is itself. */
  hours: z.number(),
  period_hours: z.number(),
});
/** An hour, day or month of which not all is known. */
export type Part = z.infer<typeof partSchema>;

export const siteBalance = operation(
  'site-balance',
  // What is asked for, and into what it is gathered.
  z.object({ site, ...period, grain: z.enum(GRAINS), bar: z.enum(GRAINS) }),
  z.object({ items: z.array(balanceSchema), parts: z.array(partSchema) }),
);

const siteEventSchema = z.object({
  /** Start of its interval, wall clock at the site. */
  local: z.string(),
  kind: z.string(),
  severity: z.string(),
  appliance: z.string(),
  kwh: amount,
  /** What would have been usual. */
  expected_kwh: amount,
  /** Of what was used beyond that. */
  cost: amount,
  currency: z.string().nullable(),
});
export type SiteEvent = z.infer<typeof siteEventSchema>;

/** Events, the last one first, as far back as intervals are served. */
export const siteEvents = operation(
  'site-events',
  z.object({ site, ...period }),
  z.object({ events: z.array(siteEventSchema), more: z.boolean() }),
);

const forecastSchema = z.object({
  /** Whether readings of the site changed after it was made. */
  stale: z.boolean(),
  items: z.array(
    z.object({
      measure: z.enum(MEASURES),
      day: z.string(),
      kwh: z.number(),
      /** Of the band that holds four of five days. */
      lower_kwh: z.number(),
      upper_kwh: z.number(),
      model: z.string(),
    }),
  ),
});
export type ForecastItem = z.infer<typeof forecastSchema>['items'][number];
export const siteForecast = operation('site-forecast', z.object({ site }), forecastSchema);

const comparedSchema = z.object({
  site_id: z.string(),
  energy_consumed_kwh: amount,
  energy_generated_kwh: amount,
  net_energy_kwh: amount,
  import_kwh: amount,
  export_kwh: amount,
  /** Share of what was used that the site produced itself. */
  efficiency: amount,
  cost: amount,
  currency: z.string().nullable(),
  /** Whether the cost is at the price of the settings. */
  price_assumed: z.boolean(),
  co2_kg: amount,
  anomalies: z.number(),
});
export type ComparedSite = z.infer<typeof comparedSchema>;
export const compareSites = operation('compare-sites', z.object(period), z.object({ sites: z.array(comparedSchema) }));
