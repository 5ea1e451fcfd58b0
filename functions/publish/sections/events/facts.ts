/** What the report says of what is out of the ordinary, read from anomaly_data and anomaly_event_data. */
import { z } from 'zod';
import type { Database } from '../../../../shared/database/duckdb.ts';
import { byWorth, EVENT_KINDS, IS_SERIOUS_SQL, noneOfEach, SEVERITIES } from '../../../../shared/energy/anomalies.ts';
import { type ReportEvent, type ReportEvents, reportEventSchema } from '../../../../shared/report/events.ts';
import { type Report, reportAnomalySchema } from '../../../../shared/report/report.ts';
import { MEASURES } from '../../../../shared/tables/schema.ts';
import type { Relations } from '../../relations.ts';

/** How many anomalies and events report.json lists; the tables and the CSV files have them all. */
const TOP_ANOMALIES = 20;
const TOP_EVENTS = 20;

/** SQL: the worst first. */
const BY_SEVERITY = `list_position([${[...SEVERITIES]
  .reverse()
  .map((each) => `'${each}'`)
  .join(', ')}], severity)`;

const measure = z.enum(MEASURES);
const severity = z.enum(SEVERITIES);
const bigint = z.coerce.number().int().nonnegative();

const eventFactsSchema = z.object({
  anomalyCounts: z.array(z.object({ site_id: z.string(), appliance: z.string(), measure, severity, count: bigint })),
  topAnomalies: z.array(reportAnomalySchema),
  counts: z.array(z.object({ kind: z.enum(EVENT_KINDS), severity, count: bigint })),
  /** Serious events by the local day on which they begin. */
  days: z.array(z.object({ measure, day: z.iso.date(), count: bigint })),
  top: z.array(reportEventSchema.extend({ readings: bigint })),
});
export type EventFacts = z.infer<typeof eventFactsSchema>;

export async function readEvents(db: Database, tables: Relations): Promise<EventFacts> {
  const anomalies = tables.of('anomaly_data');
  const events = tables.of('anomaly_event_data');
  const worth = byWorth(events);
  const iso = "'%Y-%m-%dT%H:%M:%S'";
  return eventFactsSchema.parse({
    anomalyCounts: await db.rows(`
      SELECT site_id, appliance, measure, severity, COUNT(*) AS count FROM ${anomalies} GROUP BY ALL ORDER BY ALL`),
    topAnomalies: await db.rows(`
      SELECT site_id, appliance, measure, strftime("timestamp", ${iso}) AS timestamp,
             kwh::DOUBLE AS kwh, kind, direction, severity, z_score, threshold
      FROM ${anomalies} AS anomaly
      ORDER BY ${BY_SEVERITY}, abs(z_score) DESC NULLS LAST,
               anomaly."timestamp", site_id, appliance, measure, utc, kind, anomaly.kwh
      LIMIT ${TOP_ANOMALIES}`),
    counts: await db.rows(`SELECT kind, severity, COUNT(*) AS count FROM ${events} GROUP BY ALL ORDER BY ALL`),
    days: await db.rows(`
      SELECT measure, strftime(start_timestamp, '%Y-%m-%d') AS day, COUNT(*) AS count FROM ${events}
      WHERE ${IS_SERIOUS_SQL} GROUP BY ALL ORDER BY ALL`),
    top: await db.rows(`
      SELECT site_id, appliance, measure, kind, direction, severity, readings, kwh::DOUBLE AS kwh,
        strftime(start_timestamp, ${iso}) AS start, strftime(end_timestamp, ${iso}) AS "end",
        expected_kwh::DOUBLE AS expected_kwh, excess_kwh::DOUBLE AS excess_kwh, cost::DOUBLE AS cost, currency, score
      FROM ${worth.from} AS event ORDER BY ${worth.order}
      LIMIT ${TOP_EVENTS}`),
  });
}

export function reportAnomalies(facts: EventFacts): Report['anomalies'] {
  const bySeverity = noneOfEach();
  const bySeries = new Map<string, Report['anomalies']['by_appliance'][number]>();
  let count = 0;
  for (const { severity: of, count: some, ...name } of facts.anomalyCounts) {
    count += some;
    bySeverity[of] += some;
    const key = JSON.stringify([name.site_id, name.appliance, name.measure]);
    bySeries.set(key, { ...name, count: (bySeries.get(key)?.count ?? 0) + some });
  }
  // The sort is stable: equal counts stay in the order of their names.
  const byAppliance = [...bySeries.values()].sort((a, b) => b.count - a.count);
  const { topAnomalies: top } = facts;
  return { count, by_severity: bySeverity, by_appliance: byAppliance, top, events: reportEvents(facts) };
}

function reportEvents({ counts, top }: EventFacts): ReportEvents {
  const bySeverity = noneOfEach();
  const byKind: ReportEvents['by_kind'] = {};
  let count = 0;
  for (const { kind, severity: of, count: some } of counts) {
    count += some;
    bySeverity[of] += some;
    byKind[kind] = (byKind[kind] ?? 0) + some;
  }
  return { count, by_kind: byKind, by_severity: bySeverity, top: top satisfies ReportEvent[] };
}
