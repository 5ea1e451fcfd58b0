/** How far out of the ordinary a reading or an event is, the least first. */
export const SEVERITIES = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Which of them are worth a person's time at once: they are counted apart and listed first. */
const IS_SERIOUS = { LOW: false, MEDIUM: false, HIGH: true, CRITICAL: true } as const satisfies Record<
  Severity,
  boolean
>;
export const SERIOUS_SEVERITIES = SEVERITIES.filter((each) => IS_SERIOUS[each]);

/** SQL: whether a row's `severity` is serious. */
export const IS_SERIOUS_SQL = `severity IN (${SERIOUS_SEVERITIES.map((each) => `'${each}'`).join(', ')})`;

/** A count of each, before anything is counted. */
export function noneOfEach(): Record<Severity, number> {
  return { LOW: 0, MEDIUM: 0, HIGH: 0, CRITICAL: 0 };
}

/** What an event of anomaly_event_data can be; docs/METHODS.md says when it is. */
export const EVENT_KINDS = [
  'SPIKE',
  'DROP',
  'LEVEL_SHIFT',
  'BASE_LOAD_RISE',
  'STUCK',
  'DEAD',
  'NEGATIVE',
  'IMPOSSIBLE',
  'NIGHT_GENERATION',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];
