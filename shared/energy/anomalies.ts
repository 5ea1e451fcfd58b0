/** How far out of the ordinary a reading or an event is, the least first. */
export const SEVERITIES = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;
export type Severity = (typeof SEVERITIES)[number];

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
