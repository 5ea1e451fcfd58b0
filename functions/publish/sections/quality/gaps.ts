/** How much of what was to be measured is there, and the longest stretches that are not. */

import { table } from '../../../../shared/page/parts/table.ts';
import type { Report } from '../../../../shared/report/report.ts';
import { formatCount, formatPercent, formatTime, plural } from '../../../../shared/text/format.ts';
import { type Html, html } from '../../../../shared/text/html.ts';
import { namer } from '../../text/names.ts';

/** Rows of the list; the rest is in missing.csv. */
const LISTED = 8;

export function gaps(report: Report): Html | null {
  const { completeness } = report;
  if (!completeness || completeness.ratio === null) return null;
  const { ratio, series_with_gaps, longest, ranges } = completeness;
  if (series_with_gaps === 0) {
    return html`<p class="hint">No interval is missing between the first and the last reading of any series.</p>`;
  }
  const nameOf = namer(report);
  const listed = longest.slice(0, LISTED);
  const rows = table(
    [
      { title: 'From', kind: 'time', cell: ({ from }) => formatTime(from) },
      { title: 'To', kind: 'time', cell: ({ to }) => formatTime(to) },
      { title: 'Name', cell: (gap) => html`<bdi>${nameOf(gap)}</bdi>` },
      { title: 'Intervals', kind: 'number', cell: ({ missing }) => formatCount(missing) },
    ],
    listed,
  );
  const more =
    ranges > listed.length
      ? html`<p class="hint">The longest of ${formatCount(ranges)} gaps; all of them are in missing.csv.</p>`
      : null;
  return html`<div class="together"><h3>What is missing</h3><p class="hint">${formatPercent(ratio)} of the intervals
have a reading; ${plural(series_with_gaps, 'series has', 'series have')} gaps. A gap is never taken for a zero: sums and
costs are those of what was measured.</p>${rows}${more}</div>`;
}
