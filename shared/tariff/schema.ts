/**
 * config/tariffs.json: what the sites pay, from when to when. docs/TARIFFS.md tells it to the person who writes one.
 */
import { z } from 'zod';
import { isPlausiblePrice, PLAUSIBLE_PRICE } from '../readings/plausibility.ts';
import { calendarSchema } from '../settings/settings.ts';
import { carbon, nameSchema, signedPrice } from './amounts.ts';
import {
  demandChargesSchema,
  demandSchema,
  type Fee,
  feeSchema,
  minimumFields,
  minimumSchema,
  taxesSchema,
  taxFields,
} from './charge-schema.ts';
import { PERIOD_NAMES } from './periods.ts';
import { type Fault, faultOfRates } from './rate-faults.ts';
import { pricesSchema, type Rate, rateFields, rateSchema } from './rate-schema.ts';

/** What the tariff of the settings is called in the tables. */
export const SETTINGS_TARIFF = 'settings';

const period = z.enum(PERIOD_NAMES);

const versionFields = z.strictObject({
  from: z.iso.date().describe('First local date on which it is valid'),
  until: z.iso.date().optional().describe('First local date on which it is not valid any more; left away: it goes on'),
  rates: z
    .array(rateSchema)
    .min(1)
    .max(50)
    .describe(
      'Energy from the grid: the first that fits a time is its rate. ' +
        'Let the last have no conditions: every time needs one',
    ),
  tier_period: period.default('month').describe('Period in which `up_to_kwh` counts'),
  network_price: pricesSchema('network')
    .optional()
    .describe('Of each kWh from the grid, beside its rate; what is fed in never offsets it'),
  export_price: pricesSchema('export')
    .optional()
    .describe('Paid for a kWh that is fed into the grid; below 0 where feeding in costs'),
  net_metering: period.optional().describe('Period in which what is fed in offsets what is taken, band by band'),
  standing_charge: signedPrice.optional().describe('Of a day'),
  standing_charge_month: signedPrice.optional().describe('Of a month; of one that is known in part its days count'),
  fees: z.array(feeSchema).max(20).default([]).describe('Further charges by time, with a name each'),
  demand_charge: demandChargesSchema.optional().describe('Of a kW of the highest demand'),
  minimum_bill: minimumSchema.optional().describe('What a month costs at least, before taxes'),
  vat: taxesSchema.optional().describe('Taxes in the order in which they are worked out, or the share of the only one'),
  co2_g_per_kwh: carbon.optional().describe('Of a kWh from the grid'),
  unusual_prices: z
    .literal(true)
    .optional()
    .describe('true: prices beyond what a kWh can cost are meant; else they are asked about'),
});
type Written = z.infer<typeof versionFields>;

/** Behind a transform nothing is looked at that has a fault of its own: what is asked of the whole needs its parts. */
const asItIs = <T>(value: T): T => value;

const versionSchema = versionFields
  .transform(asItIs)
  .superRefine((version, context) => {
    const { from, until } = version;
    if (until !== undefined && until <= from)
      report({ path: ['until'], message: `is not after from, ${from}` }, context);
    for (const [field, rates] of Object.entries(listsOf(version))) report(faultOfRates(rates, field), context);
    report(faultOfNetting(version), context);
  })
  .transform((version) => {
    const { rates, network_price, export_price, tier_period, net_metering, minimum_bill } = version;
    return {
      from: version.from,
      until: version.until,
      rates,
      network: network_price ?? [],
      export: export_price ?? [],
      tierPeriod: tier_period,
      netPeriod: net_metering,
      fees: feesOf(version),
      demand: version.demand_charge ?? [],
      minimum: minimum_bill,
      taxes: version.vat ?? [],
      co2_g_per_kwh: version.co2_g_per_kwh,
      unusual: version.unusual_prices ?? false,
    };
  });
export type Version = z.infer<typeof versionSchema>;

/** The lists of rates of a version, by the name that each has in the file. */
function listsOf({ rates, network_price = [], export_price = [] }: Written): Readonly<Record<string, readonly Rate[]>> {
  const others = { network_price, export_price };
  return { rates, ...Object.fromEntries(Object.entries(others).filter(([, list]) => list.length > 0)) };
}

