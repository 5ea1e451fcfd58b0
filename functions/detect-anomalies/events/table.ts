import { join } from 'node:path';
import type { Cells } from '../../../shared/cells.ts';
import { HOURS } from '../../../shared/domain/cells.ts';
import { eachMeasure, SERIES } from '../../../shared/domain/series.ts';
import { type Database, literal } from '../../../shared/duckdb.ts';
import { ENERGY_SUM_TYPE, type Measure } from '../../../shared/schema.ts';
import { MARK_COLUMNS, markEvents } from './marks.ts';

/**
 * The TEMP table `events`: a row for each event of each series. Needs the TEMP table `bounds`, for the places of the series.
 * @param readings read only where an event begins or ends within an hour, and then only the hours of events
 * @param rate price of a kWh; 0 when there is none
 * @returns how many there are
 */
export async function createEvents(
  db: Database,
  { relation, survey }: Cells,
  readings: string,
  folder: string,
  rate: number,
): Promise<number> {
  const file = join(folder, 'marks.csv');
  const { events, fine } = await markEvents(db, relation, file);
  await db.run(`CREATE TEMP TABLE marks AS
    SELECT ${SERIES}, m.* FROM read_csv(${literal(file)}, auto_detect = false, header = false, delim = ',', columns = {${COLUMNS}}) m
    JOIN bounds USING (place)`);
  const parts = [`${PARTS} ${wholeCells(relation)}`];
  if (fine)
    parts.push(
      `${PARTS} ${withinCells(eachMeasure(survey, (measure, column) => readingsOf(readings, measure, column)))}`,
    );
  await db.run(`CREATE TEMP TABLE events AS ${eventsOf(parts.join('\nUNION ALL\n'), rate)}`);
  return events;
}

const COLUMNS = Object.entries(MARK_COLUMNS)
  .map(([name, type]) => `${name}: '${type}'`)
  .join(', ');

const EVENT = 'event, place, kind, direction, severity, score';

/** What events are made of: cells, or readings; each with what was expected of it, as a decimal: sums must not depend on threads. */
const PARTS = `
  SELECT ${EVENT}, ${SERIES}, n, total, CAST(expected * n AS ${ENERGY_SUM_TYPE}) AS expected,
    first_utc, last_utc, first_timestamp, last_timestamp, interval_minutes`;

function wholeCells(cells: string): string {
  return `FROM marks JOIN ${cells} USING (${SERIES}, hours) WHERE least IS NULL`;
}

/** The readings of a measure in the hours of events; the hour alone sorts out most before names are compared. */
function readingsOf(readings: string, measure: Measure, column: string): string {
  return `
    SELECT site_id, appliance, ${literal(measure)} AS measure, ${HOURS} AS hours, utc, timestamp, interval_minutes, ${column} AS kwh
    FROM ${readings}
    WHERE ${column} IS NOT NULL AND ${HOURS} IN (SELECT hours FROM marks WHERE least IS NOT NULL AND measure = ${literal(measure)})`;
}

/** From the first reading of an event that is part of it to the last. */
function withinCells(readings: string): string {
  const part = 'kwh BETWEEN least AND most';
  return `FROM (
    SELECT *, 1 AS n, kwh AS total, utc AS first_utc, utc AS last_utc, timestamp AS first_timestamp, timestamp AS last_timestamp
    FROM marks JOIN (${readings}) USING (${SERIES}, hours) WHERE least IS NOT NULL
    QUALIFY utc BETWEEN min(utc) FILTER (${part}) OVER (PARTITION BY event) AND max(utc) FILTER (${part}) OVER (PARTITION BY event))`;
}

function eventsOf(parts: string, rate: number): string {
  const length = 'to_microseconds(CAST(coalesce(interval_minutes, 0) * 60000000 AS BIGINT))';
  const cost = rate === 0 ? 'NULL' : `CASE WHEN measure = 'consumption' THEN CAST(excess_kwh AS DOUBLE) * ${rate} END`;
  return `
    SELECT *, ${cost} AS cost
    FROM (
      SELECT ${EVENT}, ${SERIES}, sum(n) AS readings, sum(total) AS kwh,
        CASE WHEN count(expected) = count(*) THEN sum(expected) END AS expected_kwh, kwh - expected_kwh AS excess_kwh,
        min(first_utc) AS start_utc, arg_min(first_timestamp, first_utc) AS start_timestamp,
        max(last_utc + ${length}) AS end_utc, arg_max(last_timestamp + ${length}, last_utc) AS end_timestamp
      FROM (${parts}) GROUP BY ALL
    )`;
}

/** anomaly_event_data from the events, in the order of the series and their begin. */
export function eventsQuery(): string {
  return 'SELECT * FROM events ORDER BY place, start_utc, event';
}
