import type { Report } from '../../../../shared/report/report.ts';
import { formatEnergy, formatNumber, plural } from '../../../../shared/text/format.ts';
import { escapeMarkdown, table } from '../../markdown/syntax.ts';
import { formatAmount, hasBill, priceRange } from '../../text/money.ts';
import { namer } from '../../text/names.ts';

/** Rows of a table in a text that somebody reads in a terminal. */
const SHOWN = 12;

export function money(report: Report): string {
  const { money: found } = report;
  if (!found || !hasBill(found)) return '';
  const nameOf = namer(report);
  const lines = found.totals.map(
    ({ currency, net_cost, energy_cost, standing_charge, export_revenue, co2_kg, days_without_tariff }) =>
      `- **${formatAmount(net_cost, currency)}** = energy ${formatAmount(energy_cost, currency)} + standing charge ${formatAmount(standing_charge, currency)} − exports ${formatAmount(export_revenue, currency)}` +
      `${co2_kg === null ? '' : `; about ${formatNumber(co2_kg)} kg of CO₂`}` +
      `${days_without_tariff === 0 ? '' : `; without ${plural(days_without_tariff, 'day')} on which no tariff is valid`}`,
  );
  const bands = found.bands
    .slice(0, SHOWN)
    .map(({ band, kwh, cost, currency, ...price }) => [
      escapeMarkdown(band),
      formatEnergy(kwh),
      priceRange(price),
      price.lowest_price === null ? '' : formatAmount(cost, currency),
    ]);
  const appliances = found.appliances
    .slice(0, SHOWN)
    .map((each) => [
      escapeMarkdown(nameOf(each)),
      formatEnergy(each.kwh),
      formatAmount(each.cost, each.currency),
      formatAmount(each.shift_saving, each.currency),
    ]);
  return [
    '## What it cost',
    lines.join('\n'),
    ...(bands.length > 1 ? [table(['Band', 'Energy', 'Price of a kWh', 'Cost'], bands)] : []),
    ...(appliances.length > 1 ? [table(['Name', 'Energy', 'Cost', 'Saved if shifted'], appliances)] : []),
  ].join('\n\n');
}
