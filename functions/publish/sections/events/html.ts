import { SEVERITIES } from '../../../../shared/readings/anomalies.ts';
import type { Report } from '../../../../shared/report/report.ts';
import { formatCount, plural } from '../../../../shared/text/format.ts';
import { type Html, html } from '../../html/html.ts';
import { namer } from '../../text/names.ts';
import { eventCost, eventText, eventTime } from './text.ts';

/** Rows of the list; the rest is in events.csv. */
const LISTED = 12;

/** What a person would tell: each event in a sentence, the worst first. */
export function events(report: Report): Html | null {
  const { events: found } = report.anomalies;
  if (!found) return null;
  if (found.count === 0) {
    return html`<p class="hint">Nothing happened that is unusual for its hour, its weekday and its season.</p>`;
  }
  const nameOf = namer(report);
  const top = found.top.slice(0, LISTED);
  return html`<p class="hint">${plural(found.count, 'event')}: hours and days that are unusual for their hour, weekday and season, and faults of meters.</p><ul class="chips">${[
    ...SEVERITIES,
  ]
    .reverse()
    .map(
      (severity) =>
        html`<li><span class="sev ${severity}">${severity}</span> ${formatCount(found.by_severity[severity])}</li>`,
    )}</ul><div class="scroll"><table><thead><tr><th scope="col">When</th><th scope="col">What happened</th><th scope="col" class="n optional">Cost</th><th scope="col">Severity</th></tr></thead><tbody>${top.map(
    (event) =>
      html`<tr><td class="t">${eventTime(event)}</td><td><bdi>${nameOf(event)}</bdi> ${eventText(event)}</td><td class="n optional">${eventCost(event)}</td><td><span class="sev ${event.severity}">${event.severity}</span></td></tr>`,
  )}</tbody></table></div>${
    found.count > top.length
      ? html`<p class="hint">The ${formatCount(top.length)} worst; all ${formatCount(found.count)} are in events.csv.</p>`
      : null
  }`;
}
