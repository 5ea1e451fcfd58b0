/** The kinds of lines that a bill has, in its order: the one declaration for schema, tables, report and documents. */
import { keysOf } from '../keys-of.ts';

interface Declaration {
  /** What a bill calls all lines of the kind together. */
  readonly title: string;
  readonly description: string;
  /** Whether it is money for the site, and stands in the bill with a minus. */
  readonly earns: boolean;
}

export const BILL_KINDS = {
  energy: { title: 'Energy from the grid', description: 'Energy from the grid, by band', earns: false },
  network: {
    title: 'Network',
    description: 'Of each kWh from the grid; what is fed in does not offset it',
    earns: false,
  },
  fee: { title: 'Standing charges', description: 'By time: a day, a month, a year', earns: false },
  demand: { title: 'Demand', description: 'On the highest demand of a month', earns: false },
  export: { title: 'Fed into the grid', description: 'What is fed into the grid earns', earns: true },
  minimum: { title: 'Up to the minimum bill', description: 'What the lines before lack to the minimum', earns: false },
  tax: { title: 'Taxes', description: 'On the lines before', earns: false },
} as const satisfies Record<string, Declaration>;

export type BillKind = keyof typeof BILL_KINDS;
/** In the order of a bill. */
export const BILL_KIND_NAMES = keysOf(BILL_KINDS);

/** What a tax can be on: every kind that stands before the taxes. */
export const TAXABLE_KINDS = BILL_KIND_NAMES.filter((kind) => kind !== 'tax');
export type TaxableKind = Exclude<BillKind, 'tax'>;
