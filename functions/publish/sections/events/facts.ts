import { z } from 'zod';
import type { Database } from '../../../../shared/database/duckdb.ts';
import { EVENT_KINDS, SEVERITIES } from '../../../../shared/readings/anomalies.ts';
import { type ReportEvent, type ReportEvents, reportEventSchema } from '../../../../shared/report/events.ts';
import { MEASURES } from '../../../../shared/tables/schema.ts';

/** How many events report.json lists; the table and events.csv have them all. */
const TOP_EVENTS = 20;

const bigint = z.coerce.number().int().nonnegative();

export const eventFactsSchema = z.object({
  counts: z.array(z.object({ kind: z.enum(EVENT_KINDS), severity: z.enum(SEVERITIES), count: bigint })),
  /** HIGH and CRITICAL events by the local day on which they begin. */
  days: z.array(z.object({ measure: z.enum(MEASURES), day: z.iso.date(), count: bigint })),
  top: z.array(reportEventSchema.extend({ readings: bigint })),
});
export type EventFacts = z.infer<typeof eventFactsSchema>;

/** @param events relation with the columns of anomaly_event_data */
export async function readEventFacts(db: Database, events: string): Promise<EventFacts> {
  return eventFactsSchema.parse({
    counts: await db.rows(`SELECT kind, severity, COUNT(*) AS count FROM ${events} GROUP BY ALL ORDER BY ALL`),
    days: await db.rows(`
      SELECT measure, strftime(start_timestamp, '%Y-%m-%d') AS day, COUNT(*) AS count FROM ${events}
      WHERE severity IN ('HIGH', 'CRITICAL') GROUP BY ALL ORDER BY ALL`),
    top: await db.rows(`
      SELECT site_id, appliance, measure, kind, direction, severity, readings, kwh::DOUBLE AS kwh,
        strftime(start_timestamp, '%Y-%m-%dT%H:%M:%S') AS start, strftime(end_timestamp, '%Y-%m-%dT%H:%M:%S') AS "end",
        expected_kwh::DOUBLE AS expected_kwh, excess_kwh::DOUBLE AS excess_kwh, cost::DOUBLE AS cost, currency, score
      FROM ${events} AS event
      ORDER BY list_position(['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'], severity), abs(event.excess_kwh) DESC NULLS LAST,
        start_utc, site_id, appliance, measure, kind
      LIMIT ${TOP_EVENTS}`),
  });
}

export function reportEvents({ counts, top }: EventFacts): ReportEvents {
  const bySeverity: ReportEvents['by_severity'] = { LOW: 0, MEDIUM: 0, HIGH: 0, CRITICAL: 0 };
  const byKind: ReportEvents['by_kind'] = {};
  let count = 0;
  for (const { kind, severity, count: some } of counts) {
    count += some;
    bySeverity[severity] += some;
    byKind[kind] = (byKind[kind] ?? 0) + some;
  }
  return { count, by_kind: byKind, by_severity: bySeverity, top: top satisfies ReportEvent[] };
}
