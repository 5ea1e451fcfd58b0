/** The balance of an upload in words and figures, the same in the report, after a run and in an inspection. */
import { BASES, FLOWS } from '../energy/flows.ts';
import type { BalanceSummary } from '../readings/layout.ts';
import { plural } from '../text/format.ts';

type Term = keyof BalanceSummary['totals'];

const NAMES = {
  import_kwh: 'From the grid',
  export_kwh: 'Into the grid',
  production_kwh: 'Produced',
  charge_kwh: 'Into the battery',
  discharge_kwh: 'From the battery',
  use_kwh: 'Used',
  self_used_kwh: 'Self-used',
  residual_kwh: 'Own meter less the balance',
} as const satisfies Record<Term, string>;

const TERMS: readonly Term[] = [
  'use_kwh',
  'import_kwh',
  'export_kwh',
  'production_kwh',
  'self_used_kwh',
  'charge_kwh',
  'discharge_kwh',
  'residual_kwh',
];

export interface FlowRow {
  readonly name: string;
  readonly kwh: number;
}

/** The flows that are known, kWh. */
export function flowRows({ totals }: BalanceSummary): readonly FlowRow[] {
  return TERMS.flatMap((term) => {
    const kwh = totals[term];
    return kwh === null ? [] : [{ name: NAMES[term], kwh }];
  });
}

/** Whether there is more to say of the balance than the use itself. */
export function hasFlows(balance: BalanceSummary): boolean {
  return flowRows(balance).length > 1 || balance.bases.some(({ basis }) => basis !== 'house');
}

/** Whether nothing but what crosses the grid meters is known: what is summed is then not called consumption. */
export function isOfTheGrid(balance: Pick<BalanceSummary, 'bases'> | undefined): boolean {
  return balance !== undefined && balance.bases.length > 0 && balance.bases.every(({ basis }) => basis === 'grid');
}

/** What the balances stand on, a sentence for each basis. */
export function basisSentences({ bases }: BalanceSummary): readonly string[] {
  const only = bases.length === 1;
  return bases.map(({ basis, sites, names, why }) => {
    const more = sites - names.length;
    const of = only ? '' : `${names.join(', ')}${more > 0 ? ` and ${plural(more, 'more site', 'more sites')}` : ''}: `;
    return `${of}${BASES[basis].description} (${why}).`;
  });
}

export interface SeriesRow {
  readonly name: string;
  readonly meaning: string;
  /** Why it is in no sum; empty for the others. */
  readonly leftOut: string;
}

/** What each series was taken for. */
export function seriesRows({ series }: BalanceSummary): readonly SeriesRow[] {
  return series.map(({ name, flow, meter, parent, left_out }) => ({
    name,
    meaning:
      FLOWS[flow].description +
      (meter !== undefined && meter !== name ? `; meter ${meter}` : '') +
      (parent !== undefined ? `; behind ${parent}` : ''),
    leftOut: left_out ?? '',
  }));
}

export interface Shares {
  /** Part of the production that the site used or stored itself, 0 to 1; null where it is not known. */
  readonly selfConsumption: number | null;
  /** Part of the use that did not come from the grid, 0 to 1; null where it is not known. */
  readonly selfSufficiency: number | null;
}

export function sharesOf({ totals }: BalanceSummary): Shares {
  const { production_kwh, self_used_kwh, use_kwh, import_kwh } = totals;
  const part = (a: number | null, b: number | null) => (a === null || b === null || b <= 0 ? null : a / b);
  const own = use_kwh !== null && import_kwh !== null ? use_kwh - import_kwh : self_used_kwh;
  return {
    selfConsumption: part(self_used_kwh, production_kwh),
    selfSufficiency: production_kwh === null ? null : part(own, use_kwh),
  };
}
