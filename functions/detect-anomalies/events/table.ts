import { join } from 'node:path';
import { type Database, literal } from '../../../shared/database/duckdb.ts';
import type { HourlyBuckets } from '../../../shared/readings/fetch-hourly-buckets.ts';
import { HOURS } from '../../../shared/readings/hourly-buckets.ts';
import { eachMeasure, SERIES } from '../../../shared/readings/series.ts';
import { ENERGY_SUM_TYPE, type Measure } from '../../../shared/tables/schema.ts';
import { MARK_COLUMNS, type Marked, markEvents } from './marks.ts';
import type { Prices } from './prices.ts';

export interface FoundEvents extends Pick<Marked, 'switching'> {
  readonly query: string;
}

/**
 * Looks for the events of every series. Needs the TEMP table `bounds`, for the places of the series.
 * @param readings read only where an event begins or ends within an hour, and then only the hours of events
 * @returns the query for anomaly_event_data, in the order of the series and the events' begin, and what switches
 */
export async function findEvents(
  db: Database,
  buckets: HourlyBuckets,
  readings: string,
  folder: string,
  prices: Prices,
): Promise<FoundEvents> {
  const { relation, survey, spans } = buckets;
  const file = join(folder, 'marks.csv');
  const { fine, switching } = await markEvents(db, buckets, prices, file);
  await db.run(`CREATE TEMP TABLE marks AS
    SELECT ${SERIES}, m.* FROM read_csv(${literal(file)}, auto_detect = false, header = false,
      delim = ',', columns = {${COLUMNS}}) m
    JOIN bounds USING (place)`);
  if (!fine) return { query: eventsOf(wholeBuckets(relation, spans)), switching };
  const within = eachMeasure(survey, (measure, column) => withinBuckets(readings, measure, column));
  await db.run(`CREATE TEMP TABLE within AS ${within}`);
  return { query: eventsOf(`${wholeBuckets(relation, spans)} UNION ALL ${RANGES}`), switching };
}

const COLUMNS = Object.entries(MARK_COLUMNS)
  .map(([name, type]) => `${name}: '${type}'`)
  .join(', ');

/**
 * What events are made of, buckets or readings, each with what was expected of it: as a decimal, sums must not depend
 * on threads.
 */
const EXPECTED = `CAST(expected * n AS ${ENERGY_SUM_TYPE}) AS expected`;

function wholeBuckets(buckets: string, spans: boolean): string {
  if (spans) {
    const length = 'CASE WHEN interval_minutes IS NULL THEN minutes / 60 ELSE greatest(n, 1) END';
    return `
    SELECT event, n, total, CAST(expected * ${length} AS ${ENERGY_SUM_TYPE}) AS expected, price,
      begins_utc AS first_utc, ends_utc AS last_utc,
      begins_timestamp AS first_timestamp, begins_timestamp + (ends_utc - begins_utc) AS last_timestamp,
        0 AS interval_minutes
    FROM marks JOIN ${buckets} USING (${SERIES}, hours) WHERE least IS NULL AND state = 'read'`;
  }
  return `
    SELECT event, n, total, ${EXPECTED}, price, first_utc, last_utc, first_timestamp, last_timestamp, interval_minutes
    FROM marks JOIN ${buckets} USING (${SERIES}, hours) WHERE least IS NULL`;
}

/**
 * The readings of a measure in the hours of events that begin or end within an hour, and whether each is part of its
 * event.
 */
function withinBuckets(readings: string, measure: Measure, column: string): string {
  return `
    SELECT event, 1 AS n, ${column} AS total, expected, price, utc, timestamp,
      r.interval_minutes, ${column} BETWEEN least AND most AS part
    FROM ${readings} r JOIN marks ON marks.site_id = r.site_id AND marks.appliance = r.appliance AND hours = ${HOURS}
    WHERE ${column} IS NOT NULL AND measure = ${literal(measure)} AND least IS NOT NULL`;
}

/** From the first reading of an event that is part of it to the last. */
const RANGES = `
  SELECT event, n, total, ${EXPECTED}, price, utc AS first_utc, utc AS last_utc,
    timestamp AS first_timestamp, timestamp AS last_timestamp,
    interval_minutes
  FROM within
  JOIN (SELECT event, min(utc) AS first_part, max(utc) AS last_part FROM within WHERE part GROUP BY event) USING (event)
  WHERE utc BETWEEN first_part AND last_part`;

function eventsOf(parts: string): string {
  const length = 'to_microseconds(CAST(coalesce(interval_minutes, 0) * 60000000 AS BIGINT))';
  return `
    SELECT *, kwh - expected_kwh AS excess_kwh
    FROM (
      SELECT event, sum(n) AS readings, sum(total) AS kwh,
        CASE WHEN count(expected) = count(*) THEN sum(expected) END AS expected_kwh,
        CASE WHEN count(expected) = count(*) AND count(price) = count(*)
          THEN sum((total - expected) * price) END AS cost,
        min(first_utc) AS start_utc, arg_min(first_timestamp, first_utc) AS start_timestamp,
        max(last_utc + ${length}) AS end_utc, arg_max(last_timestamp + ${length}, last_utc) AS end_timestamp
      FROM (${parts}) GROUP BY event
    )
    JOIN (SELECT DISTINCT event, place, ${SERIES}, kind, direction, severity, score, currency FROM marks) USING (event)
    ORDER BY place, start_utc, event`;
}
