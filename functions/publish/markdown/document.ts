import { SEVERITIES } from '../../../shared/readings/anomalies.ts';
import type { Advice } from '../../../shared/report/insights.ts';
import type { Report } from '../../../shared/report/report.ts';
import {
  formatCount,
  formatEnergy,
  formatHour,
  formatMoney,
  formatNumber,
  formatPercent,
  formatPeriod,
  formatTime,
  plural,
} from '../../../shared/text/format.ts';
import type { PageInput } from '../html/page.ts';
import { money } from '../sections/costs/markdown.ts';
import { load } from '../sections/demand/markdown.ts';
import { eventCost, eventText, eventTime } from '../sections/events/text.ts';
import { forecast } from '../sections/forecast/markdown.ts';
import { solar } from '../sections/solar/markdown.ts';
import { namer, uploadName, zoneName } from '../text/names.ts';
import { queryExamples } from '../text/queries.ts';
import { writtenBy } from '../text/writer.ts';
import { escapeMarkdown, table } from './syntax.ts';

/** Rows of a table in a text that somebody reads in a terminal. */
const SHOWN = 12;

/** report.md: the page's content as compact Markdown. */
export function renderMarkdown({ report, exports }: PageInput): string {
  return [
    title(report),
    figures(report),
    series(report),
    load(report),
    solar(report),
    money(report),
    forecast(report),
    events(report),
    anomalies(report),
    advice(report),
    quality(report),
    queries(report, exports),
    `Status ${report.status} · dataset \`${report.dataset}\` · run \`${report.run}\``,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function title(report: Report): string {
  const { source, period, branches } = report;
  const degraded = Object.entries(branches).flatMap(([name, { status, reason }]) =>
    status === 'DEGRADED' ? [`${name} (${escapeMarkdown(reason ?? 'unknown')})`] : [],
  );
  const notice = degraded.length === 0 ? '' : `\n\n> **Partial report.** Could not be made: ${degraded.join(', ')}.`;
  return `# Energy report: ${escapeMarkdown(uploadName(source.key))}\n\n${formatPeriod(period.from, period.to)} · ${plural(
    period.days,
    'day',
  )} with readings · ${escapeMarkdown(zoneName(report))}${notice}`;
}

function figures({ consumption, generation, anomalies: found }: Report): string {
  const lines: [string, string][] = [];
  if (consumption) {
    lines.push(
      ['Consumption', formatEnergy(consumption.total_kwh)],
      ['Daily average', formatEnergy(consumption.daily_average_kwh)],
      ['Peak hour', formatHour(consumption.peak_hour)],
    );
  }
  if (generation) {
    lines.push(['Generation', formatEnergy(generation.total_kwh)]);
    if (generation.net_kwh !== null) lines.push(['Net', formatEnergy(generation.net_kwh)]);
  }
  lines.push(['Anomalies', formatCount(found.count)]);
  return lines.map(([name, value]) => `- **${name}:** ${value}`).join('\n');
}

function series(report: Report): string {
  const nameOf = namer(report);
  const sections = [
    { heading: 'Consumption', all: report.consumption?.appliances ?? [], total: report.consumption?.total_kwh },
    { heading: 'Generation', all: report.generation?.sites ?? [], total: report.generation?.total_kwh },
  ];
  return sections
    .filter(({ all }) => all.length > 0)
    .map(({ heading, all, total }) => {
      const rows = all
        .slice(0, SHOWN)
        .map((each) => [
          escapeMarkdown(nameOf(each)),
          formatEnergy(each.total_kwh),
          total ? formatPercent(each.total_kwh / total) : '',
          formatHour(each.peak_hour),
          formatPercent(each.completeness),
        ]);
      const rest = all.length > SHOWN ? `\n\nand ${formatCount(all.length - SHOWN)} more in appliances.csv` : '';
      return `## ${heading}\n\n${table(['Name', 'Energy', 'Share', 'Peak hour', 'Complete'], rows)}${rest}`;
    })
    .join('\n\n');
}

function events(report: Report): string {
  const { events: found } = report.anomalies;
  if (!found || found.count === 0) return '';
  const nameOf = namer(report);
  const rows = found.top
    .slice(0, SHOWN)
    .map((event) => [
      eventTime(event),
      `${escapeMarkdown(nameOf(event))} ${eventText(event)}`,
      eventCost(event),
      event.severity,
    ]);
  return `## What happened\n\n${table(['When', 'What', 'Cost', 'Severity'], rows)}`;
}

function anomalies(report: Report): string {
  const { count, by_severity, top } = report.anomalies;
  if (count === 0) return '';
  const nameOf = namer(report);
  const counts = [...SEVERITIES].reverse().map((severity) => `${severity} ${formatCount(by_severity[severity])}`);
  const rows = top
    .slice(0, SHOWN)
    .map((each) => [
      formatTime(each.timestamp),
      escapeMarkdown(nameOf(each)),
      formatEnergy(each.kwh),
      each.z_score === null ? '' : formatNumber(each.z_score),
      each.severity,
    ]);
  return `## Anomalies\n\n${counts.join(' · ')}\n\n${table(['When', 'Name', 'Reading', 'z-score', 'Severity'], rows)}`;
}

function advice({ insights }: Report): string {
  const { assistant, auditor, currency } = insights;
  const all = [...assistant, ...auditor];
  if (all.length === 0) return '';
  const list = all.map((each) => `- ${adviceLine(each, currency)}`).join('\n');
  return `## What to do\n\n${escapeMarkdown(writtenBy(insights))}\n\n${list}`;
}

function adviceLine({ title, text, saving_per_year, payback_years }: Advice, currency: string): string {
  const gain = [
    ...(saving_per_year === null ? [] : [`saves ${formatMoney(saving_per_year, currency)} a year`]),
    ...(payback_years === null ? [] : [`paid back in ${formatNumber(payback_years)} years`]),
  ].join(', ');
  return `**${escapeMarkdown(title)}.** ${escapeMarkdown(text)}${gain === '' ? '' : ` (${gain})`}`;
}

function quality({ rows, readings, rejected, completeness }: Report): string {
  const codes = Object.entries(rejected.by_code).map(
    ([code, count]) => `${escapeMarkdown(code)} ${formatCount(count)}`,
  );
  return [
    '## The data',
    `${formatCount(rows.read)} records: ${formatCount(readings.accepted)} readings accepted, ${formatCount(readings.rejected)} rejected, ${formatCount(readings.missing)} missing, ${formatCount(readings.duplicates)} duplicates.`,
    ...(completeness?.ratio == null || completeness.ranges === 0
      ? []
      : [
          `${formatPercent(completeness.ratio)} of the intervals have a reading; ${plural(completeness.ranges, 'gap')} in missing.csv, the longest from ${formatTime(completeness.longest[0]?.from ?? '')} to ${formatTime(completeness.longest[0]?.to ?? '')}.`,
        ]),
    ...(codes.length === 0 ? [] : [`Rejected: ${codes.join(', ')}.`]),
  ].join('\n\n');
}

function queries(report: Report, exports: readonly string[]): string {
  const examples = queryExamples(report).map(({ question, sql }) => `${question}\n\n\`\`\`sql\n${sql}\n\`\`\``);
  return ['## Ask the data yourself', ...examples, `Beside this file: ${exports.join(', ')}`].join('\n\n');
}
