import { type Assumptions, assumptionsOf } from '../../shared/report/assumptions.ts';
import { flowRows, hasFlows, isOfTheGrid } from '../../shared/report/balance.ts';
import { fileCostSentence } from '../../shared/report/measures.ts';
import { overlapSentence, sameBytesSentence } from '../../shared/report/overlap.ts';
import { qualitySentence } from '../../shared/report/quality.ts';
import type { Report } from '../../shared/report/report.ts';
import { eventsTold } from '../../shared/report/unusual.ts';
import {
  energiesFormat,
  formatCount,
  formatDay,
  formatEnergy,
  formatEstimate,
  formatHour,
  formatMoney,
  formatPercent,
  formatPeriod,
  formatPrice,
  plural,
} from '../../shared/text/format.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import type { Connection } from '../connection.ts';
import { commandLine } from '../hints.ts';
import { paint, type Style, statusStyle } from '../output/style.ts';
import { facts, table } from '../output/table.ts';
import { shownPath } from '../paths.ts';
import { reportFiles } from './outcome.ts';

const MAX_SERIES = 12;
const MAX_ADVICE = 3;

/**
 * What a run found, on one screen.
 * @param repriced that its prices do not hold any more
 */
export function reportSummary(
  connection: Connection,
  report: Report,
  prefix: string,
  repriced: string | null = null,
): string {
  const parts = [facts(headline(report, repriced)), seriesTable(report), advice(report), degraded(report)];
  parts.push(facts([['Report', shownPath(reportFiles(connection, prefix).html), 'bold']]));
  return parts.filter((part) => part !== '').join('\n\n');
}

type Fact = readonly [name: string, value: string, style?: Style];

function headline(report: Report, repriced: string | null): Fact[] {
  const { period, consumption, generation } = report;
  const assumed = assumptionsOf(report);
  const style = statusStyle(report.status);
  const lines: Fact[] = [
    style ? ['Status', report.status, style] : ['Status', report.status],
    ['Dataset', report.dataset],
    [
      'Period',
      `${formatPeriod(period.from, period.to)} (${plural(period.days, 'day')}, ${report.timeZone}${assumed.zone})`,
    ],
    ['Readings', readings(report)],
  ];
  if (report.same_bytes)
    lines.push(['Same bytes', sameBytesSentence(report.dataset, report.same_bytes, commandLine), 'yellow']);
  if (report.overlap) lines.push(['Overlap', overlapSentence(report.dataset, report.overlap, commandLine), 'yellow']);
  const flows = report.layout?.balance;
  if (consumption) {
    const rest = `${formatEnergy(consumption.daily_average_kwh)} a day${peak(consumption)}`;
    lines.push([
      isOfTheGrid(flows) ? 'From the grid' : 'Consumption',
      `${formatEnergy(consumption.total_kwh)}${assumed.unit}${assumed.believed.consumption}, ${rest}`,
    ]);
  }
  if (generation) {
    const net = generation.net_kwh === null ? '' : `, net ${formatEnergy(generation.net_kwh)}`;
    lines.push([
      'Generation',
      `${formatEnergy(generation.total_kwh)}${assumed.unit}${assumed.believed.generation}${net}`,
    ]);
  }
  if (flows && hasFlows(flows)) {
    lines.push([
      'Flows',
      flowRows(flows)
        .map(({ name, kwh }) => `${name.toLowerCase()} ${formatEnergy(kwh)}`)
        .join(', '),
    ]);
  }
  const quality = flows && qualitySentence(flows);
  if (quality) lines.push(['Quality', quality]);
  const own = flows && fileCostSentence(flows, report.money);
  lines.push(
    ...costs(report, assumed),
    ...(repriced === null ? [] : [['', repriced, 'yellow'] satisfies Fact]),
    ...(own ? [['', own] satisfies Fact] : []),
    ...unusual(report),
    ...forecasts(report),
  );
  // The mark of what the summary does not show is not explained here.
  const said = lines.map(([, value]) => value).join();
  const shown = assumed.notes.filter(([mark = '']) => said.includes(mark));
  lines.push(...shown.map((note, at): Fact => [at === 0 ? 'Assumed' : '', note]));
  return lines;
}

/** The hour where readings tell hours, else the day. */
function peak({ peak_hour, peak_day }: NonNullable<Report['consumption']>): string {
  if (peak_hour !== null) return `, peak hour ${formatHour(peak_hour)}`;
  return peak_day === null ? '' : `, peak day ${formatDay(peak_day.day)}`;
}

function readings({ readings: { accepted, rejected, missing, duplicates } }: Report): string {
  const rest = [
    [rejected, 'rejected'],
    [missing, 'missing'],
    [duplicates, 'duplicate'],
  ] as const;
  const others = rest.flatMap(([number, word]) => (number > 0 ? [`${formatCount(number)} ${word}`] : []));
  return [`${formatCount(accepted)} accepted`, ...others].join(', ');
}

