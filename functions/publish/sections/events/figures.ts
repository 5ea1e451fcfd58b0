import { SERIOUS_SEVERITIES } from '../../../../shared/energy/anomalies.ts';
import type { Report } from '../../../../shared/report/report.ts';
import { eventsTold } from '../../../../shared/report/unusual.ts';
import { formatCount, plural } from '../../../../shared/text/format.ts';
import type { Figure, ReportInput } from '../section.ts';

/** One figure for what is out of the ordinary: events. Single readings are a detail of their section. */
export function eventFigures({ report }: ReportInput): Figure[] {
  const { anomalies } = report;
  const events = eventsTold(report);
  const name = 'Out of the ordinary';
  if (!events) return [{ name, value: plural(anomalies.count, 'reading'), more: severeOf(anomalies.by_severity) }];
  return [{ name, value: plural(events.count, 'event'), more: severeOf(events.by_severity) }];
}

const SERIOUS = SERIOUS_SEVERITIES.map((each) => each.toLowerCase()).join(' or ');

function severeOf(counts: Report['anomalies']['by_severity']): string {
  const serious = SERIOUS_SEVERITIES.reduce((sum, each) => sum + counts[each], 0);
  return `${serious === 0 ? 'none' : formatCount(serious)} ${SERIOUS}`;
}
