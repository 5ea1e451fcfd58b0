import { momentSums } from '../../shared/domain/moments.ts';
import { eachMeasure, type Survey } from '../../shared/domain/series.ts';
import { type Database, literal } from '../../shared/duckdb.ts';

/** Microseconds from 0001-01-01 to 1970-01-01: added so that integer division rounds down for every date. */
const YEAR_ONE = '62135596800000000';

/** Local date and hour of day of a cell's `hours`, which count from 0001-01-01T00:00 by the site's wall clock. */
export const CELL_DAY = "DATE '0001-01-01' + CAST(hours // 24 AS INTEGER)";
export const CELL_HOUR = 'CAST(hours % 24 AS INTEGER)';

/**
 * One scan of the readings into the TEMP table `cells`: a row per series and local hour of a local date. It is small
 * (an hour of minutes is one row), and every rollup derives from it.
 *
 * When clocks go back, one cell holds the hour twice: first with the larger offset from UTC, then with the smaller one.
 * That is why the first reading's local time is its UTC plus the cell's largest offset.
 */
export async function createCells(db: Database, readings: string, survey: Survey): Promise<void> {
  const offset = 'epoch_us(timestamp) - epoch_us(utc)';
  const query = eachMeasure(
    survey,
    (measure, column) => `
      SELECT site_id, appliance, ${literal(measure)} AS measure,
        (epoch_us(timestamp) + ${YEAR_ONE}) // 3600000000 AS hours,
        ${momentSums(survey, column)},
        min(${column}) AS smallest, max(${column}) AS largest,
        min(interval_minutes) AS interval_minutes,
        min(utc) AS first_utc, max(utc) AS last_utc,
        min(utc) + to_microseconds(max(${offset})) AS first_timestamp,
        max(utc) + to_microseconds(min(${offset})) AS last_timestamp
      FROM ${readings} WHERE ${column} IS NOT NULL
      GROUP BY site_id, appliance, hours`,
  );
  await db.run(`CREATE TEMP TABLE cells AS ${query}`);
}
