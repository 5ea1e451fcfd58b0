/** One site in a sentence a figure, several as a table; then weekdays and weekends. */

import { heatChart } from '../../../../shared/page/chart/heat.ts';
import { SHOWN_ROWS } from '../../../../shared/page/parts/rows.ts';
import { type Column, table } from '../../../../shared/page/parts/table.ts';
import { DAY_TYPES, type Demand } from '../../../../shared/report/demand.ts';
import { formatEnergy, formatPercent, formatPower, formatTime, plural } from '../../../../shared/text/format.ts';
import { type Html, html } from '../../../../shared/text/html.ts';
import { measureWords } from '../../text/measure-words.ts';
import type { PageInput } from '../section.ts';
import { peaksHtml } from './peaks.ts';
import { changeText, peakName, RELATED, relatedOf } from './text.ts';

const HOURS_PER_YEAR = 8760;
const NAMES = { weekday: 'Weekdays', weekend: 'Weekends' } as const satisfies Record<
  (typeof DAY_TYPES)[number],
  string
>;

type Site = Demand['sites'][number];

export function demandHtml({ report }: PageInput): Html | null {
  const sites = report.load?.sites.filter(({ measure }) => measure === 'consumption') ?? [];
  const [only, ...others] = sites;
  if (!only) return null;
  const rows = only.mean_kw === null && only.compared_days === null && only.weekday_kwh === null ? [] : rowsOf(only);
  if (rows.length === 0) return null;
  const heading = measureWords('consumption', report).noun;
  return html`<section><h2>${heading}: its shape</h2>
${others.length === 0 ? oneSite(rows) : sitesTable(sites)}${report.load ? peaksHtml(report.load) : null}
${profile(report.load?.profile ?? [])}</section>`;
}

interface Row {
  readonly name: string;
  readonly value: string;
  readonly more: string;
}

function oneSite(rows: readonly Row[]): Html {
  const figures = table(
    [
      { kind: 'name', cell: ({ name }) => name },
      { kind: 'number', cell: ({ value }) => value },
      { optional: true, cell: ({ more }) => more },
    ],
    rows,
  );
  return html`<div class="together">${figures}</div>`;
}

function rowsOf(site: Site): Row[] {
  const { base_load_kw: base, mean_kw: mean, peak_kw: peak, peak_at, peak_minutes, load_factor, night_share } = site;
  const rows: Row[] = [];
  if (base !== null && mean !== null) {
    const share = mean > 0 ? `, ${formatPercent(Math.max(0, base) / mean)} of the mean` : '';
    const more = `base load${share}: ${formatEnergy(base * HOURS_PER_YEAR)} a year`;
    rows.push({ name: 'Always on', value: formatPower(base), more });
  }
  if (peak !== null && peak_at !== null) {
    rows.push({ name: peakName(peak_minutes), value: formatPower(peak), more: `from ${formatTime(peak_at)}` });
  }
  if (load_factor !== null) {
    const more = 'mean demand, as a share of the peak';
    rows.push({ name: 'Load factor', value: formatPercent(load_factor), more });
  }
  if (night_share !== null) {
    rows.push({ name: 'By night', value: formatPercent(night_share), more: '22:00 to 06:00; an even load has 33 %' });
  }
  return [...rows, ...weekendRow(site), ...changeRow(site), ...yearRow(site), ...relatedRows(site)];
}

function weekendRow({ weekday_kwh: weekday, weekend_kwh: weekend }: Site): Row[] {
  if (weekday === null || weekend === null || weekday === 0) return [];
  const more = `a day against ${formatEnergy(weekday)} on weekdays: ${changeText(weekend / weekday - 1)}`;
  return [{ name: 'Weekends', value: formatEnergy(weekend), more }];
}

function changeRow(site: Site): Row[] {
  const { compared_days: days, recent_kwh: recent, previous_kwh: previous, change } = site;
  if (days === null || recent === null || previous === null || change === null) return [];
  const period = plural(days, 'day');
  const more = `a day against ${formatEnergy(previous)} in the ${period} before: ${changeText(change)}`;
  return [{ name: `The last ${period}`, value: formatEnergy(recent), more }];
}

function yearRow({ year_days: days, year_recent_kwh: recent, year_previous_kwh: previous, year_change }: Site): Row[] {
  if (days === null || recent === null || previous === null || year_change === null) return [];
  const more = `a day against ${formatEnergy(previous)} a year before, on the same weekdays: `;
  return [
    {
      name: `${plural(days, 'day')} of the last four weeks`,
      value: formatEnergy(recent),
      more: more + changeText(year_change),
    },
  ];
}

function relatedRows(site: Site): Row[] {
  return RELATED.flatMap(({ title, of }) => {
    const kwh = of(site);
    return kwh === null ? [] : [{ name: title, value: formatEnergy(kwh), more: '' }];
  });
}

function sitesTable(sites: readonly Site[]): Html {
  const known = (value: number | null, format: (value: number) => string) => (value === null ? '' : format(value));
  const compared = sites.some(({ change }) => change !== null);
  const yearly = sites.some(({ year_change }) => year_change !== null);
  const columns: Column<Site>[] = [
    { title: 'Site', kind: 'name', cell: ({ site_id }) => site_id },
    { title: 'Always on', kind: 'number', cell: ({ base_load_kw }) => known(base_load_kw, formatPower) },
    { title: 'Peak', kind: 'number', cell: ({ peak_kw }) => known(peak_kw, formatPower) },
    {
      ...{ title: 'Load factor', kind: 'number', optional: true },
      cell: ({ load_factor }) => known(load_factor, formatPercent),
    },
    {
      ...{ title: 'By night', kind: 'number', optional: true },
      cell: ({ night_share }) => known(night_share, formatPercent),
    },
    ...(compared ? [changeColumn('Than before', ({ change }) => change)] : []),
    ...(yearly ? [changeColumn('Than a year before', ({ year_change }) => year_change)] : []),
    ...relatedOf(sites).map(({ title, of }) => ({
      ...{ title, kind: 'number' as const },
      cell: (site: Site) => known(of(site), formatEnergy),
    })),
  ];
  const change = compared ? ' Than before: a day of the last whole weeks, against as many weeks before.' : null;
  return html`<div class="together">${table(columns, sites.slice(0, SHOWN_ROWS))}
<p class="hint">Always on: what 97.5 % of the hours exceed.${change} All sites are in load.csv.</p></div>`;
}

function changeColumn(title: string, of: (site: Site) => number | null): Column<Site> {
  return {
    ...{ title, kind: 'number' },
    cell: (site) => {
      const change = of(site);
      return change === null ? '' : changeText(change);
    },
  };
}

function profile(all: Demand['profile']): Html | null {
  const rows = DAY_TYPES.map((type) => ({
    name: NAMES[type],
    hours: new Map(
      all
        .filter(({ measure, day_type }) => measure === 'consumption' && day_type === type)
        .map(({ hour, mean_kw }) => [hour, mean_kw]),
    ),
  })).filter(({ hours }) => hours.size > 0);
  if (rows.length < 2) return null;
  const picture = heatChart({
    id: 'profile-consumption',
    title: 'Consumption by hour of day, weekdays and weekends',
    description: 'Two rows, 24 hours each. The figures are in profile.csv.',
    rows,
    tone: 'consumption',
  });
  return html`<div class="together"><h3>Weekdays and weekends</h3>
<p class="hint">The stronger the colour, the closer to that row’s own highest hour.</p>${picture}</div>`;
}
