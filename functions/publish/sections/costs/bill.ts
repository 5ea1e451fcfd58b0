/** What there is to say of a bill, in words that page and Markdown share. */
import { BILL_KIND_NAMES, BILL_KINDS, type BillKind } from '../../../../shared/energy/bill-kinds.ts';
import type { Money } from '../../../../shared/report/money.ts';
import {
  formatEnergy,
  formatMoney,
  formatNumber,
  formatPower,
  formatPrice,
  plural,
} from '../../../../shared/text/format.ts';

/** Whether there is anything to pay, to earn, or to warn of: a price of 0 is no price. */
export function hasBill({ totals, lines }: Money): boolean {
  return (
    totals.some(({ net_cost, days_without_tariff }) => net_cost !== 0 || days_without_tariff > 0) ||
    lines.some(({ amount }) => amount !== null && amount !== 0)
  );
}

type Line = Money['lines'][number];

/** What a line of each kind is called; energy and exports are told as a whole, their bands stand in a table. */
const NAMES = {
  energy: null,
  network: null,
  fee: ({ name, quantity }) => `${name}, ${plural(quantity, 'day')}`,
  demand: ({ name, quantity }) => `${name}, ${formatPower(quantity)} in all months together`,
  export: null,
  minimum: ({ name }) => `Up to the ${name.toLowerCase()}`,
  tax: ({ name }) => name,
} as const satisfies Record<BillKind, ((line: Line) => string) | null>;

export interface BillLine {
  readonly name: string;
  /** Below 0 where it earns. */
  readonly amount: number;
}

/** The lines of a bill, which add up to its net cost. */
export function billLines({ lines }: Money, { currency, exported_kwh }: Total): BillLine[] {
  const own = lines.filter((line) => line.currency === currency);
  return BILL_KIND_NAMES.flatMap((kind): BillLine[] => {
    const ofKind = own.filter((line) => line.kind === kind);
    const nameOf = NAMES[kind];
    if (nameOf !== null) return ofKind.map((line) => ({ name: nameOf(line), amount: line.amount ?? 0 }));
    const amount = ofKind.reduce((sum, line) => sum + (line.amount ?? 0), 0);
    const { title, earns } = BILL_KINDS[kind];
    if (kind !== 'energy' && amount === 0) return [];
    return [{ name: earns ? `Earned with ${formatEnergy(exported_kwh ?? 0)} fed in` : title, amount }];
  });
}

/** How the bands of the consumption make the energy of the bill; undefined where they are the same. */
export function bandsExplained({ bands }: Money, { currency, energy_cost }: Total): string | undefined {
  const gross = bands.reduce((sum, band) => (band.currency === currency ? sum + band.cost : sum), 0);
  const own = gross - energy_cost;
  if (Math.abs(own) < HALF_A_CENT) return undefined;
  const taken = own > 0 ? 'took' : 'added';
  return (
    `All that was used would have cost ${formatMoney(gross, currency)} by these bands; ` +
    `what did not come from the grid at its time ${taken} ${formatMoney(Math.abs(own), currency)}` +
    `${own > 0 ? ' off' : ''}, which leaves ${formatMoney(energy_cost, currency)} for energy from the grid.`
  );
}

const HALF_A_CENT = 0.005;

type Total = Money['totals'][number];

/** Price of a kWh in a band, which may change from one version of the tariff to the next. */
export function priceRange({
  lowest_price: low,
  highest_price: high,
  currency,
}: Pick<Money['bands'][number], 'lowest_price' | 'highest_price' | 'currency'>): string {
  if (low === null || high === null) return '';
  return low === high ? formatPrice(low, currency) : `${formatNumber(low)} – ${formatPrice(high, currency)}`;
}

/** What of a bill is not sure, a sentence each. */
export function doubtsOf({
  currency,
  spread_kwh,
  unpriced_kwh,
  split_kwh,
  impossible_kwh,
  net_cost_without_impossible: without,
}: Money['totals'][number]): readonly string[] {
  return [
    ...(without === null
      ? []
      : [
          `${formatEnergy(impossible_kwh)} of it are readings that are not believed: ` +
            `without them it is ${formatMoney(without, currency)}.`,
        ]),
    ...(spread_kwh === 0
      ? []
      : [`The hours of ${formatEnergy(spread_kwh)} are not known: that energy is spread evenly over its time.`]),
    ...(unpriced_kwh === 0
      ? []
      : [`For ${formatEnergy(unpriced_kwh)} the tariff has no price: that energy is in no amount.`]),
    ...(split_kwh === 0
      ? []
      : [`${formatEnergy(split_kwh)} are of readings across a change of the price: split by time.`]),
  ];
}
