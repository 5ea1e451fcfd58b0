/** What the page says of sites side by side. */
import { EVENT_KINDS, SEVERITIES } from '../../../shared/energy/anomalies.ts';
import { comparedChart } from '../../../shared/page/chart/compared.ts';
import { heatChart } from '../../../shared/page/chart/heat.ts';
import { type Zone, zoneOf, zonesChart } from '../../../shared/page/chart/zones.ts';
import { severityMark } from '../../../shared/page/parts/severity.ts';
import { type Column, table } from '../../../shared/page/parts/table.ts';
import { type Figures, together } from '../../../shared/served/figures.ts';
import type { Overview, SiteOverview } from '../../../shared/served/overview.ts';
import { ASSUMED_MARK, ASSUMED_PRICE } from '../../../shared/tariff/assumed.ts';
import {
  energyUnit,
  formatCount,
  formatEnergy,
  formatMoney,
  formatPercent,
  plural,
} from '../../../shared/text/format.ts';
import { type Html, html } from '../../../shared/text/html.ts';

/** Pictures show the sites that use most; the table has them all. */
const SITES_DRAWN = 24;
const UNKNOWN = '–';

/** Shares of what a site uses that it produces itself. */
export const EFFICIENCY_ZONES = [
  { tone: 'poor', from: 0, words: 'mostly from the grid' },
  { tone: 'fair', from: 0.3, words: 'a good part of its own' },
  { tone: 'good', from: 0.6, words: 'mostly its own' },
] as const satisfies readonly Zone[];

export const energyText = (kwh: number | null) => (kwh === null ? UNKNOWN : formatEnergy(kwh));
export const moneyText = ({ cost, currency, price_assumed }: Pick<Figures, 'cost' | 'currency' | 'price_assumed'>) =>
  cost === null || currency === null ? UNKNOWN : `${formatMoney(cost, currency)}${price_assumed ? ASSUMED_MARK : ''}`;
const shareText = (share: number | null) => (share === null ? UNKNOWN : formatPercent(share));

export const siteName = ({ site_id }: Pick<SiteOverview, 'site_id'>) => site_id;

type Known = 'energy_consumed_kwh' | 'energy_generated_kwh' | 'net_energy_kwh' | 'efficiency' | 'cost' | 'co2_kg';

/** Key figures of all sites; one that is not known of every site is of those of which it is, and says so. */
export function figuresOf({ sites }: Overview): Html {
  const all = sites.map(({ figures }) => figures);
  const figure = (name: string, of: Known, say: (sum: Figures) => string) => {
    const known = all.filter((each) => each[of] !== null);
    const part =
      known.length === 0 || known.length === all.length
        ? null
        : html`<small>of ${formatCount(known.length)} of ${plural(all.length, 'site')}</small>`;
    return html`<div class="figure"><dt>${name}</dt><dd>${say(together(known))}${part}</dd></div>`;
  };
  const anomalies = formatCount(together(all).anomalies);
  return html`<dl class="figures">
${figure('Used', 'energy_consumed_kwh', (sum) => energyText(sum.energy_consumed_kwh))}
${figure('Produced', 'energy_generated_kwh', (sum) => energyText(sum.energy_generated_kwh))}
${figure('Net (produced – used)', 'net_energy_kwh', (sum) => energyText(sum.net_energy_kwh))}
${figure('Own share of the use', 'efficiency', (sum) => shareText(sum.efficiency))}
${figure('Cost', 'cost', moneyText)}
${figure('CO₂ of the grid', 'co2_kg', ({ co2_kg: kg }) => (kg === null ? UNKNOWN : `${formatCount(kg)} kg`))}
<div class="figure"><dt>Intervals out of the ordinary</dt><dd>${anomalies}</dd></div>
</dl>${assumedNote(sites)}`;
}

function assumedNote(sites: readonly SiteOverview[]): Html | null {
  const assumed = sites.some(({ figures }) => figures.price_assumed);
  return assumed ? html`<p class="hint">${ASSUMED_MARK} ${ASSUMED_PRICE}</p>` : null;
}

function byUse(sites: readonly SiteOverview[]): readonly SiteOverview[] {
  const use = ({ figures }: SiteOverview) => figures.energy_consumed_kwh ?? figures.energy_generated_kwh ?? 0;
  return sites.toSorted((a, b) => use(b) - use(a));
}

