import { SHOWN_ROWS } from '../../../../shared/page/parts/rows.ts';
import type { Assumptions } from '../../../../shared/report/assumptions.ts';
import { fileCostSentence } from '../../../../shared/report/measures.ts';
import type { Money } from '../../../../shared/report/money.ts';
import { estimatedOfBill } from '../../../../shared/report/quality.ts';
import { formatEnergy, formatMoney, formatNumber, plural } from '../../../../shared/text/format.ts';
import { escapeMarkdown, table } from '../../../../shared/text/markdown.ts';
import { namer } from '../../text/names.ts';
import type { PageInput } from '../section.ts';
import { accountOf } from './account.ts';
import { bandsOf, hasOwnEnergy, ownSentence } from './bands.ts';
import { doubtsOf, energyAloneSentence, hasBill, priceRange } from './bill.ts';

export function costsMarkdown({ report, assumed }: PageInput): string | null {
  const { money } = report;
  const own = report.layout?.balance && fileCostSentence(report.layout.balance, money);
  const heading = ['## What it cost', ...(own ? [own] : [])];
  if (!money || !hasBill(money)) return own ? heading.join('\n\n') : null;
  const estimated = report.layout?.balance && estimatedOfBill(report.layout.balance);
  const nameOf = namer(report);
  const appliances = money.appliances
    .slice(0, SHOWN_ROWS)
    .map((each) => [
      escapeMarkdown(nameOf(each)),
      formatEnergy(each.kwh),
      formatMoney(each.cost, each.currency),
      formatMoney(each.shift_saving, each.currency),
    ]);
  const alone = energyAloneSentence(money.lines);
  return [
    ...heading,
    money.totals.map((total) => billLine(money, total, assumed)).join('\n'),
    ...(estimated ? [estimated] : []),
    ...bandsTable(money),
    ...(appliances.length > 1 ? [table(['Name', 'Energy', 'Cost', 'Saved if shifted'], appliances)] : []),
    ...(appliances.length > 1 && alone !== null ? [alone] : []),
  ].join('\n\n');
}

function billLine(money: Money, total: Money['totals'][number], assumed: Assumptions): string {
  const { co2_kg, days_without_tariff: unpriced } = total;
  const { lines, net } = accountOf(money, total);
  const sum = lines
    .map(({ name, minus, text, subtotal }, place) => {
      const sign = minus ? '− ' : place === 0 || subtotal ? '' : '+ ';
      const said = `${sign}${escapeMarkdown(name)} ${text}`;
      return subtotal ? `(= ${said})` : said;
    })
    .join(' ');
  const emitted = co2_kg === null ? '' : `; about ${formatNumber(co2_kg)} kg of CO₂${assumed.emission}`;
  const without = unpriced === 0 ? '' : `; without ${plural(unpriced, 'day')} on which no tariff is valid`;
  const doubts = doubtsOf(money, total).map((each) => `. ${each.slice(0, -1)}`);
  return `- **${net.minus ? '− ' : ''}${net.text}**${assumed.price} = ${sum}${emitted}${without}${doubts.join('')}`;
}

function bandsTable(money: Money): string[] {
  const bands = bandsOf(money);
  const own = hasOwnEnergy(bands);
  if (bands.length < 2 && !own) return [];
  const rows = bands
    .slice(0, SHOWN_ROWS)
    .map((each) => [
      escapeMarkdown(each.band),
      formatEnergy(each.used_kwh),
      ...(own ? [formatEnergy(each.own_kwh), formatEnergy(each.grid_kwh)] : []),
      priceRange(each),
      each.cost === null ? '' : formatMoney(each.cost, each.currency),
    ]);
  const energies = own ? ['Used', 'Own energy', 'From the grid'] : ['Energy'];
  return [table(['Band', ...energies, 'Price of a kWh', 'Cost'], rows), ...(own ? [ownSentence(money)] : [])];
}
