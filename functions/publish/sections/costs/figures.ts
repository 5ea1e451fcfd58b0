import { formatMoney, formatPrice } from '../../../../shared/text/format.ts';
import type { Figure, ReportInput } from '../section.ts';
import { hasBill, unknownCharges } from './bill.ts';

const HALF_A_CENT = 0.005;

/** One amount where there is one currency: the whole bill. */
export function costFigures({ report: { money }, assumed }: ReportInput): Figure[] {
  if (!money || !hasBill(money)) return [];
  const [total, other] = money.totals;
  if (!total || other || total.days_without_tariff === total.days) return [];
  const { currency, net_cost, energy_cost, average_price, standing_charge, export_revenue } = total;
  const { net_cost_without_impossible } = total;
  // Fees of the network, demand, a minimum and taxes: without them the figure would not follow from what is named.
  const others = net_cost - energy_cost - standing_charge + export_revenue;
  const more = [
    ...(average_price === null ? [] : [`energy at ${formatPrice(average_price, currency)} per kWh`]),
    ...(standing_charge === 0 ? [] : [`with ${formatMoney(standing_charge, currency)} standing charge`]),
    ...(Math.abs(others) < HALF_A_CENT ? [] : [`with ${formatMoney(others, currency)} other charges and taxes`]),
    ...(export_revenue === 0 ? [] : [`less ${formatMoney(export_revenue, currency)} for exports`]),
    ...unknownCharges(money.lines, currency).map(({ name }) => `without ${name}, which is not known`),
    ...(net_cost_without_impossible === null
      ? []
      : [`(${formatMoney(net_cost_without_impossible, currency)} without readings that are not believed)`]),
  ];
  const cost = { name: 'Cost', value: `${formatMoney(net_cost, currency)}${assumed.price}` };
  return [more.length === 0 ? cost : { ...cost, more: more.join(' ') }];
}
