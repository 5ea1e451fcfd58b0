/** What there is to say of a bill, in words that page and Markdown share. */
import type { Money } from '../../../../shared/report/money.ts';
import { formatEnergy, formatMoney, formatNumber, formatPrice, plural } from '../../../../shared/text/format.ts';

/** Whether there is anything to pay, to earn, or to warn of: a price of 0 is no price. */
export function hasBill({ totals, lines }: Money): boolean {
  return (
    totals.some(({ net_cost, days_without_tariff }) => net_cost !== 0 || days_without_tariff > 0) ||
    lines.some(({ amount }) => amount !== null && amount !== 0)
  );
}

/** Price of a kWh in a band, which may change from one version of the tariff to the next. */
export function priceRange({
  lowest_price: low,
  highest_price: high,
  currency,
}: Pick<Money['bands'][number], 'lowest_price' | 'highest_price' | 'currency'>): string {
  if (low === null || high === null) return '';
  return low === high ? formatPrice(low, currency) : `${formatNumber(low)} – ${formatPrice(high, currency)}`;
}

/** Charges on a demand that the readings do not tell, wholly or in some months. */
export function unknownCharges(lines: Money['lines'], currency: string): Money['lines'] {
  return lines.filter((line) => line.currency === currency && line.unknown_months > 0);
}

/** What of a bill is not sure, a sentence each. */
export function doubtsOf({ lines }: Money, total: Money['totals'][number]): readonly string[] {
  const { currency, spread_kwh, unpriced_kwh, split_kwh, impossible_kwh, net_cost_without_impossible: without } = total;
  return [
    ...(without === null
      ? []
      : [
          `${formatEnergy(impossible_kwh)} of it are readings that are not believed: ` +
            `without them it is ${formatMoney(without, currency)}.`,
        ]),
    ...unknownCharges(lines, currency).map(
      ({ name, unknown_months: months }) =>
        `${name} of ${plural(months, 'month')} is not known, and in no amount here: ` +
        'readings of more than an hour do not tell the demand that it is on.',
    ),
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

/** What costs by appliance are without: nobody can say which appliance a fee is of. */
export function energyAloneSentence(lines: Money['lines']): string | null {
  return lines.some(({ kind }) => kind !== 'energy' && kind !== 'export')
    ? 'At the price of the energy alone: the network, the charges and the taxes of the bill are not in it.'
    : null;
}
