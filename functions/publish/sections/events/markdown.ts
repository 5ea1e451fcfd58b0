import { LEADING_EVENTS, SEVERITIES } from '../../../../shared/energy/anomalies.ts';
import { SHOWN_ROWS } from '../../../../shared/page/parts/rows.ts';
import type { Report } from '../../../../shared/report/report.ts';
import { formatCount, formatEnergy, formatNumber, formatTime, plural } from '../../../../shared/text/format.ts';
import { escapeMarkdown, table } from '../../../../shared/text/markdown.ts';
import { namer } from '../../text/names.ts';
import type { PageInput } from '../section.ts';
import { areCosted, eventCost, eventText, eventTime } from './text.ts';

export function eventsMarkdown({ report, assumed }: PageInput): string | null {
  const parts = [...happened(report, assumed.price), ...outliers(report)];
  return parts.length === 0 ? null : parts.join('\n\n');
}

/** @param mark of a price that nobody gave */
function happened(report: Report, mark: string): string[] {
  const { events } = report.anomalies;
  if (!events || events.count === 0) return [];
  const nameOf = namer(report);
  const leading = events.top.slice(0, LEADING_EVENTS);
  const costed = areCosted(report, mark !== '');
  const rows = leading.map((event) => [
    eventTime(event),
    `${escapeMarkdown(nameOf(event))} ${eventText(event, report)}`,
    ...(costed ? [eventCost(event)] : []),
    event.severity,
  ]);
  const more =
    events.count > leading.length
      ? [`The ${formatCount(leading.length)} of ${plural(events.count, 'event')} that cost or saved the most:`]
      : [];
  return ['## What happened', ...more, table(['When', 'What', ...(costed ? [`Cost${mark}`] : []), 'Severity'], rows)];
}

function outliers(report: Report): string[] {
  const { count, by_severity, top } = report.anomalies;
  if (count === 0) return [];
  const nameOf = namer(report);
  const counts = [...SEVERITIES].reverse().map((severity) => `${severity} ${formatCount(by_severity[severity])}`);
  const rows = top
    .slice(0, SHOWN_ROWS)
    .map((each) => [
      formatTime(each.timestamp),
      escapeMarkdown(nameOf(each)),
      formatEnergy(each.kwh),
      each.z_score === null ? '' : formatNumber(each.z_score),
      each.severity,
    ]);
  const meaning = `${plural(count, 'reading')} far from the mean of their series, whatever the hour:`;
  return [
    '## Single readings',
    `${meaning} ${counts.join(' · ')}`,
    table(['When', 'Name', 'Reading', 'z-score', 'Severity'], rows),
  ];
}
