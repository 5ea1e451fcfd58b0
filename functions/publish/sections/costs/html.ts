import { daysChart } from '../../../../shared/page/chart/days.ts';
import { gatherDays, stepFor } from '../../../../shared/page/chart/periods.ts';
import { table } from '../../../../shared/page/parts/table.ts';
import type { Assumptions } from '../../../../shared/report/assumptions.ts';
import { fileCostSentence } from '../../../../shared/report/measures.ts';
import type { Money } from '../../../../shared/report/money.ts';
import { estimatedOfBill } from '../../../../shared/report/quality.ts';
import { SETTINGS_TARIFF } from '../../../../shared/tariff/schema.ts';
import { formatCount, formatMoney, formatNumber, formatPrice, plural } from '../../../../shared/text/format.ts';
import { type Html, html } from '../../../../shared/text/html.ts';
import { namer } from '../../text/names.ts';
import type { PageInput } from '../section.ts';
import { type AccountLine, accountOf } from './account.ts';
import { doubtsOf, hasBill } from './bill.ts';
import type { CostFacts } from './facts.ts';
import { byAppliance, byBand, bySite } from './tables.ts';

export function costsHtml({ report, facts, assumed }: PageInput): Html | null {
  const { money } = report;
  const own = fileCost(report);
  if (!money || !hasBill(money)) return own === null ? null : html`<section><h2>What it cost</h2>${own}</section>`;
  const bills = money.totals.map((total) => billHtml(money, total, money.totals.length > 1, assumed));
  const settingsPrice = money.sites.every(({ tariff }) => tariff === SETTINGS_TARIFF)
    ? html`<p class="hint">The price and the CO₂ factor are those of the settings, an assumption. Your own tariff
makes this a bill: docs/TARIFFS.md.</p>`
    : null;
  const estimated = money.totals.length > 0 && report.layout?.balance && estimatedOfBill(report.layout.balance);
  const estimates = estimated ? html`<p class="hint">${estimated}</p>` : null;
  return html`<section><h2>What it cost</h2>
${own}${bills}${estimates}
${overTime(money, facts.costs)}${byBand(money)}${byAppliance(money, namer(report))}${bySite(money)}
${settingsPrice}</section>`;
}

function fileCost({ layout, money }: PageInput['report']): Html | null {
  const sentence = layout?.balance && fileCostSentence(layout.balance, money);
  return sentence ? html`<p>${sentence}</p>` : null;
}

type Total = Money['totals'][number];

/** @param several whether other bills are in other currencies */
function billHtml(money: Money, total: Total, several: boolean, assumed: Assumptions): Html {
  const { currency, average_price, co2_kg, days, days_without_tariff } = total;
  const price =
    average_price === null
      ? null
      : `A kWh from the grid cost ${formatPrice(average_price, currency)}${assumed.price} on average. `;
  const emitted =
    co2_kg === null ? null : `Making it emitted about ${formatNumber(co2_kg)} kg of CO₂${assumed.emission}. `;
  const unpriced =
    days_without_tariff === 0
      ? null
      : html`<strong>On ${plural(days_without_tariff, 'day')} of ${formatCount(days)} no tariff is valid: their
energy is not in these amounts.</strong>`;
  const doubts = doubtsOf(money, total).map((sentence) => html`<p class="hint"><strong>${sentence}</strong></p>`);
  const { lines, net } = accountOf(money, total);
  const account = table<AccountLine>(
    [
      { kind: 'name', cell: ({ name, subtotal }) => (subtotal ? html`<strong>= ${name}</strong>` : name) },
      { kind: 'number', cell: (line) => (line.subtotal ? html`<strong>${signed(line)}</strong>` : signed(line)) },
    ],
    lines,
    html`<tr><th scope="row"><strong>${several ? `${net.name}, ${currency}` : net.name}</strong></th>
<td class="n"><strong>${signed(net)}</strong></td></tr>`,
  );
  return html`<div class="together"><p class="hint">${price}${emitted}${unpriced}</p>${doubts}${account}</div>`;
}

function signed({ minus, text }: AccountLine): string {
  return `${minus ? '− ' : ''}${text}`;
}

/** Where every hour has one price and nothing is sold, the picture would be that of the consumption. */
function overTime({ totals, bands }: Money, { days }: CostFacts): Html | null {
  const [total, other] = totals;
  if (!total || other || (bands.length < 2 && total.export_revenue === 0)) return null;
  const step = stepFor(days.length);
  const bars = gatherDays(days, [], step);
  if (bars.length < 2) return null;
  const { currency } = total;
  const heading = { day: 'Day by day', week: 'Week by week', month: 'Month by month' }[step];
  const each = step === 'day' ? 'Each bar is what a day cost' : `Each bar is the mean day of its ${step}`;
  const picture = daysChart({
    id: 'cost',
    title: `Cost by ${step}`,
    description: `${plural(bars.length, step)}. The figures are in bills.csv.`,
    bars,
    forecast: [],
    step,
    unit: { name: currency, kwh: 1 },
    amount: 'cost',
    say: (amount) => formatMoney(amount, currency),
    tone: 'consumption',
    marked: false,
  });
  return html`<div class="together"><h3>${heading}</h3>
<p class="hint">${each}, standing charge and exports included.</p>${picture}</div>`;
}
