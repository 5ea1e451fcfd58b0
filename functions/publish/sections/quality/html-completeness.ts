/** How much of what was to be measured is there, and the longest stretches that are not. */
import type { Report } from '../../../../shared/report/report.ts';
import { formatCount, formatPercent, formatTime, plural } from '../../../../shared/text/format.ts';
import { type Html, html } from '../../html/html.ts';
import { namer } from '../../text/names.ts';

const SHOWN = 8;

export function completeness(report: Report): Html | null {
  const { completeness: found } = report;
  if (!found || found.ratio === null) return null;
  if (found.series_with_gaps === 0) {
    return html`<p class="hint">No interval is missing between the first and the last reading of any series.</p>`;
  }
  const nameOf = namer(report);
  const shown = found.longest.slice(0, SHOWN);
  return html`<div class="together"><h3>What is missing</h3><p class="hint">${formatPercent(found.ratio)} of the intervals have a reading; ${plural(found.series_with_gaps, 'series has', 'series have')} gaps. A gap is never taken for a zero: sums and costs are those of what was measured.</p><div class="scroll"><table><thead><tr><th scope="col">From</th><th scope="col">To</th><th scope="col">Name</th><th scope="col" class="n">Intervals</th></tr></thead><tbody>${shown.map(
    (gap) =>
      html`<tr><td class="t">${formatTime(gap.from)}</td><td class="t">${formatTime(gap.to)}</td><td><bdi>${nameOf(gap)}</bdi></td><td class="n">${formatCount(gap.missing)}</td></tr>`,
  )}</tbody></table></div>${
    found.ranges > shown.length
      ? html`<p class="hint">The longest of ${formatCount(found.ranges)} gaps; all of them are in missing.csv.</p>`
      : null
  }</div>`;
}
