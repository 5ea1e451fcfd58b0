/** Events: anomalous readings that belong together. */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import { byWorth, EVENT_KINDS, IS_SERIOUS_SQL } from '../../../shared/energy/anomalies.ts';
import { MEASURES } from '../../../shared/tables/schema.ts';

const eventsSchema = z.object({
  count: z.number(),
  /** HIGH and CRITICAL. */
  serious: z.number(),
  /** What those with more energy than usual cost beyond it, each kWh once; null when none has a price. */
  cost: z.number().nullable(),
  /** Their energy beyond the usual, kWh. */
  excess_kwh: z.number().nullable(),
  /** The series with the most of them. */
  site_id: z.string().nullable(),
  appliance: z.string().nullable(),
  in_series: z.number(),
  by_kind: z.array(z.object({ kind: z.enum(EVENT_KINDS), count: z.number() })),
});

const topSchema = z.object({
  site_id: z.string(),
  appliance: z.string(),
  measure: z.enum(MEASURES),
  kind: z.enum(EVENT_KINDS),
  start: z.string(),
  end: z.string(),
  readings: z.number(),
  excess_kwh: z.number(),
  cost: z.number().nullable(),
});

export interface EventFacts extends z.infer<typeof eventsSchema> {
  /** The one of use that is worth the most; of generation where there is none. Null where there is none. */
  readonly top: z.infer<typeof topSchema> | null;
}

const RISES = "('BASE_LOAD_RISE', 'DUTY_RISE')";

/**
 * SQL: whether an event `e` lies within a rise of its series' base load or duty. Its hours are compared with what is
 * usual, so that its excess holds the rise's, which would be counted twice.
 */
const isWithinRise = (events: string) =>
  `(e.kind NOT IN ${RISES} AND EXISTS (
    SELECT 1 FROM ${events} r WHERE r.kind IN ${RISES} AND r.site_id = e.site_id
      AND r.appliance = e.appliance AND r.measure = e.measure
      AND r.start_utc <= e.start_utc AND e.end_utc <= r.end_utc))`;

/** SQL: whether an event is of a use that can have been: what panels make is the weather's. */
const IS_OF_USE = `measure = 'consumption' AND kind <> 'IMPOSSIBLE'`;

/** @param events relation with the columns of anomaly_event_data */
export async function eventFacts(db: Database, events: string): Promise<EventFacts> {
  const [facts] = z.tuple([eventsSchema]).parse(
    await db.rows(`
      WITH event AS (
        SELECT *, ${IS_OF_USE} AND excess_kwh > 0 AND NOT ${isWithinRise(events)} AS more FROM ${events} AS e
      ),
      most AS (
        SELECT site_id, appliance, count(*) AS n FROM event GROUP BY ALL ORDER BY n DESC, site_id, appliance LIMIT 1
      ),
      kinds AS (SELECT kind, CAST(count(*) AS INTEGER) AS count FROM event GROUP BY kind)
      SELECT CAST(count(*) AS INTEGER) AS count,
        CAST(count(*) FILTER (${IS_SERIOUS_SQL}) AS INTEGER) AS serious,
        CAST(sum(cost) FILTER (more) AS DOUBLE) AS cost,
        CAST(sum(excess_kwh) FILTER (more) AS DOUBLE) AS excess_kwh,
        (SELECT site_id FROM most) AS site_id, (SELECT appliance FROM most) AS appliance,
        CAST(coalesce((SELECT n FROM most), 0) AS INTEGER) AS in_series,
        coalesce((SELECT list({kind: kind, count: count} ORDER BY count DESC, kind) FROM kinds), []) AS by_kind
      FROM event`),
  );
  const worth = byWorth(events);
  const [top] = z.array(topSchema).parse(
    await db.rows(`
      SELECT site_id, appliance, measure, kind, CAST(readings AS INTEGER) AS readings,
        strftime(start_timestamp, '%Y-%m-%d %H:%M') AS start, strftime(end_timestamp, '%Y-%m-%d %H:%M') AS "end",
        CAST(event.excess_kwh AS DOUBLE) AS excess_kwh, CAST(event.cost AS DOUBLE) AS cost
      FROM ${worth.from} AS event WHERE event.excess_kwh IS NOT NULL AND event.kind <> 'IMPOSSIBLE'
        AND (${IS_OF_USE} OR NOT EXISTS (SELECT 1 FROM ${events} WHERE ${IS_OF_USE})) ORDER BY ${worth.order} LIMIT 1`),
  );
  return { ...facts, top: top ?? null };
}
