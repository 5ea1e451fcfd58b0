import { formatCount } from '../../../../shared/text/format.ts';
import type { Figure, ReportInput } from '../section.ts';

export function eventFigures({ report: { anomalies } }: ReportInput): Figure[] {
  const severe = anomalies.by_severity.HIGH + anomalies.by_severity.CRITICAL;
  const more = anomalies.count === 0 ? 'nothing out of the ordinary' : `${formatCount(severe)} high or critical`;
  return [{ name: 'Anomalies', value: formatCount(anomalies.count), more }];
}
