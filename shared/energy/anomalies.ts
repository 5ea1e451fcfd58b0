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
  'DUTY_RISE',
  'STUCK',
  'DEAD',
  'NEGATIVE',
  'IMPOSSIBLE',
  'NIGHT_GENERATION',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** How many events lead a report, or any list of them for a person. */
export const LEADING_EVENTS = 10;

/**
 * SQL: the order in which events matter to a person: by what they cost or saved. Energy without a price, such as what
 * panels failed to give, counts at the mean price of the others, so that it is neither first nor last for that alone.
 * @param events relation with the columns of anomaly_event_data
 */
export function byWorth(events: string): { readonly from: string; readonly order: string } {
  const size = (column: string) => `abs(CAST(${column} AS DOUBLE))`;
  return {
    from: `(SELECT *, coalesce(${size('cost')}, ${size('excess_kwh')} * coalesce(
        sum(${size('cost')}) OVER () / nullif(sum(${size('excess_kwh')}) FILTER (cost IS NOT NULL) OVER (), 0), 1), 0
      ) AS worth FROM ${events})`,
    order: 'worth DESC, start_utc, site_id, appliance, measure, kind',
  };
}
