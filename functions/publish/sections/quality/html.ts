/** The sections after the energy itself: anomalies, advice, data quality, how to go on. */

import { SEVERITIES } from '../../../../shared/readings/anomalies.ts';
import type { Advice } from '../../../../shared/report/insights.ts';
import type { Report } from '../../../../shared/report/report.ts';
import { DATABASE_NAME } from '../../../../shared/tables/schema.ts';
import {
  formatCount,
  formatEnergy,
  formatMoney,
  formatNumber,
  formatPercent,
  formatTime,
} from '../../../../shared/text/format.ts';
import { type Html, html } from '../../html/html.ts';
import type { PageInput } from '../../html/page.ts';
import { namer } from '../../text/names.ts';
import { queryExamples } from '../../text/queries.ts';
import { writtenBy } from '../../text/writer.ts';
import { events } from '../events/html.ts';
import { completeness } from './html-completeness.ts';
import { understood } from './html-detected-layout.ts';

/** Rows of the list; the rest is in anomalies.csv. */
const LISTED = 10;

export function anomalies({ report }: PageInput): Html {
  return html`<section><h2>Anomalies</h2>${events(report)}<div class="together"><h3>Single readings</h3>${outliers(report)}</div></section>`;
}

function outliers(report: Report): Html {
  const { count, by_severity, by_appliance } = report.anomalies;
  const top = report.anomalies.top.slice(0, LISTED);
  if (count === 0) {
    return html`<p class="hint">No reading lies beyond its threshold, and none is negative.</p>`;
  }
  const nameOf = namer(report);
  const most = by_appliance[0];
  return html`<p class="hint">${formatCount(count)} of ${formatCount(report.readings.accepted)} readings are far from the mean of their series, whatever the hour${
    most && by_appliance.length > 1
      ? html`, most of them of <bdi>${nameOf(most)}</bdi> (${formatCount(most.count)})`
      : null
  }. They are accepted and count in every total.</p><ul class="chips">${[...SEVERITIES]
    .reverse()
    .map(
      (severity) =>
        html`<li><span class="sev ${severity}">${severity}</span> ${formatCount(by_severity[severity])}</li>`,
    )}</ul><div class="scroll"><table><thead><tr><th scope="col">When</th><th scope="col">Name</th><th scope="col" class="n">Reading</th><th scope="col" class="n optional">Bound</th><th scope="col" class="n optional">z-score</th><th scope="col">Severity</th></tr></thead><tbody>${top.map(
    (each) =>
      html`<tr><td class="t">${formatTime(each.timestamp)}</td><td><bdi>${nameOf(each)}</bdi>${each.measure === 'generation' ? ' (generation)' : ''}</td><td class="n">${formatEnergy(each.kwh)}</td><td class="n optional">${each.direction === 'HIGH' ? 'above' : 'below'} ${formatEnergy(each.threshold)}</td><td class="n optional">${each.z_score === null ? '' : formatNumber(each.z_score)}</td><td><span class="sev ${each.severity}">${each.severity}</span></td></tr>`,
  )}</tbody></table></div>${
    count > top.length
      ? html`<p class="hint">The ${formatCount(top.length)} most severe; all ${formatCount(count)} are in anomalies.csv.</p>`
      : null
  }`;
}

export function advice({ report }: PageInput): Html | null {
  const { assistant, auditor, currency } = report.insights;
  if (assistant.length + auditor.length === 0) return null;
  const cards = (all: readonly Advice[]) =>
    html`<div class="cards">${all.map(
      (each) => html`<article class="card"><h3>${each.title}</h3><p>${each.text}</p>${gain(each, currency)}</article>`,
    )}</div>`;
  return html`<section><h2>What to do</h2><p class="hint">${writtenBy(report.insights)} Savings are estimates for a year.</p>${assistant.length > 0 ? html`<div class="together"><h3>Habits</h3>${cards(assistant)}</div>` : null}${
    auditor.length > 0 ? html`<div class="together"><h3>Equipment</h3>${cards(auditor)}</div>` : null
  }</section>`;
}

