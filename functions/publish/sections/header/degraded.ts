/** The branches of the run that failed, so that the report is without them. */
import type { Report } from '../../../../shared/report/report.ts';

/** What a person calls what a branch makes. */
const NAMES = {
  aggregate: 'summary',
  anomalies: 'search for anomalies',
  forecast: 'forecast',
  insights: 'advice',
} as const satisfies Record<keyof Report['branches'], string>;

const BRANCHES = ['aggregate', 'anomalies', 'forecast', 'insights'] as const satisfies (keyof Report['branches'])[];

export function degradedParts({ branches }: Report): { what: string; reason: string }[] {
  return BRANCHES.flatMap((branch) => {
    const { status, reason } = branches[branch];
    return status === 'DEGRADED' ? [{ what: NAMES[branch], reason: reason ?? 'unknown' }] : [];
  });
}
