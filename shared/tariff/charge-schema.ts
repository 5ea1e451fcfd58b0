/** What a bill has beside the price of a kWh: fees, demand, minimum, taxes. */
import { z } from 'zod';
import { TAXABLE_KINDS } from '../energy/bill-kinds.ts';
import { nameSchema, quantity, signedPrice } from './amounts.ts';
import { conditionFields } from './conditions.ts';
import { PERIOD_NAMES } from './periods.ts';

export const feeSchema = z.strictObject({
  name: nameSchema.describe('Its line in the bill'),
  price: signedPrice.describe('Below 0 for a bonus'),
  per: z.enum(PERIOD_NAMES).describe('Of a month or year that is known in part its days count'),
});
export type Fee = z.infer<typeof feeSchema>;

/** Intervals whose mean power is the demand that a grid operator bills. */
export const DEMAND_INTERVALS = {
  'quarter-hour': { minutes: 15 },
  'half-hour': { minutes: 30 },
  hour: { minutes: 60 },
} as const;
export type DemandInterval = keyof typeof DEMAND_INTERVALS;

const DEMAND_INTERVAL_NAMES = ['quarter-hour', 'half-hour', 'hour'] as const satisfies readonly DemandInterval[];

/** Which peak a month pays. */
export const DEMAND_OF = ['month', 'mean-of-12-months'] as const;
export const DEMAND_PER = ['month', 'year'] as const;

export const demandSchema = z.strictObject({
  name: nameSchema.default('Demand').describe('Its line in the bill'),
  price: signedPrice.describe('Of a kW, undivided also in a month that is known in part'),
  per: z.enum(DEMAND_PER).default('month').describe('`year`: a month pays a twelfth of the price'),
  interval: z.enum(DEMAND_INTERVAL_NAMES).default('quarter-hour').describe('Whose mean power is the demand'),
  of: z
    .enum(DEMAND_OF)
    .default('month')
    .describe("`month`: its own peak; `mean-of-12-months`: the mean of the last twelve months' peaks"),
  floor_kw: quantity.optional().describe('A peak counts at least as this'),
  ratchet: z
    .number()
    .min(0)
    .max(1, 'must be a share, such as 0.8 for 80 %')
    .transform(String)
    .optional()
    .describe('At least this share of the highest peak of the last twelve months'),
  ...conditionFields,
});
export type DemandCharge = z.infer<typeof demandSchema>;

/** A price alone is that of a kW of the month's peak. */
export const demandChargesSchema = z.preprocess(
  (given) => (typeof given === 'number' ? [{ price: given }] : given),
  z.array(demandSchema, 'must be a price of a kW, or a list of charges').max(10),
);

export const minimumFields = z.strictObject({
  price: quantity.describe('What the period costs at least, before taxes'),
  per: z.enum(PERIOD_NAMES).default('month').describe('Period of the calendar; left away: a month'),
});

export const minimumSchema = z.preprocess(
  (given) => (typeof given === 'number' ? { price: given } : given),
  minimumFields,
);

/** Digits after the point of a share, and of the shares that taxes on taxes make. */
export const SHARE_DECIMALS = 9;

const taxRate = z
  .number('must be a number such as 0.21, without quotes')
  .min(0, 'must not be below 0')
  .max(2, 'must be a share: 0.21 for 21 %')
  .transform(String)
  .refine((text) => /^\d+(\.\d{1,6})?$/.test(text), { error: 'has more than 6 digits after the point' });

/** A tax by its share: what a number stands for where a list of taxes is expected. */
const VAT = 'VAT';

export const taxFields = z.strictObject({
  name: nameSchema.describe('Its line in the bill'),
  rate: taxRate.optional().describe('Share of what it is on: 0.21 for 21 %'),
  per_kwh: signedPrice.optional().describe('In place of `rate`: of each kWh from the grid'),
  on: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('Kinds of lines, and names of taxes before it; left away: every charge before it, not what exports earn'),
});

const taxSchema = taxFields.superRefine(({ rate, per_kwh, on }, context) => {
  if ((rate === undefined) === (per_kwh === undefined)) {
    context.addIssue({ code: 'custom', path: ['rate'], message: 'write a rate, or per_kwh: one of both' });
  }
  if (per_kwh !== undefined && on !== undefined) {
    context.addIssue({
      code: 'custom',
      path: ['on'],
      message: 'is for a rate; per_kwh is of each kWh from the grid',
    });
  }
});
export type Tax = z.infer<typeof taxSchema>;

/** In the order in which they are worked out. */
export const taxesSchema = z
  .preprocess(
    (given) => (typeof given === 'number' ? [{ name: VAT, rate: given }] : given),
    z.array(taxSchema, 'must be a share such as 0.21, or a list of taxes').max(10),
  )
  .superRefine((taxes, context) => {
    for (const [place, { name, on }] of taxes.entries()) {
      const earlier = taxes.slice(0, place).map((each) => each.name);
      if (earlier.includes(name)) {
        context.addIssue({ code: 'custom', path: [place, 'name'], message: `${name} is there twice` });
      }
      const known: readonly string[] = [...TAXABLE_KINDS, ...earlier];
      for (const [index, each] of (on ?? []).entries()) {
        if (known.includes(each)) continue;
        const message = `"${each}" is nothing that stands before it; write some of ${known.join(', ')}`;
        context.addIssue({ code: 'custom', path: [place, 'on', index], message });
      }
    }
  });