function gain({ saving_kwh_per_year, saving_per_year, payback_years }: Advice, currency: string): Html | null {
  const parts = [
    ...(saving_per_year === null ? [] : [`saves ${formatMoney(saving_per_year, currency)} a year`]),
    ...(saving_kwh_per_year === null ? [] : [`${formatEnergy(saving_kwh_per_year)} a year`]),
    ...(payback_years === null ? [] : [`paid back in ${formatNumber(payback_years)} years`]),
  ];
  return parts.length === 0 ? null : html`<p class="gain">${parts.join(' · ')}</p>`;
}

export function quality(input: PageInput): Html {
  const { report, exports } = input;
  const { readings, rows, rejected } = report;
  const all = readings.accepted + readings.rejected + readings.missing + readings.duplicates;
  const line = (name: string, count: number, more: string) =>
    html`<tr><th scope="row">${name}</th><td class="n">${formatCount(count)}</td><td class="n">${all === 0 ? '' : formatPercent(count / all)}</td><td class="optional">${more}</td></tr>`;
  const codes = Object.entries(rejected.by_code).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return html`<section><h2>The data</h2><p class="hint">${formatCount(rows.read)} records with ${formatCount(all)} readings in them.</p><div class="scroll"><table><thead><tr><th scope="col">Readings</th><th scope="col" class="n">Number</th><th scope="col" class="n">Part</th><th scope="col" class="optional">What it means</th></tr></thead><tbody>${line('Accepted', readings.accepted, 'in the tables and in every figure here')}${line('Rejected', readings.rejected, 'not usable; kept in quarantine with line, code and reason')}${line('Missing', readings.missing, 'the record is there, its value is empty')}${line('Duplicates', readings.duplicates, 'the same reading again; kept once')}</tbody></table></div>${
    codes.length === 0
      ? null
      : html`<h3 style="margin-top:18px">Why readings were rejected</h3><div class="scroll"><table><tbody>${codes.map(
          ([code, count]) =>
            html`<tr><th scope="row"><code>${code}</code></th><td class="n">${formatCount(count)}</td></tr>`,
        )}</tbody></table></div>`
  }${
    rejected.quarantine === null
      ? null
      : html`<p class="hint" style="margin-top:12px">The rejected rows are kept at <code>s3://${report.source.bucket}/${rejected.quarantine}</code>${exports.includes('rejected.csv') ? ' and in rejected.csv' : ''}.</p>`
  }${completeness(report)}${understood(input)}</section>`;
}

export function goOn({ report, exports }: PageInput): Html {
  return html`<section><h2>Ask the data yourself</h2><p class="hint">The tables are in the database <code>${DATABASE_NAME}</code> (Athena on AWS; <code>npm run -s energy -- query "…"</code> on a laptop).</p>${queryExamples(
    report,
  ).map(
    ({ question, sql }) => html`<div class="together"><h3>${question}</h3><pre><code>${sql}</code></pre></div>`,
  )}<p class="hint">Beside this page: ${['report.json', 'report.md', ...exports].map(
    (name, index) => html`${index === 0 ? '' : ', '}<a href="${name}">${name}</a>`,
  )}.</p></section>`;
}

export function footnote({ report }: PageInput): Html {
  const { source } = report;
  const facts: [string, string][] = [
    ['Status', report.status],
    ['Dataset', report.dataset],
    ['Upload', `s3://${source.bucket}/${source.key}`],
    ...(source.version === null ? [] : [['Version', source.version] satisfies [string, string]]),
    ['Run', report.run],
  ];
  return html`<footer><dl>${facts.map(([name, value]) => html`<dt>${name}</dt><dd class="mono">${value}</dd>`)}</dl></footer>`;
}
