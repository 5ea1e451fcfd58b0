/**
 * Readings with an end of their own, cut where hours or days of the site's clock begin, so that each bucket holds the
 * energy of its own time: an energy is spread evenly over its stretch.
 */
import type { Database } from '../database/duckdb.ts';
import { HOUR_US, MINUTE_US } from '../time-units.ts';
import { type Clock, toLocal as localOf, plusMicroseconds, toUtc as utcOf } from './clock.ts';
import { HOURS } from './hourly-buckets.ts';
import { momentSums } from './moments.ts';
import { eachMeasure, type Survey } from './series.ts';

/**
 * Makes the table `buckets` of readings with an end of their own. An energy whose hours are known is cut where hours
 * begin, another one where days do; one that is no longer than a day's reading of its series is not cut. A reading
 * counts (`n`, and its moments) where it begins.
 * @param readings relation with `site_id, appliance, timestamp, utc, end_utc, series_minutes, hours_known` and a column
 * for each measure
 * @param clock of all sites; null where they have several
 */
export async function createBucketsOfPieces(
  readings: string,
  survey: Survey,
  clock: Clock | null,
  db: Database,
): Promise<void> {
  // With several clocks that of a reading is its distance to UTC: a clock that changes within it moves the cut by an
  // hour.
  const own = 'epoch_us(timestamp) - epoch_us(utc)';
  const toUtc = (local: string) => (clock ? utcOf(local, clock) : plusMicroseconds(local, `-(${own})`));
  const toLocal = (utc: string) => (clock ? localOf(utc, clock) : plusMicroseconds(utc, own));
  const query = eachMeasure(survey, (measure, column) => {
    const read =
      `SELECT *, ${column} AS energy, epoch_us(end_utc) - epoch_us(utc) AS length ` +
      `FROM ${readings} WHERE ${column} IS NOT NULL`;
    // A day's reading of a series of days is that of its date.
    const kinds =
      `SELECT *, CASE WHEN hours_known AND series_minutes > 60 ` +
      `AND length <= series_minutes * ${MINUTE_US} THEN 0 WHEN hours_known THEN 1 ELSE 24 END AS cut FROM (${read})`;
    const grid =
      `SELECT *, CASE cut WHEN 1 THEN date_trunc('hour', timestamp) ` +
      `ELSE date_trunc('day', timestamp) END AS first_edge, ${toLocal('end_utc')} AS end_local FROM (${kinds})`;
    const counted =
      `SELECT *, CASE cut WHEN 0 THEN 1 ` +
      `ELSE greatest(1, CAST(ceil((epoch_us(end_local) - epoch_us(first_edge)) / ` +
      `(cut * ${HOUR_US}.0)) AS BIGINT)) END AS parts FROM (${grid})`;
    const edge = (nth: string) => toUtc(`first_edge + to_hours(CAST((${nth}) * cut AS BIGINT))`);
    const pieces =
      `SELECT *, CASE WHEN nth = 0 THEN utc ELSE least(greatest(utc, ${edge('nth')}), end_utc) END AS from_utc, ` +
      `CASE WHEN nth = parts - 1 THEN end_utc ELSE least(greatest(utc, ${edge('nth + 1')}), end_utc) END AS to_utc ` +
      `FROM (SELECT *, unnest(range(parts)) AS nth FROM (${counted}))`;
    // What has flowed until an instant: differences of it add up to the energy, exactly.
    const flowed = (utc: string) =>
      `CASE WHEN ${utc} >= end_utc THEN energy WHEN ${utc} <= utc THEN 0 ` +
      `ELSE CAST(CAST(energy AS DOUBLE) * (epoch_us(${utc}) - epoch_us(utc)) / length AS DECIMAL(18,9)) END`;
    const cut =
      `SELECT site_id, appliance, CASE WHEN hours_known THEN 'read' ELSE 'spread' END AS state, ` +
      `series_minutes, from_utc, to_utc, ` +
      `CASE WHEN nth = 0 THEN timestamp ELSE ${toLocal('from_utc')} END AS timestamp, ` +
      `CASE WHEN parts = 1 THEN energy ELSE ${flowed('to_utc')} - ${flowed('from_utc')} END AS part, ` +
      `CASE WHEN nth = 0 THEN energy END AS whole, CASE WHEN nth = 0 THEN utc END AS utc, CASE ` +
      `WHEN nth = 0 THEN timestamp END AS began ` +
      `FROM (${pieces}) WHERE nth = 0 OR to_utc > from_utc`;
    const offset = 'epoch_us(began) - epoch_us(utc)';
    return (
      `SELECT site_id, appliance, '${measure}' AS measure, ${HOURS} AS hours, ` +
      `state, ${momentSums(survey, 'whole', 'part')}, ` +
      `min(whole) AS smallest, max(whole) AS largest, min(utc) AS first_utc, max(utc) AS last_utc, ` +
      `min(utc) + to_microseconds(max(${offset})) AS first_timestamp, ` +
      `max(utc) + to_microseconds(min(${offset})) AS last_timestamp, ` +
      `max(series_minutes) AS interval_minutes, ` +
      `sum(epoch_us(to_utc) - epoch_us(from_utc)) / ${MINUTE_US}.0::DOUBLE AS minutes, ` +
      `min(from_utc) AS begins_utc, min(timestamp) AS begins_timestamp, max(to_utc) AS ends_utc FROM (${cut}) ` +
      `GROUP BY site_id, appliance, hours, state`
    );
  });
  await db.run(`CREATE OR REPLACE TEMP TABLE buckets AS ${query}`);
}