export function comparedSection({ sites }: Overview): Html | null {
  if (sites.length === 0) return null;
  const ordered = byUse(sites);
  const rows = ordered.slice(0, SITES_DRAWN).map((site) => ({
    name: siteName(site),
    consumption: site.figures.energy_consumed_kwh,
    generation: site.figures.energy_generated_kwh,
  }));
  const unit = energyUnit(Math.max(0, ...rows.flatMap((row) => [row.consumption ?? 0, row.generation ?? 0])));
  const columns: Column<SiteOverview>[] = [
    { title: 'Site', kind: 'name', cell: siteName },
    { title: 'Days', kind: 'number', optional: true, cell: ({ figures }) => formatCount(figures.days) },
    { title: 'Used', kind: 'number', cell: ({ figures }) => energyText(figures.energy_consumed_kwh) },
    { title: 'Produced', kind: 'number', cell: ({ figures }) => energyText(figures.energy_generated_kwh) },
    { title: 'Net', kind: 'number', optional: true, cell: ({ figures }) => energyText(figures.net_energy_kwh) },
    { title: 'Cost', kind: 'number', cell: ({ figures }) => moneyText(figures) },
    { title: 'Anomalies', kind: 'number', optional: true, cell: ({ figures }) => formatCount(figures.anomalies) },
  ];
  return html`<section><h2>Performance compared</h2>
${comparedChart({
  legend: html`<ul class="legend"><li><i class="k-use"></i>Used</li><li><i class="k-gen"></i>Produced</li></ul>`,
  ...{ id: 'compared', rows, unit, title: 'What sites used and produced' },
  description: 'Two bars a site, the sites that use most first. The same figures are in the table below.',
})}<div class="together">${table(columns, ordered)}</div></section>`;
}

export function efficiencySection({ sites }: Overview): Html | null {
  const rows = byUse(sites).flatMap((site) => {
    const { efficiency } = site.figures;
    return efficiency === null ? [] : [{ name: siteName(site), share: efficiency }];
  });
  if (rows.length === 0) return null;
  const unknown = sites.length - rows.length;
  const legend = EFFICIENCY_ZONES.map(({ tone, words }) => {
    const count = rows.filter(({ share }) => zoneOf(share, EFFICIENCY_ZONES)?.tone === tone).length;
    return html`<li><i class="k-${tone}"></i>${words}: ${formatCount(count)}</li>`;
  });
  return html`<section><h2>Efficiency</h2>
<p class="hint">Which share of what a site used it produced itself.${
    unknown > 0 ? html` It is not known of ${formatCount(unknown)} of ${formatCount(sites.length)} sites.` : null
  }</p>
${zonesChart({
  legend: html`<ul class="legend">${legend}</ul>`,
  ...{ id: 'efficiency', rows: rows.slice(0, SITES_DRAWN), zones: EFFICIENCY_ZONES, title: 'Own share of the use' },
  description: 'A mark a site, over zones from mostly of the grid to mostly its own.',
})}</section>`;
}

export function heatSection({ sites }: Overview): Html | null {
  const rows = byUse(sites)
    .filter(({ hours }) => hours.size > 0)
    .slice(0, SITES_DRAWN)
    .map((site) => ({ name: siteName(site), hours: site.hours }));
  if (rows.length === 0) return null;
  return html`<section><h2>When sites use energy</h2>
<p class="hint">Mean of the days by hour of day, on each site's own clock. The darkest field of a row is the hour in
which that site uses most.</p>
${heatChart({
  ...{ id: 'heat', rows, tone: 'consumption', title: 'Use by hour of day' },
  description: 'A row a site, a field an hour; the darker, the more it uses compared with its own highest hour.',
})}</section>`;
}

/** What is told of a kind: how often, and the worst of it. */
interface KindRow {
  readonly site: string;
  readonly counts: ReadonlyMap<string, number>;
  readonly worst: (typeof SEVERITIES)[number];
}

export function anomaliesSection({ sites }: Overview): Html | null {
  const rows = sites.flatMap((site): KindRow[] => {
    const all = site.anomalous.flatMap(({ anomalies }) => anomalies);
    const worst = SEVERITIES.findLast((severity) => all.some((each) => each.severity === severity));
    if (worst === undefined) return [];
    const counts = new Map([...Map.groupBy(all, ({ kind }) => kind)].map(([kind, each]) => [kind, each.length]));
    return [{ site: siteName(site), counts, worst }];
  });
  if (rows.length === 0) return html`<section><h2>Anomalies</h2><p>Nothing was out of the ordinary.</p></section>`;
  const found = new Set(rows.flatMap(({ counts }) => [...counts.keys()]));
  // In the order in which the kinds are declared, then those of single readings.
  const kinds = [...EVENT_KINDS.filter((kind) => found.has(kind)), ...[...found].filter((kind) => !isEvent(kind))];
  const columns: Column<KindRow>[] = [
    { title: 'Site', kind: 'name', cell: ({ site }) => site },
    { title: 'Worst', cell: ({ worst }) => severityMark(worst) },
    ...kinds.map(
      (kind): Column<KindRow> => ({
        title: kindTitle(kind),
        kind: 'number',
        cell: ({ counts }) => formatCount(counts.get(kind) ?? 0),
      }),
    ),
  ];
  return html`<section><h2>Anomalies by site and kind</h2>
<p class="hint">Events, and single readings far from the mean of their series, as far back as they are served.</p>
${table(columns, rows)}</section>`;
}

const isEvent = (kind: string) => EVENT_KINDS.some((each) => each === kind);

function kindTitle(kind: string): string {
  const words = kind === 'Z_SCORE' ? 'single readings' : kind.toLowerCase().replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