function feesOf({ standing_charge: day, standing_charge_month: month, fees }: Written): Fee[] {
  const standing: Fee[] = [];
  if (day !== undefined && day !== '0') standing.push({ name: 'Standing charge', price: day, per: 'day' });
  if (month !== undefined && month !== '0') standing.push({ name: 'Monthly charge', price: month, per: 'month' });
  return [...standing, ...fees];
}

/** What is fed in is worth the price of its band: a price that changes from hour to hour has no such band. */
function faultOfNetting({ net_metering, rates }: Written): Fault | undefined {
  if (net_metering === undefined) return undefined;
  const place = rates.findIndex(({ series }) => series !== undefined);
  if (place < 0) return undefined;
  return {
    path: ['rates', place, 'series'],
    message: 'cannot stand beside net_metering: kWh of different prices do not offset',
  };
}

function report(fault: Fault | undefined, context: z.core.$RefinementCtx): void {
  if (fault) context.addIssue({ code: 'custom', ...fault });
}

const planFields = z.strictObject({
  name: nameSchema.describe('What the tables and the report call it'),
  sites: z
    .array(z.string().min(1).max(500))
    .min(1)
    .default(['*'])
    .describe('Sites that pay it, with * for any characters; a site pays the first tariff that fits'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be a three-letter code such as EUR')
    .describe('Three letters; nothing is ever converted'),
  country: calendarSchema
    .optional()
    .describe(
      'Whose public holidays count, such as `DE`, or with a region: `DE-BY`. Needed where something looks at holidays',
    ),
  versions: z
    .array(versionSchema)
    .min(1)
    .max(200)
    .describe('What it charges over time; no two are valid on the same day'),
});

const planSchema = planFields.transform(asItIs).superRefine(({ country, currency, versions }, context) => {
  if (country === undefined && versions.some(looksAtHolidays)) {
    const message = 'is missing: rates that look at holidays need to know whose';
    report({ path: ['country'], message }, context);
  }
  report(faultOfValidity(versions), context);
  for (const [place, version] of versions.entries()) report(faultOfPrices(version, place, currency), context);
});
export type Plan = z.infer<typeof planSchema>;

export function looksAtHolidays({ rates, network, export: exported, demand }: Version): boolean {
  return [rates, network, exported, demand].some((list) => list.some(({ holidays }) => holidays !== undefined));
}

/** A price that a kWh cannot have, most often one of cents. */
function faultOfPrices(version: Version, place: number, currency: string): Fault | undefined {
  if (version.unusual) return undefined;
  for (const [field, rates] of Object.entries({
    rates: version.rates,
    network_price: version.network,
    export_price: version.export,
  })) {
    const at = rates.findIndex(({ price }) => price !== undefined && !isPlausiblePrice(Number(price), currency));
    const price = rates[at]?.price;
    if (price === undefined) continue;
    const message =
      `${price} ${currency} for a kWh is more than ${PLAUSIBLE_PRICE.description}; ` +
      `is it in cents? Then write ${Number(price) / 100}; if it is meant, add "unusual_prices": true to the version`;
    return { path: ['versions', place, field, at, 'price'], message };
  }
  return undefined;
}

/** No day has two versions. */
function faultOfValidity(versions: readonly Version[]): Fault | undefined {
  const inTime = versions.map((version, index) => ({ ...version, index })).sort((a, b) => (a.from < b.from ? -1 : 1));
  for (const [position, { until, index }] of inTime.entries()) {
    const next = inTime[position + 1];
    if (!next || (until !== undefined && until <= next.from)) continue;
    const message =
      `${until === undefined ? 'is missing, but' : `is ${until}, but`} another ` + `version begins on ${next.from}`;
    return { path: ['versions', index, 'until'], message };
  }
  return undefined;
}

export const tariffFileSchema = z.array(planSchema).min(1).max(1000);

/** The fields of a file, object by object, for docs/TARIFFS.md. */
export const TARIFF_FIELDS = {
  'a tariff': planFields.shape,
  'a version': versionFields.shape,
  'a rate': rateFields.shape,
  'one of `fees`': feeSchema.shape,
  'one of `demand_charge`': demandSchema.shape,
  '`minimum_bill`': minimumFields.shape,
  'one of `vat`': taxFields.shape,
} as const;
