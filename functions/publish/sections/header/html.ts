import type { Report } from '../../../../shared/report/report.ts';
import {
  formatCount,
  formatEnergy,
  formatHour,
  formatNumber,
  formatPercent,
  formatPeriod,
  plural,
} from '../../../../shared/text/format.ts';
import { type Html, html } from '../../html/html.ts';
import type { PageInput } from '../../html/page.ts';
import { formatAmount, hasBill } from '../../text/money.ts';
import { namer, uploadName, zoneName } from '../../text/names.ts';

export function header({ report }: PageInput): Html {
  const { period, source } = report;
  return html`<header><p class="eyebrow">Energy report</p><h1><bdi>${uploadName(source.key)}</bdi></h1>
<p class="lead">${formatPeriod(period.from, period.to)} · ${plural(period.days, 'day')} with readings · ${zoneName(report)}</p></header>
${degradedNotice(report)}`;
}

function degradedNotice({ branches }: Report): Html | null {
  const missing = [
    ...(branches.forecast.status === 'DEGRADED' ? [{ what: 'forecast', reason: branches.forecast.reason }] : []),
    ...(branches.insights.status === 'DEGRADED' ? [{ what: 'advice', reason: branches.insights.reason }] : []),
  ];
  if (missing.length === 0) return null;
  return html`<div class="notice" role="note"><p><strong>Partial report.</strong> ${missing.map(
    ({ what, reason }) => html`The ${what} could not be made (<code>${reason ?? 'unknown'}</code>). `,
  )}Everything else is complete. Replay the run to try again.</p></div>`;
}

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly more?: string;
}

export function figures(page: PageInput): Html {
  const all = [...consumptionFigures(page), ...generationFigures(page.report), ...otherFigures(page.report)];
  return html`<dl class="figures">${all.map(
    ({ name, value, more }) =>
      html`<div class="figure"><dt>${name}</dt><dd>${value}${more === undefined ? null : html`<small>${more}</small>`}</dd></div>`,
  )}</dl>`;
}

function consumptionFigures({ report }: PageInput): Figure[] {
  const { consumption } = report;
  if (!consumption) return [];
  const largest = consumption.appliances[0];
  // A page with both measures has figures enough.
  const several = consumption.appliances.length > 1 && report.generation === null;
  return [
    { name: 'Consumption', value: formatEnergy(consumption.total_kwh) },
    { name: 'Daily average', value: formatEnergy(consumption.daily_average_kwh) },
    { name: 'Peak hour', value: formatHour(consumption.peak_hour), more: 'highest mean of the day' },
    ...costFigures(report.money),
    ...(several && largest
      ? [
          {
            name: 'Largest consumer',
            value: namer(report)(largest),
            more: `${formatEnergy(largest.total_kwh)}, ${formatPercent(largest.total_kwh / (consumption.total_kwh || 1))} of all`,
          },
        ]
      : []),
  ];
}

/** One amount where there is one currency: the whole bill. */
function costFigures(money: Report['money']): Figure[] {
  if (!money || !hasBill(money)) return [];
  const [total, other] = money.totals;
  if (!total || other || total.days_without_tariff === total.days) return [];
  const { currency, net_cost, average_price, standing_charge, export_revenue } = total;
  const price = average_price === null ? '' : `at ${formatNumber(average_price)} ${currency} per kWh`;
  const parts = [
    ...(standing_charge === 0 ? [] : [`with ${formatAmount(standing_charge, currency)} standing charge`]),
    ...(export_revenue === 0 ? [] : [`less ${formatAmount(export_revenue, currency)} for exports`]),
  ];
  return [{ name: 'Cost', value: formatAmount(net_cost, currency), more: [price, ...parts].join(' ') }];
}

function generationFigures({ generation, period, consumption }: Report): Figure[] {
  if (!generation) return [];
  const net = generation.net_kwh;
  return [
    {
      name: 'Generation',
      value: formatEnergy(generation.total_kwh),
      more: `${formatEnergy(generation.total_kwh / period.days)} a day`,
    },
    ...(net === null || !consumption
      ? []
      : [
          {
            name: 'Net',
            value: formatEnergy(net),
            more: net >= 0 ? 'more generated than consumed' : 'more consumed than generated',
          },
        ]),
  ];
}

function otherFigures({ anomalies, forecast }: Report): Figure[] {
  const severe = anomalies.by_severity.HIGH + anomalies.by_severity.CRITICAL;
  const days = new Set(forecast.sites.flatMap((site) => site.days.map(({ ds }) => ds))).size;
  const measure = forecast.sites.some((site) => site.measure === 'consumption') ? 'consumption' : 'generation';
  const ahead = forecast.sites
    .filter((site) => site.measure === measure)
    .reduce((sum, site) => sum + site.days.reduce((of, { yhat }) => of + yhat, 0), 0);
  return [
    {
      name: 'Anomalies',
      value: formatCount(anomalies.count),
      more: anomalies.count === 0 ? 'nothing out of the ordinary' : `${formatCount(severe)} high or critical`,
    },
    ...(days > 0 ? [{ name: `Forecast, next ${plural(days, 'day')}`, value: formatEnergy(ahead), more: measure }] : []),
  ];
}
