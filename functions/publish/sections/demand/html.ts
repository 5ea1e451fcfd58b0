/** What the demand looks like: what always runs, what the highest hour took, and how weekdays and weekends differ. */
import { DAY_TYPES, type Load } from '../../../../shared/report/load.ts';
import { formatEnergy, formatPercent, formatTime, plural } from '../../../../shared/text/format.ts';
import { heatChart } from '../../chart/heat.ts';
import { type Html, html } from '../../html/html.ts';
import type { PageInput } from '../../html/page.ts';
import { formatChange, formatPower } from '../../text/power.ts';

const SHOWN = 12;
const HOURS_PER_YEAR = 8760;
const NAMES = { weekday: 'Weekdays', weekend: 'Weekends' } as const;

type Site = Load['sites'][number];

export function load({ report }: PageInput): Html | null {
  const sites = report.load?.sites.filter(({ measure }) => measure === 'consumption') ?? [];
  const [only, ...others] = sites;
  if (!only) return null;
  const rows = only.mean_kw === null && only.compared_days === null && only.weekday_kwh === null ? [] : facts(only);
  if (rows.length === 0) return null;
  return html`<section><h2>Consumption: its shape</h2>${
    others.length === 0
      ? html`<div class="together"><div class="scroll"><table><tbody>${rows.map(
          ([name, value, more]) =>
            html`<tr><th scope="row">${name}</th><td class="n">${value}</td><td class="optional">${more}</td></tr>`,
        )}</tbody></table></div></div>`
      : table(sites)
  }${profile(report.load?.profile ?? [])}</section>`;
}

function facts(site: Site): [string, string, string][] {
  const { base_load_kw: base, mean_kw: mean, peak_kw: peak, peak_at, load_factor, night_share } = site;
  const rows: [string, string, string][] = [];
  if (base !== null && mean !== null) {
    const part = mean > 0 ? `, ${formatPercent(Math.max(0, base) / mean)} of the mean` : '';
    rows.push(['Always on', formatPower(base), `base load${part}: ${formatEnergy(base * HOURS_PER_YEAR)} a year`]);
  }
  if (peak !== null && peak_at !== null) rows.push(['Highest hour', formatPower(peak), `from ${formatTime(peak_at)}`]);
  if (load_factor !== null)
    rows.push(['Load factor', formatPercent(load_factor), 'mean demand, as a part of the highest hour’s']);
  if (night_share !== null)
    rows.push(['By night', formatPercent(night_share), '22:00 to 06:00; an even load has 33 %']);
  return [...rows, ...week(site), ...change(site)];
}

function week({ weekday_kwh: weekday, weekend_kwh: weekend }: Site): [string, string, string][] {
  if (weekday === null || weekend === null || weekday === 0) return [];
  const more = `a day against ${formatEnergy(weekday)} on weekdays: ${formatChange(weekend / weekday - 1, formatPercent)}`;
  return [['Weekends', formatEnergy(weekend), more]];
}

function change({
  compared_days: days,
  recent_kwh: recent,
  previous_kwh: previous,
  change: by,
}: Site): [string, string, string][] {
  if (days === null || recent === null || previous === null || by === null) return [];
  const more = `a day against ${formatEnergy(previous)} in the ${plural(days, 'day')} before: ${formatChange(by, formatPercent)}`;
  return [[`The last ${plural(days, 'day')}`, formatEnergy(recent), more]];
}

function table(sites: readonly Site[]): Html {
  const or = (value: number | null, format: (value: number) => string) => (value === null ? '' : format(value));
  const compared = sites.some(({ change: by }) => by !== null);
  return html`<div class="together"><div class="scroll"><table><thead><tr><th scope="col">Site</th><th scope="col" class="n">Always on</th><th scope="col" class="n">Highest hour</th><th scope="col" class="n optional">Load factor</th><th scope="col" class="n optional">By night</th>${compared ? html`<th scope="col" class="n">Change</th>` : null}</tr></thead><tbody>${sites
    .slice(0, SHOWN)
    .map(
      (site) =>
        html`<tr><th scope="row"><bdi>${site.site_id}</bdi></th><td class="n">${or(site.base_load_kw, formatPower)}</td><td class="n">${or(site.peak_kw, formatPower)}</td><td class="n optional">${or(site.load_factor, formatPercent)}</td><td class="n optional">${or(site.night_share, formatPercent)}</td>${compared ? html`<td class="n">${or(site.change, (by) => formatChange(by, formatPercent))}</td>` : null}</tr>`,
    )}</tbody></table></div><p class="hint">Always on: what 97.5 % of the hours exceed.${compared ? ' Change: the last whole weeks against as many before.' : null} All sites are in load.csv.</p></div>`;
}

function profile(all: Load['profile']): Html | null {
  const rows = DAY_TYPES.map((type) => ({
    name: NAMES[type],
    hours: new Map(
      all
        .filter(({ measure, day_type }) => measure === 'consumption' && day_type === type)
        .map(({ hour, mean_kw }) => [hour, mean_kw]),
    ),
  })).filter(({ hours }) => hours.size > 0);
  if (rows.length < 2) return null;
  return html`<div class="together"><h3>Weekdays and weekends</h3><p class="hint">The stronger the colour, the closer to that row’s own highest hour.</p>${heatChart(
    {
      id: 'profile-consumption',
      title: 'Consumption by hour of day, weekdays and weekends',
      description: 'Two rows, 24 hours each. The figures are in profile.csv.',
      rows,
      tone: 'consumption',
    },
  )}</div>`;
}
