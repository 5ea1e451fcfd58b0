import type { Report } from '../../../../shared/report/report.ts';
import { formatCount, plural } from '../../../../shared/text/format.ts';
import type { Figure, ReportInput } from '../section.ts';

/** One figure for what is out of the ordinary: events lead, single readings are a detail of it. */
export function eventFigures({ report: { anomalies } }: ReportInput): Figure[] {
  const { events } = anomalies;
  const name = 'Out of the ordinary';
  if (!events) return [{ name, value: plural(anomalies.count, 'reading'), more: severeOf(anomalies.by_severity) }];
  const readings = anomalies.count === 0 ? '' : `; ${plural(anomalies.count, 'reading')} far from the mean`;
  return [{ name, value: plural(events.count, 'event'), more: `${severeOf(events.by_severity)}${readings}` }];
}

function severeOf({ HIGH, CRITICAL }: Report['anomalies']['by_severity']): string {
  return HIGH + CRITICAL === 0 ? 'none high or critical' : `${formatCount(HIGH + CRITICAL)} high or critical`;
}
