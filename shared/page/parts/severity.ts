/** Severities as the page shows them. */
import { SEVERITIES, type Severity } from '../../energy/anomalies.ts';
import { formatCount } from '../../text/format.ts';
import { type Html, html } from '../../text/html.ts';

export function severityMark(severity: Severity): Html {
  return html`<span class="sev ${severity}">${severity}</span>`;
}

/** How many there are of each severity, the worst first. */
export function severityCounts(counts: Readonly<Record<Severity, number>>): Html {
  const items = [...SEVERITIES].reverse().map((severity) => {
    return html`<li>${severityMark(severity)} ${formatCount(counts[severity])}</li>`;
  });
  return html`<ul class="chips">${items}</ul>`;
}
