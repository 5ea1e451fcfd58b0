import { LEADING_EVENTS } from '../../../../shared/energy/anomalies.ts';
import { severityCounts, severityMark } from '../../../../shared/page/parts/severity.ts';
import { table } from '../../../../shared/page/parts/table.ts';
import type { ReportEvents } from '../../../../shared/report/events.ts';
import type { Report } from '../../../../shared/report/report.ts';
import { formatCount, plural } from '../../../../shared/text/format.ts';
import { type Html, html } from '../../../../shared/text/html.ts';
import { namer } from '../../text/names.ts';
import type { PageInput } from '../section.ts';
import { outliers } from './outliers.ts';
import { areCosted, eventCost, eventText, eventTime } from './text.ts';

export function eventsHtml({ report, assumed }: PageInput): Html {
  const { events } = report.anomalies;
  return html`<section><h2>Out of the ordinary</h2>${events && happened(events, report, assumed.price)}
${outliers(report)}</section>`;
}

/**
 * What a person would tell: each event in a sentence, what cost the most first.
 * @param mark of a price that nobody gave
 */
function happened({ count, by_severity, top }: ReportEvents, report: Report, mark: string): Html {
  const nameOf = namer(report);
  if (count === 0) {
    return html`<p class="hint">Nothing happened that is unusual for its hour, its weekday and its season.</p>`;
  }
  const leading = top.slice(0, LEADING_EVENTS);
  const list = table(
    [
      { title: 'When', kind: 'time', cell: eventTime },
      { title: 'What happened', cell: (event) => html`<bdi>${nameOf(event)}</bdi> ${eventText(event, report)}` },
      ...(areCosted(report, mark !== '')
        ? [{ title: `Cost${mark}`, kind: 'number' as const, optional: true, cell: eventCost }]
        : []),
      { title: 'Severity', cell: ({ severity }) => severityMark(severity) },
    ],
    leading,
  );
  const more =
    count > leading.length
      ? html`<p class="hint">The ${formatCount(leading.length)} that cost or saved the most; all
${formatCount(count)} are in events.csv.</p>`
      : null;
  return html`<p class="hint">${plural(count, 'event')}: hours and days that are unusual for their hour, weekday and
season, and faults of meters.</p>${severityCounts(by_severity)}${list}${more}`;
}
