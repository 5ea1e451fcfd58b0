/** What the energy cost: the bill of the period, then who and when made it. */
import type { Money } from '../../../../shared/report/money.ts';
import { SETTINGS_TARIFF } from '../../../../shared/tariff/schema.ts';
import { formatCount, formatEnergy, formatNumber, formatPercent, plural } from '../../../../shared/text/format.ts';
import { daysChart } from '../../chart/days.ts';
import { type Html, html } from '../../html/html.ts';
import type { PageInput } from '../../html/page.ts';
import type { Facts } from '../../report/facts.ts';
import { gatherDays, stepFor } from '../../report/periods.ts';
import { formatAmount, hasBill, priceRange } from '../../text/money.ts';
import { namer } from '../../text/names.ts';

/** Rows of a table that a page reads well with. */
const SHOWN = 12;

export function money({ report, facts }: PageInput): Html | null {
  const { money: found } = report;
  if (!found || !hasBill(found)) return null;
  return html`<section><h2>What it cost</h2>${found.totals.map((total) => bill(total, found))}${days(found, facts)}${bands(found)}${appliances(found, namer(report))}${sites(found)}${
    found.sites.every(({ tariff }) => tariff === SETTINGS_TARIFF)
      ? html`<p class="hint">The price and the CO₂ factor are those of the settings. Your own tariff makes this a bill: docs/TARIFFS.md.</p>`
      : null
  }</section>`;
}

function bill(total: Money['totals'][number], { totals }: Money): Html {
  const { currency, net_cost, average_price, days_without_tariff, co2_kg } = total;
  const lines: [string, string][] = [
    ['Energy from the grid', formatAmount(total.energy_cost, currency)],
    ...(total.standing_charge === 0
      ? []
      : [
          [`Standing charge, ${plural(total.days, 'day')}`, formatAmount(total.standing_charge, currency)] satisfies [
            string,
            string,
          ],
        ]),
    ...(total.export_revenue === 0
      ? []
      : [
          [
            `Earned with ${formatEnergy(total.exported_kwh ?? 0)} fed in`,
            `− ${formatAmount(total.export_revenue, currency)}`,
          ] satisfies [string, string],
        ]),
  ];
  return html`<div class="together"><p class="hint">${
    average_price === null ? null : `A kWh from the grid cost ${formatNumber(average_price)} ${currency} on average. `
  }${co2_kg === null ? null : `Making it emitted about ${formatNumber(co2_kg)} kg of CO₂. `}${
    days_without_tariff === 0
      ? null
      : html`<strong>On ${plural(days_without_tariff, 'day')} of ${formatCount(total.days)} no tariff is valid: their energy is not in these amounts.</strong>`
  }</p><div class="scroll"><table><tbody>${lines.map(
    ([name, value]) => html`<tr><th scope="row">${name}</th><td class="n">${value}</td></tr>`,
  )}<tr><th scope="row"><strong>${totals.length > 1 ? `Together, ${currency}` : 'Together'}</strong></th><td class="n"><strong>${formatAmount(net_cost, currency)}</strong></td></tr></tbody></table></div></div>`;
}

/** Where every hour has one price and nothing is sold, the picture would be that of the consumption. */
function days({ totals, bands }: Money, { costDays }: Facts): Html | null {
  const [total, other] = totals;
  if (!total || other || (bands.length < 2 && total.export_revenue === 0)) return null;
  const step = stepFor(costDays.length);
  const bars = gatherDays(costDays, [], step);
  if (bars.length < 2) return null;
  const { currency } = total;
  const each = step === 'day' ? 'Each bar is what a day cost' : `Each bar is the mean day of its ${step}`;
  return html`<div class="together"><h3>${{ day: 'Day by day', week: 'Week by week', month: 'Month by month' }[step]}</h3><p class="hint">${each}, standing charge and exports included.</p>${daysChart(
    {
      id: 'cost',
      title: `Cost by ${step}`,
      description: `${plural(bars.length, step)}. The figures are in bills.csv.`,
      bars,
      forecast: [],
      step,
      unit: { name: currency, kwh: 1 },
      say: (amount) => formatAmount(amount, currency),
      tone: 'consumption',
      marked: false,
    },
  )}</div>`;
}

