/**
 * config/tariffs.json: what the sites pay for a kWh, from when to when. docs/TARIFFS.md tells it to the person who
 * writes one.
 *
 * Money and prices are decimals from the file to the bill: a price is kept as the text that the person wrote, which is
 * exact, and SQL multiplies it as DECIMAL.
 */
import { z } from 'zod';
import { calendarSchema } from '../settings/settings.ts';
import { type DayKind, ratesOfDay } from './rates-of-day.ts';

export const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const;
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** What the tariff of the settings is called in the tables. */
export const SETTINGS_TARIFF = 'settings';
/** Digits after the point: with the nine of an energy, a cost is exact in DECIMAL(38,15). */
export const PRICE_DECIMALS = 6;
/** Digits after the point of g/kWh: as kg they are PRICE_DECIMALS. */
const CARBON_DECIMALS = 3;

function decimalSchema(decimals: number, largest: number) {
  return z
    .number('must be a number, without quotes')
    .min(0, 'must not be below 0')
    .max(largest)
    .transform(String)
    .refine((text) => new RegExp(`^\\d+(\\.\\d{1,${decimals}})?$`).test(text), {
      error: `has more than ${decimals} digits after the point`,
    });
}

/** In the tariff's currency; room for those whose kWh costs thousands. */
const price = decimalSchema(PRICE_DECIMALS, 1_000_000);
const text = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[^\p{Cc}]*$/u, 'must not hold control characters');

/**
 * Numbers from `first` to `last`; onward from the end of `all` to its beginning where the last comes before the first.
 */
function between(first: number, last: number, all: readonly number[]): number[] {
  return first <= last
    ? all.filter((each) => each >= first && each <= last)
    : all.filter((each) => each >= first || each <= last);
}

/** A list of names and ranges of names, such as `["mon-fri"]`; numbered from 1. */
function namesSchema(names: readonly string[]) {
  const all = names.map((_, index) => index + 1);
  const range = z.string().transform((given, context) => {
    const [first = '', last = first, more] = given.toLowerCase().split('-');
    const [from, to] = [names.indexOf(first) + 1, names.indexOf(last) + 1];
    if (from > 0 && to > 0 && more === undefined) return between(from, to, all);
    context.addIssue(`"${given}" is not understood; write names such as ${names[0]}, or ${names[0]}-${names.at(-1)}`);
    return z.NEVER;
  });
  return z
    .array(range)
    .min(1)
    .transform((ranges) => ranges.flat());
}

const HOUR_RANGE = /^([01]\d|2[0-3]):00-([01]\d|2[0-4]):00$/;
const ALL_HOURS = Array.from({ length: 24 }, (_, hour) => hour);

const hoursSchema = z
  .array(
    z.string().transform((given, context) => {
      const [, from, to] = HOUR_RANGE.exec(given) ?? [];
      if (from !== undefined && to !== undefined && from !== to) {
        return between(Number(from), (Number(to) + 23) % 24, ALL_HOURS);
      }
      context.addIssue(`"${given}" is not understood; write whole hours from and to, such as 22:00-06:00`);
      return z.NEVER;
    }),
  )
  .min(1)
  .transform((ranges) => ranges.flat());

const rateSchema = z.strictObject({
  band: text.describe('What the rate is called: peak, off-peak'),
  price: price.describe('Of a kWh'),
  hours: hoursSchema.optional().describe('`["07:00-22:00"]`: from the first, up to the second; past midnight too'),
  weekdays: namesSchema(WEEKDAYS).optional().describe('`["mon-fri"]`'),
  months: namesSchema(MONTHS).optional().describe('`["nov-feb"]`'),
  holidays: z.boolean().optional().describe('true: on public holidays only; false: never on them'),
});
export type Rate = z.infer<typeof rateSchema>;

const versionSchema = z
  .strictObject({
    from: z.iso.date().describe('First local date'),
    until: z.iso.date().optional().describe('First local date that it is not valid on any more'),
    rates: z.array(rateSchema).min(1).max(50).describe('The first that fits an hour is its rate'),
    standing_charge: price.default('0').describe('Of a day'),
    export_price: price.default('0').describe('Paid for a kWh that is fed into the grid'),
    co2_g_per_kwh: decimalSchema(CARBON_DECIMALS, 10_000).optional().describe('Of a kWh from the grid'),
  })
  .superRefine(({ from, until, rates }, context) => {
    if (until !== undefined && until <= from)
      report({ path: ['until'], message: `is not after from, ${from}` }, context);
    report(faultOfRates(rates), context);
  });
export type Version = z.infer<typeof versionSchema>;

interface Fault {
  readonly path: (string | number)[];
  readonly message: string;
}

function report(fault: Fault | undefined, context: z.core.$RefinementCtx): void {
  if (fault) context.addIssue({ code: 'custom', ...fault });
}

/** Every hour has a rate, every rate has an hour, and a band has one price a day. */
function faultOfRates(rates: readonly Rate[]): Fault | undefined {
  const used = new Set<number>();
  for (const kind of dayKinds()) {
    const found = ratesOfDay(rates, kind);
    const without = found.indexOf(undefined);
    if (without >= 0) {
      const hour = `${String(without).padStart(2, '0')}:00`;
      return {
        path: ['rates'],
        message: `no rate for ${hour} on ${nameOf(kind)}; let the last rate have no conditions`,
      };
    }
    const positions = found.flatMap((position) => position ?? []);
    const twice = bandWithTwoPrices(rates, positions);
    if (twice !== undefined) {
      const message = `${rates[twice]?.band} has two prices on ${nameOf(kind)}; give each a name of its own`;
      return { path: ['rates', twice, 'band'], message };
    }
    for (const position of positions) used.add(position);
  }
  const idle = rates.findIndex((_, position) => !used.has(position));
  if (idle < 0) return undefined;
  return { path: ['rates', idle], message: 'is never reached: the rates before it fit all of its hours' };
}

function bandWithTwoPrices(rates: readonly Rate[], positions: readonly number[]): number | undefined {
  const prices = new Map<string, string>();
  return positions.find((position) => {
    const rate = rates[position];
    if (!rate) return false;
    const other = prices.get(rate.band) ?? rate.price;
    prices.set(rate.band, rate.price);
    return other !== rate.price;
  });
}

/** Every kind of day that there is. */
function dayKinds(): DayKind[] {
  return MONTHS.flatMap((_, month) =>
    WEEKDAYS.flatMap((__, weekday) =>
      [false, true].map((holiday) => ({ month: month + 1, weekday: weekday + 1, holiday })),
    ),
  );
}

function nameOf({ month, weekday, holiday }: DayKind): string {
  return `a ${holiday ? 'holiday on a ' : ''}${WEEKDAYS[weekday - 1]} in ${MONTHS[month - 1]}`;
}

const planSchema = z
  .strictObject({
    name: text,
    sites: z
      .array(z.string().min(1).max(500))
      .min(1)
      .default(['*'])
      .describe('Sites that pay it, with * for any characters; a site pays the first tariff that fits'),
    currency: z.string().regex(/^[A-Z]{3}$/, 'must be a three-letter code such as EUR'),
    country: calendarSchema.optional().describe('Whose public holidays count'),
    versions: z.array(versionSchema).min(1).max(200),
  })
  .superRefine(({ country, versions }, context) => {
    if (country === undefined && versions.some(({ rates }) => rates.some(({ holidays }) => holidays !== undefined))) {
      const message = 'is missing: rates that look at holidays need to know whose';
      report({ path: ['country'], message }, context);
    }
    report(faultOfValidity(versions), context);
  });
export type Plan = z.infer<typeof planSchema>;

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
