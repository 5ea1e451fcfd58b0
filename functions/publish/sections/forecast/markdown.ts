import type { ReportForecastSite } from '../../../../shared/report/forecast.ts';
import type { Report } from '../../../../shared/report/report.ts';
import { formatCount, formatDay, formatEnergy, formatNumber, formatPercent } from '../../../../shared/text/format.ts';
import { escapeMarkdown, table } from '../../../../shared/text/markdown.ts';
import { measureWords } from '../../text/measure-words.ts';
import type { PageInput } from '../section.ts';
import { trainingText, triedModels, trustText } from './text.ts';

/** Sites and models in a text that somebody reads in a terminal. */
const SITES = 3;

export function forecastMarkdown({ report }: PageInput): string | null {
  const { forecast } = report;
  const { status, reason, sites } = forecast;
  if (status === 'DEGRADED') return null;
  if (status === 'INSUFFICIENT_DATA') return `## Forecast\n\nNone: ${escapeMarkdown(reason ?? 'too few days')}`;
  const shown = sites.slice(0, SITES).map((site) => siteText(site, report));
  const rest = sites.length > SITES ? `\n\nand ${formatCount(sites.length - SITES)} more in forecast.csv` : '';
  return `## Forecast\n\n${shown.join('\n\n')}${rest}`;
}

function siteText(site: ReportForecastSite, report: Report): string {
  const rows = site.days.map(({ ds, yhat, yhat_lower, yhat_upper }) => [
    formatDay(ds),
    formatEnergy(yhat),
    `${formatEnergy(yhat_lower)} – ${formatEnergy(yhat_upper)}`,
  ]);
  const said = `${trustText(site)} ${trainingText(site, report.forecast)}`.trim();
  return [
    `${escapeMarkdown(site.site_id)}, ${measureWords(site.measure, report).what}, by ${escapeMarkdown(site.model)}:`,
    table(['Day', 'Expected', '80 % interval'], rows),
    ...(said === '' ? [] : [said]),
    ...(site.models.length < 2 ? [] : [modelTable(site)]),
  ].join('\n\n');
}

function modelTable(site: ReportForecastSite): string {
  const ratio = (value: number | null) => (value === null ? '' : formatNumber(value));
  const percent = (value: number | null) => (value === null ? '' : formatPercent(value));
  return table(
    ['Model', 'Share', 'Error', 'Against naive', 'In the interval'],
    triedModels(site).map((each) => [
      `${escapeMarkdown(each.model)}${each.chosen ? ' (chosen)' : ''}`,
      formatPercent(each.weight),
      percent(each.wape),
      ratio(each.relative_error),
      percent(each.coverage),
    ]),
  );
}
