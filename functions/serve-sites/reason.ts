import { SEVERITIES } from '../../shared/energy/anomalies.ts';
import type { ServedAnomaly } from '../../shared/served/table.ts';
import { minuteIn } from '../../shared/text/days.ts';
import { formatEnergy } from '../../shared/text/format.ts';

/**
 * What is out of the ordinary, in a sentence that a person reads.
 * @param day the local day that it stands in: an end on another names its own
 * @param zone of the site's wall clock
 */
export function reasonOf(anomaly: ServedAnomaly, day: string, zone: string): string {
  const { kwh, severity, appliance, end } = anomaly;
  const measured = kwh === null ? '' : `: ${formatEnergy(kwh)}`;
  const [endDay, endTime] = end === null ? [] : minuteIn(zone, new Date(end)).split(' ');
  const until = endTime === undefined ? '' : `, until ${endDay === day ? '' : `${endDay} `}${endTime}`;
  return `${severity}: ${appliance} ${whatOf(anomaly)}${measured}${usualOf(anomaly)}${until}`;
}

/** A reading is held against the mean of its series, an event against what was to be expected of its hours. */
function whatOf(anomaly: ServedAnomaly): string {
  const { kind, direction, expected_kwh } = anomaly;
  if (!isOfMean(anomaly)) return wordsOf(kind);
  const mean = expected_kwh === null ? '' : ` of ${formatEnergy(expected_kwh)}`;
  return `far ${direction === 'HIGH' ? 'above' : 'below'} its mean${mean}`;
}

function usualOf(anomaly: ServedAnomaly): string {
  const { expected_kwh } = anomaly;
  return expected_kwh === null || isOfMean(anomaly) ? '' : `, usually ${formatEnergy(expected_kwh)}`;
}

function isOfMean({ of, kind }: ServedAnomaly): boolean {
  return of === 'reading' && kind === 'Z_SCORE';
}

/** A kind in a sentence. */
export function wordsOf(kind: string): string {
  return kind === 'Z_SCORE' ? 'unusual reading' : kind.toLowerCase().replaceAll('_', ' ');
}

/** Without readings that an event of the same interval tells of, unless they are worse. */
export function eachOnce(anomalies: readonly ServedAnomaly[]): ServedAnomaly[] {
  const events = anomalies.filter(({ of }) => of === 'event');
  return anomalies.filter((each) => each.of === 'event' || !events.some((event) => tellsOf(event, each)));
}

function tellsOf(event: ServedAnomaly, reading: ServedAnomaly): boolean {
  const rank = ({ severity }: ServedAnomaly) => SEVERITIES.indexOf(severity);
  return (
    event.appliance === reading.appliance &&
    event.measure === reading.measure &&
    event.timestamp <= reading.timestamp &&
    (event.end === null || reading.timestamp < event.end) &&
    rank(event) >= rank(reading)
  );
}