/** What all sites together pay, a line a currency. */
function costs({ money }: Report, assumed: Assumptions): Fact[] {
  const priced = (money?.totals ?? []).filter(({ days, days_without_tariff }) => days > days_without_tariff);
  return priced.map(({ currency, net_cost, average_price, net_cost_without_impossible: without }, at): Fact => {
    const price =
      average_price === null ? '' : `, energy at ${formatPrice(average_price, currency)} per kWh on average`;
    const doubt = without === null ? '' : `; ${formatMoney(without, currency)} without readings that are not believed`;
    const unknown = (money?.lines ?? [])
      .filter((line) => line.currency === currency && line.unknown_months > 0)
      .map(({ name }) => `; without ${sanitize(name)}, which readings of more than an hour do not tell`);
    const more = `${price}${doubt}${unknown.join('')}`;
    return [at === 0 ? 'Cost' : '', `${formatMoney(net_cost, currency)}${assumed.price}${more}`];
  });
}

/** What happened is events. Single readings far from their mean are a detail of the report; older ones have no more. */
function unusual(report: Report): Fact[] {
  const { count } = report.anomalies;
  const events = eventsTold(report);
  if (!events) return [['Unusual', `${plural(count, 'single reading')} far from the mean of the series`]];
  const kinds = Object.entries(events.by_kind)
    .sort(([, a = 0], [, b = 0]) => b - a)
    .map(([kind, number = 0]) => `${formatCount(number)} ${kind.toLowerCase().replaceAll('_', ' ')}`);
  return [['Unusual', `${plural(events.count, 'event')}${kinds.length > 0 ? `: ${kinds.join(', ')}` : ''}`]];
}

function forecasts({ forecast }: Report): Fact[] {
  if (forecast.sites.length === 0) {
    return [['Forecast', `${forecast.status}${forecast.reason ? `: ${forecast.reason}` : ''}`, 'yellow']];
  }
  return forecast.sites.slice(0, MAX_SERIES).map(({ site_id, measure, model, days }, at): Fact => {
    const sum = (of: (day: (typeof days)[number]) => number) => days.reduce((total, day) => total + of(day), 0);
    const a_day = `${formatEnergy(sum((day) => day.yhat) / days.length)} a day`;
    const name = forecast.sites.length > 1 ? `${site_id}, ${measure}: ` : '';
    return [at === 0 ? 'Forecast' : '', `${name}${a_day} over the next ${plural(days.length, 'day')} (${model})`];
  });
}

/** One line per appliance, the largest first. */
function seriesTable({ consumption, generation }: Report): string {
  const series = [
    ...(consumption?.appliances ?? []).map((one) => ({ ...one, measure: 'consumption' })),
    ...(generation?.sites ?? []).map((one) => ({ ...one, measure: 'generation' })),
  ].sort((a, b) => b.total_kwh - a.total_kwh);
  const sites = new Set(series.map(({ site_id }) => site_id)).size > 1;
  const measures = new Set(series.map(({ measure }) => measure)).size > 1;
  const hours = series.some(({ peak_hour }) => peak_hour !== null);
  const listed = series.slice(0, MAX_SERIES);
  const energy = energiesFormat(listed.flatMap(({ total_kwh, avg_kwh }) => [total_kwh, avg_kwh]));
  const rows = listed.map((one) => {
    return [
      ...(sites ? [one.site_id] : []),
      one.appliance,
      ...(measures ? [one.measure] : []),
      energy(one.total_kwh),
      one.share === null ? '–' : formatPercent(one.share),
      energy(one.avg_kwh),
      ...(hours ? [formatHour(one.peak_hour)] : []),
    ];
  });
  const number = { align: 'right' } as const;
  const columns = [
    ...(sites ? [{ title: 'Site', maxWidth: 24 }] : []),
    { title: 'Appliance', maxWidth: 32 },
    ...(measures ? [{ title: 'Measure' }] : []),
    { title: 'Energy', ...number },
    { title: 'Share', ...number },
    { title: 'Mean reading', ...number },
    ...(hours ? [{ title: 'Peak hour', ...number }] : []),
  ];
  const more = series.length - rows.length;
  return table(columns, rows) + (more > 0 ? `\n${paint(`and ${formatCount(more)} more`, 'dim')}` : '');
}

function advice({ insights }: Report): string {
  const best = [...insights.assistant, ...insights.auditor]
    .sort((a, b) => (b.saving_per_year ?? 0) - (a.saving_per_year ?? 0))
    .slice(0, MAX_ADVICE);
  const lines = best.map(({ title, saving_per_year }) => {
    const saving = saving_per_year ? ` (saves about ${formatEstimate(saving_per_year, insights.currency)} a year)` : '';
    return `- ${sanitize(title)}${saving}`;
  });
  return lines.length > 0 ? [paint('Advice', 'dim'), ...lines].join('\n') : '';
}

function degraded({ branches }: Report): string {
  const lines = Object.entries(branches).flatMap(([name, { status, reason }]) =>
    status === 'DEGRADED'
      ? [`The ${name} part failed${reason ? ` (${sanitize(reason)})` : ''}; the report is without it.`]
      : [],
  );
  return lines.map((line) => paint(line, 'yellow')).join('\n');
}
