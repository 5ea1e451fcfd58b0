/** Readings that are far from the mean of their series, one by one. */

import { severityCounts, severityMark } from '../../../../shared/page/parts/severity.ts';
import { type Column, table } from '../../../../shared/page/parts/table.ts';
import type { Report } from '../../../../shared/report/report.ts';
import { energiesFormat, formatCount, formatNumber, formatTime, plural } from '../../../../shared/text/format.ts';
import { type Html, html } from '../../../../shared/text/html.ts';
import { namer } from '../../text/names.ts';

/** Rows of the list; the rest is in anomalies.csv. */
const LISTED = 10;

type Outlier = Report['anomalies']['top'][number];

export function outliers(report: Report): Html {
  const { count, by_severity, by_appliance, top } = report.anomalies;
  if (count === 0) {
    return html`<p class="hint">No reading lies beyond its threshold, and none is negative.</p>`;
  }
  const nameOf = namer(report);
  const [most, ...others] = by_appliance;
  const mostly =
    most && others.length > 0 ? html`, most of them of <bdi>${nameOf(most)}</bdi> (${formatCount(most.count)})` : null;
  const listed = top.slice(0, LISTED);
  const more =
    count > listed.length
      ? html`<p class="hint">The ${formatCount(listed.length)} most severe; all ${formatCount(count)} are in
anomalies.csv.</p>`
      : null;
  const name = (each: Outlier) =>
    html`<bdi>${nameOf(each)}</bdi>${each.measure === 'generation' ? ' (generation)' : ''}`;
  const energy = energiesFormat(listed.flatMap(({ kwh, threshold }) => [kwh, threshold]));
  const columns: Column<Outlier>[] = [
    { title: 'When', kind: 'time', cell: ({ timestamp }) => formatTime(timestamp) },
    { title: 'Name', cell: name },
    { title: 'Reading', kind: 'number', cell: ({ kwh }) => energy(kwh) },
    {
      ...{ title: 'Bound', kind: 'number', optional: true },
      cell: ({ direction, threshold }) => `${direction === 'HIGH' ? 'above' : 'below'} ${energy(threshold)}`,
    },
    {
      ...{ title: 'z-score', kind: 'number', optional: true },
      cell: ({ z_score }) => (z_score === null ? '' : formatNumber(z_score)),
    },
    { title: 'Severity', cell: ({ severity }) => severityMark(severity) },
  ];
  return html`<details><summary>${plural(count, 'single reading')} far from the mean</summary>
<p class="hint">A statistic beside the events, not more of them: ${formatCount(count)} of
${formatCount(report.readings.accepted)} readings are far from the mean of their series, whatever the hour${mostly}. An
evening that is always high is among them and is no event; an event at a quiet hour need not be. They are accepted and
count in every total.</p>
${severityCounts(by_severity)}${table(columns, listed)}${more}</details>`;
}
