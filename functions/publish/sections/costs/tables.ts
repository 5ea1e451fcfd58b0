/** Who and when made the bill: by band of the tariff, by appliance, by site. */

import { SHOWN_ROWS } from '../../../../shared/page/parts/rows.ts';
import { shareBar } from '../../../../shared/page/parts/share-bar.ts';
import { type Column, table } from '../../../../shared/page/parts/table.ts';
import type { Money } from '../../../../shared/report/money.ts';
import { formatEnergy, formatMoney, formatNumber, formatPercent } from '../../../../shared/text/format.ts';
import { type Html, html } from '../../../../shared/text/html.ts';
import type { namer } from '../../text/names.ts';
import { type Band, bandsOf, hasOwnEnergy, ownSentence } from './bands.ts';
import { energyAloneSentence, priceRange } from './bill.ts';

export function byBand(money: Money): Html | null {
  const bands = bandsOf(money);
  const own = hasOwnEnergy(bands);
  if (bands.length < 2 && !own) return null;
  const total = bands.reduce((sum, { used_kwh }) => sum + used_kwh, 0);
  const shareOf = (kwh: number) => (total === 0 ? 0 : kwh / total);
  const columns: Column<Band>[] = [
    { title: 'Band', kind: 'name', cell: ({ band }) => band },
    {
      title: own ? 'Share of the use' : 'Share of the energy',
      cell: ({ used_kwh }) => html`${formatPercent(shareOf(used_kwh))}${shareBar(shareOf(used_kwh), 'consumption')}`,
    },
    ...(own ? OWN_ENERGY : [ENERGY]),
    { title: 'Price of a kWh', kind: 'number', optional: true, cell: priceRange },
    {
      ...{ title: 'Cost', kind: 'number' },
      cell: ({ cost, currency }) => (cost === null ? '' : formatMoney(cost, currency)),
    },
  ];
  const hint = own ? html`<p class="hint">${ownSentence(money)}</p>` : null;
  const rows = table(columns, bands.slice(0, SHOWN_ROWS));
  return html`<div class="together"><h3>By band of the tariff</h3>${rows}${hint}</div>`;
}

const ENERGY: Column<Band> = { title: 'Energy', kind: 'number', cell: ({ used_kwh }) => formatEnergy(used_kwh) };

const OWN_ENERGY: readonly Column<Band>[] = [
  { title: 'Used', kind: 'number', optional: true, cell: ({ used_kwh }) => formatEnergy(used_kwh) },
  { title: 'Own energy', kind: 'number', optional: true, cell: ({ own_kwh }) => formatEnergy(own_kwh) },
  { title: 'From the grid', kind: 'number', cell: ({ grid_kwh }) => formatEnergy(grid_kwh) },
];

export function byAppliance({ appliances, lines }: Money, nameOf: ReturnType<typeof namer>): Html | null {
  if (appliances.length < 2) return null;
  const shifting = appliances.some(({ shift_saving }) => shift_saving > 0);
  const columns: Column<Money['appliances'][number]>[] = [
    { title: 'Name', kind: 'name', cell: nameOf },
    { title: 'Energy', kind: 'number', cell: ({ kwh }) => formatEnergy(kwh) },
    { title: 'Cost', kind: 'number', cell: ({ cost, currency }) => formatMoney(cost, currency) },
    ...(shifting ? [SHIFTED] : []),
    {
      ...{ title: 'CO₂', kind: 'number', optional: true },
      cell: ({ co2_kg }) => (co2_kg === null ? '' : `${formatNumber(co2_kg)} kg`),
    },
  ];
  const hint = shifting
    ? html`<p class="hint">Shifted: what it would have saved had each day’s dearest hours been spared and the cheapest
used instead.</p>`
    : null;
  const sentence = energyAloneSentence(lines);
  const alone = sentence === null ? null : html`<p class="hint">${sentence}</p>`;
  const more =
    appliances.length > SHOWN_ROWS
      ? html`<p class="hint">The ${SHOWN_ROWS} most expensive; all of them, day by day, are in costs.csv.</p>`
      : null;
  const rows = table(columns, appliances.slice(0, SHOWN_ROWS));
  return html`<div class="together"><h3>By appliance</h3>${alone}${hint}${rows}${more}</div>`;
}

const SHIFTED: Column<Money['appliances'][number]> = {
  title: 'Shifted',
  kind: 'number',
  cell: ({ shift_saving, currency }) => `− ${formatMoney(shift_saving, currency)}`,
};

export function bySite({ sites }: Money): Html | null {
  if (sites.length < 2) return null;
  const rows = table(
    [
      { title: 'Site', kind: 'name', cell: ({ site_id }) => site_id },
      { title: 'Tariff', optional: true, cell: ({ tariff }) => html`<bdi>${tariff}</bdi>` },
      {
        ...{ title: 'From the grid', kind: 'number' },
        cell: ({ imported_kwh }) => (imported_kwh === null ? '' : formatEnergy(imported_kwh)),
      },
      { title: 'To pay', kind: 'number', cell: ({ net_cost, currency }) => formatMoney(net_cost, currency) },
    ],
    sites.slice(0, SHOWN_ROWS),
  );
  const more = sites.length > SHOWN_ROWS ? html`<p class="hint">All of them, day by day, are in bills.csv.</p>` : null;
  return html`<div class="together"><h3>By site</h3>${rows}${more}</div>`;
}
