import { type EventKind, SEVERITIES, type Severity } from '../../../shared/energy/anomalies.ts';

/** Times the bound of its kind from which an event is of a severity; all that are found are at least LOW. */
const SEVERITY_SCORES = { LOW: 0, MEDIUM: 1.5, HIGH: 2.5, CRITICAL: 5 } as const satisfies Record<Severity, number>;

/** More than this many times the bound says no more, and a bound may be next to nothing. */
export const LARGEST_SCORE = 1000;

/**
 * Faults of a meter are never small: a reading below zero is one whatever its size, an impossible one is no energy at
 * all.
 */
const LEAST: Partial<Record<EventKind, Severity>> = { NEGATIVE: 'HIGH', IMPOSSIBLE: 'CRITICAL' };

/** What people do otherwise on a holiday; a meter that fails then fails all the same. */
const BY_HABIT: ReadonlySet<EventKind> = new Set(['SPIKE', 'DROP']);

/**
 * @param score how many times the bound, see Finding
 * @param onHoliday whether it begins on a public holiday
 */
export function severityOf(kind: EventKind, score: number, onHoliday = false): Severity {
  if (onHoliday && BY_HABIT.has(kind)) return 'LOW';
  return LEAST[kind] ?? SEVERITIES.findLast((each) => score >= SEVERITY_SCORES[each]) ?? 'LOW';
}
