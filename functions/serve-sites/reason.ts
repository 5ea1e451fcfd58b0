import type { ServedAnomaly } from '../../shared/served/table.ts';
import { formatEnergy } from '../../shared/text/format.ts';

/** What is out of the ordinary, in a sentence that a person reads. */
export function reasonOf({ of, kind, direction, severity, appliance, kwh, expected_kwh, end }: ServedAnomaly): string {
  const what =
    of === 'reading' && kind === 'Z_SCORE' ? `far ${direction === 'HIGH' ? 'above' : 'below'} its mean` : wordsOf(kind);
  const measured = kwh === null ? '' : `: ${formatEnergy(kwh)}`;
  const usual = expected_kwh === null ? '' : `, usually ${formatEnergy(expected_kwh)}`;
  // The day that it stands in is the site's; this instant is not, and says so.
  const until = end === null ? '' : `, until ${end.slice(0, 16).replace('T', ' ')} UTC`;
  return `${severity}: ${appliance} ${what}${measured}${usual}${until}`;
}

/** A kind in a sentence. */
export function wordsOf(kind: string): string {
  return kind === 'Z_SCORE' ? 'unusual reading' : kind.toLowerCase().replaceAll('_', ' ');
}