function bands({ bands: all }: Money): Html | null {
  if (all.length < 2) return null;
  const total = all.reduce((sum, { kwh }) => sum + kwh, 0);
  return html`<div class="together"><h3>By band of the tariff</h3><div class="scroll"><table><thead><tr><th scope="col">Band</th><th scope="col">Share of the energy</th><th scope="col" class="n">Energy</th><th scope="col" class="n optional">Price of a kWh</th><th scope="col" class="n">Cost</th></tr></thead><tbody>${all
    .slice(0, SHOWN)
    .map(
      ({ band, kwh, cost, currency, ...price }) =>
        html`<tr><th scope="row"><bdi>${band}</bdi></th><td>${share(total === 0 ? 0 : kwh / total)}</td><td class="n">${formatEnergy(kwh)}</td><td class="n optional">${priceRange(price)}</td><td class="n">${price.lowest_price === null ? '' : formatAmount(cost, currency)}</td></tr>`,
    )}</tbody></table></div></div>`;
}

function share(part: number): Html {
  return html`${formatPercent(part)}<span class="share"><span style="width:${(Math.min(1, Math.max(0, part)) * 100).toFixed(1)}%"></span></span>`;
}

function appliances({ appliances: all }: Money, nameOf: ReturnType<typeof namer>): Html | null {
  if (all.length < 2) return null;
  const shifting = all.some(({ shift_saving }) => shift_saving > 0);
  return html`<div class="together"><h3>By appliance</h3>${
    shifting
      ? html`<p class="hint">Shifted: what it would have saved had each day’s dearest hours been spared and the cheapest used instead.</p>`
      : null
  }<div class="scroll"><table><thead><tr><th scope="col">Name</th><th scope="col" class="n">Energy</th><th scope="col" class="n">Cost</th>${
    shifting ? html`<th scope="col" class="n">Shifted</th>` : null
  }<th scope="col" class="n optional">CO₂</th></tr></thead><tbody>${all
    .slice(0, SHOWN)
    .map(
      (each) =>
        html`<tr><th scope="row"><bdi>${nameOf(each)}</bdi></th><td class="n">${formatEnergy(each.kwh)}</td><td class="n">${formatAmount(each.cost, each.currency)}</td>${
          shifting ? html`<td class="n">− ${formatAmount(each.shift_saving, each.currency)}</td>` : null
        }<td class="n optional">${each.co2_kg === null ? '' : `${formatNumber(each.co2_kg)} kg`}</td></tr>`,
    )}</tbody></table></div>${
    all.length > SHOWN
      ? html`<p class="hint">The ${SHOWN} most expensive; all of them, day by day, are in costs.csv.</p>`
      : null
  }</div>`;
}

function sites({ sites: all }: Money): Html | null {
  if (all.length < 2) return null;
  return html`<div class="together"><h3>By site</h3><div class="scroll"><table><thead><tr><th scope="col">Site</th><th scope="col" class="optional">Tariff</th><th scope="col" class="n">From the grid</th><th scope="col" class="n">To pay</th></tr></thead><tbody>${all
    .slice(0, SHOWN)
    .map(
      (each) =>
        html`<tr><th scope="row"><bdi>${each.site_id}</bdi></th><td class="optional"><bdi>${each.tariff}</bdi></td><td class="n">${each.imported_kwh === null ? '' : formatEnergy(each.imported_kwh)}</td><td class="n">${formatAmount(each.net_cost, each.currency)}</td></tr>`,
    )}</tbody></table></div>${all.length > SHOWN ? html`<p class="hint">All of them, day by day, are in bills.csv.</p>` : null}</div>`;
}
