import type { Report } from '../../../../shared/report/report.ts';
import { formatPeriod, plural } from '../../../../shared/text/format.ts';
import { type Html, html } from '../../../../shared/text/html.ts';
import { uploadName, zoneName } from '../../text/names.ts';
import type { Figure, PageInput } from '../section.ts';
import { degradedParts } from './degraded.ts';

export function headerHtml({ report, figures, assumed }: PageInput): Html {
  const { period, source } = report;
  const notes =
    assumed.notes.length === 0
      ? null
      : html`<ul class="notes">${assumed.notes.map((note) => html`<li>${note}</li>`)}</ul>`;
  const days = `${plural(period.days, 'day')} with readings`;
  return html`<header><p class="eyebrow">Energy report</p><h1><bdi>${uploadName(source.key)}</bdi></h1>
<p class="lead">${formatPeriod(period.from, period.to)} · ${days} · ${zoneName(report)}${assumed.zone}</p></header>
${degradedNotice(report)}
<dl class="figures">${figures.map(figureHtml)}</dl>
${notes}`;
}

function degradedNotice(report: Report): Html | null {
  const missing = degradedParts(report);
  if (missing.length === 0) return null;
  const sentences = missing.map(({ what, reason }) => html`The ${what} could not be made (<code>${reason}</code>). `);
  return html`<div class="notice" role="note"><p><strong>Partial report.</strong> ${sentences}Everything else is
complete. Replay the run to try again.</p></div>`;
}

function figureHtml({ name, value, more }: Figure): Html {
  const below = more === undefined ? null : html`<small>${more}</small>`;
  return html`<div class="figure"><dt>${name}</dt><dd>${value}${below}</dd></div>`;
}
