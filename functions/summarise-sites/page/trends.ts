/** How what sites use and produce goes over the days. */
import { daysChart } from '../../../shared/page/chart/days.ts';
import { gatherDays, stepFor } from '../../../shared/page/chart/periods.ts';
import { type Column, table } from '../../../shared/page/parts/table.ts';
import { type DayFigures, isWholeDay } from '../../../shared/served/figures.ts';
import type { Overview, SiteOverview } from '../../../shared/served/overview.ts';
import { dayAfter, MS_PER_DAY } from '../../../shared/text/days.ts';
import { energyUnit, formatDay, formatEnergy, formatPercent } from '../../../shared/text/format.ts';
import { type Html, html } from '../../../shared/text/html.ts';
import { listed } from '../../../shared/text/listed.ts';
import { energyText, siteName } from './sections.ts';

const WEEK = 7;
const DAYS_NAMED = 3;

type Measured = 'energy_consumed_kwh' | 'energy_generated_kwh' | 'net_energy_kwh';
const SERIES = [
  { of: 'energy_consumed_kwh', noun: 'Used', tone: 'consumption' },
  { of: 'energy_generated_kwh', noun: 'Produced', tone: 'generation' },
  { of: 'net_energy_kwh', noun: 'Net energy (produced – used)', tone: 'generation' },
] as const satisfies readonly { of: Measured; noun: string; tone: string }[];

export function trendsSection({ period, sites }: Overview): Html | null {
  const step = stepFor((Date.parse(period.to) - Date.parse(period.from)) / MS_PER_DAY + 1);
  const charts = SERIES.flatMap(({ of, noun, tone }) => {
    const bars = gatherDays(sumsByDay(sites, of), [], step);
    if (bars.length === 0) return [];
    const unit = energyUnit(Math.max(...bars.map(({ kwh }) => Math.abs(kwh ?? 0))));
    const chart = daysChart({
      ...{ id: of.replaceAll('_', '-'), bars, forecast: [], step, unit, marked: false, tone },
      ...{ title: `${noun} by ${step}`, description: 'Sum of the sites of which it is known on the day.' },
    });
    return [html`<div class="together"><h3>${noun}</h3>${chart}</div>`];
  });
  if (charts.length === 0) return null;
  return html`<section><h2>Trends and net energy</h2>
<p class="hint">Sums of the sites that have readings on the day.${partly(sites)}</p>${charts}
<div class="together"><h3>A whole day of the last seven against one of the seven before</h3>
${table(
  COLUMNS,
  sites.map((site) => trendOf(site, period.to)),
)}</div></section>`;
}

/** Which of the days that are drawn stand for less than they would. */
function partly(sites: readonly SiteOverview[]): string {
  const found = sites.flatMap(({ days }) => days.filter((each) => !isWholeDay(each)).map(({ day }) => day));
  const days = [...new Set(found)].sort();
  if (days.length === 0) return '';
  const which = listed(days.map(formatDay), DAYS_NAMED);
  const stand = days.length === 1 ? 'it stands' : 'they stand';
  return ` Not all readings of ${which} are there: ${stand} for a part of the day.`;
}

function sumsByDay(sites: readonly SiteOverview[], of: Measured): { day: string; kwh: number }[] {
  const sums = new Map<string, number>();
  for (const each of sites.flatMap(({ days }) => days)) {
    const kwh = each[of];
    if (kwh !== null) sums.set(each.day, (sums.get(each.day) ?? 0) + kwh);
  }
  return [...sums].map(([day, kwh]) => ({ day, kwh })).sort((a, b) => (a.day < b.day ? -1 : 1));
}

interface Trend {
  readonly name: string;
  readonly now: number | null;
  readonly before: number | null;
}

function trendOf(site: SiteOverview, last: string): Trend {
  const weekUpTo = (to: string) => {
    const from = dayAfter(to, 1 - WEEK);
    return mean(site.days.filter((each) => each.day >= from && each.day <= to && isWholeDay(each)));
  };
  return { name: siteName(site), now: weekUpTo(last), before: weekUpTo(dayAfter(last, -WEEK)) };
}

function mean(days: readonly DayFigures[]): number | null {
  const known = days.flatMap(({ energy_consumed_kwh: kwh }) => (kwh === null ? [] : [kwh]));
  return known.length === 0 ? null : known.reduce((sum, kwh) => sum + kwh, 0) / known.length;
}

const COLUMNS: readonly Column<Trend>[] = [
  { title: 'Site', kind: 'name', cell: ({ name }) => name },
  { title: 'Used now', kind: 'number', cell: ({ now }) => energyText(now) },
  { title: 'Before', kind: 'number', cell: ({ before }) => energyText(before) },
  { title: 'Change', kind: 'number', cell: ({ now, before }) => changeText(now, before) },
];

/** `+ 12 % (3.4 kWh)`; a dash where either is not known. */
export function changeText(now: number | null, before: number | null): string {
  if (now === null || before === null) return '–';
  const more = now - before;
  const sign = more < 0 ? '–' : '+';
  const share = before > 0 ? `${sign} ${formatPercent(Math.abs(more) / before)} ` : '';
  return `${share}(${sign} ${formatEnergy(Math.abs(more))})`;
}
