/** A rate: what a kWh costs, and when. Of energy from the grid, of the network, and of what is fed in. */
import { z } from 'zod';
import { MINUTES_PER_DAY } from '../time-units.ts';
import { nameSchema, quantity, signedPrice } from './amounts.ts';
import { clockText, conditionFields, type RateConditions } from './conditions.ts';

/** Name of a price series: a file below config/prices/ in the lake. */
export const SERIES_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}\.(csv|json)$/;

const seriesFields = {
  price: signedPrice.optional().describe('Of a kWh; below 0 where taking it is paid for'),
  series: z
    .string()
    .regex(SERIES_NAME, 'must be the name of a file such as spot.csv or spot.json, without folders')
    .optional()
    .describe('In place of `price`: a file of prices by time; where it has a gap, the next rate counts'),
  times: quantity
    .optional()
    .describe('Beside `series`: each of its prices times this, such as 0.001 where it is of MWh'),
  plus: signedPrice.optional().describe('Beside `series`: added to each of its prices, after `times`'),
};

interface Priced {
  readonly price?: string | undefined;
  readonly series?: string | undefined;
  readonly times?: string | undefined;
  readonly plus?: string | undefined;
}

function checkPrice({ price, series, times, plus }: Priced, context: z.core.$RefinementCtx): void {
  if ((price === undefined) === (series === undefined)) {
    const message =
      price === undefined ? 'is missing: write a price, or a series' : 'stands beside a series: write one of both';
    context.addIssue({ code: 'custom', path: ['price'], message });
  }
  if (series === undefined && (times ?? plus) !== undefined) {
    const message = 'is for prices of a series; write the price itself';
    context.addIssue({ code: 'custom', path: [times === undefined ? 'plus' : 'times'], message });
  }
}

/** What a kWh costs at some time. */
export interface Rate extends RateConditions {
  readonly band: string;
  /** A decimal as text; undefined where a series has the prices. */
  readonly price?: string | undefined;
  readonly series?: { readonly name: string; readonly times: string; readonly plus: string } | undefined;
  /** It holds until the energy of its period reaches this, kWh. */
  readonly upTo?: string | undefined;
}

function rateOf({ band, price, series, times = '1', plus = '0', ...rest }: Priced & RateConditions & { band: string }) {
  const { hours, weekdays, months, holidays } = rest;
  return {
    ...{ band, hours, weekdays, months, holidays },
    ...(series === undefined ? { price } : { series: { name: series, times, plus } }),
  };
}

export const rateFields = z.strictObject({
  band: nameSchema.describe('What the rate is called: peak, off-peak'),
  ...seriesFields,
  up_to_kwh: quantity
    .optional()
    .describe('The rate is for the first so many kWh of the `tier_period`; the next rate that fits is for the rest'),
  ...conditionFields,
});

export const rateSchema = rateFields
  .superRefine(checkPrice)
  .transform(({ up_to_kwh, ...rate }): Rate => ({ ...rateOf(rate), upTo: up_to_kwh }));

const otherRateSchema = z
  .strictObject({
    band: nameSchema.optional().describe('What the rate is called; left away: its hours'),
    ...seriesFields,
    ...conditionFields,
  })
  .superRefine(checkPrice);

/**
 * One price, or rates by time as those of the energy.
 * @param name what the only rate is called, and one without hours
 */
export function pricesSchema(name: string) {
  const rate = otherRateSchema.transform(
    ({ band, ...each }): Rate => rateOf({ ...each, band: band ?? bandOf(each, name) }),
  );
  return z.preprocess(
    (given) => (typeof given === 'number' ? [{ price: given }] : given),
    z.array(rate, 'must be a price, or a list of rates').min(1).max(50),
  );
}

function bandOf({ hours }: RateConditions, name: string): string {
  if (!hours) return name;
  const [first, second, ...others] = hours;
  if (!first) return name;
  const text = ({ from, to }: { from: number; to: number }) => `${clockText(from)}-${clockText(to)}`;
  // A range past midnight was cut there.
  if (second?.from === 0 && first.to === MINUTES_PER_DAY)
    return [{ from: first.from, to: second.to }, ...others].map(text).join(', ');
  return hours.map(text).join(', ');
}
