import { MEAN, momentSums, sampleDeviation } from '../../shared/domain/moments.ts';
import { eachMeasure, SERIES, type Survey } from '../../shared/domain/series.ts';
import { type Database, literal } from '../../shared/duckdb.ts';
import type { Settings } from '../../shared/settings.ts';

/**
 * The TEMP table `bounds`: mean, sample standard deviation, and mean -+ k standard deviations of each series. A constant
 * series and a single reading have no spread: their bounds are null, and nothing lies outside of them.
 * @param sigma k, the number of standard deviations
 */
export async function createBounds(db: Database, readings: string, survey: Survey, sigma: number): Promise<void> {
  const sums = eachMeasure(
    survey,
    (measure, column) => `
      SELECT site_id, appliance, ${literal(measure)} AS measure, ${momentSums(survey, column)}
      FROM ${readings} WHERE ${column} IS NOT NULL GROUP BY site_id, appliance`,
  );
  await db.run(`
    CREATE TEMP TABLE bounds AS
    SELECT ${SERIES}, mean_kwh, std_kwh,
      mean_kwh - ${sigma} * nullif(std_kwh, 0) AS low, mean_kwh + ${sigma} * nullif(std_kwh, 0) AS high
    FROM (SELECT ${SERIES}, ${MEAN} AS mean_kwh, ${sampleDeviation(survey)} AS std_kwh FROM (${sums}))`);
}

/**
 * The TEMP table `anomalies`: every reading strictly outside of its series' bounds, and every negative one. A reading
 * that is both appears once, as NEGATIVE, and keeps its z-score.
 */
export async function createAnomalies(
  db: Database,
  readings: string,
  survey: Survey,
  settings: Settings,
): Promise<void> {
  const outside = eachMeasure(
    survey,
    (measure, column) => `
      SELECT r.site_id, r.appliance, b.measure, r.timestamp, r.utc, r.${column} AS kwh,
        b.mean_kwh, b.std_kwh, b.low, b.high
      FROM ${readings} r
      JOIN bounds b ON b.site_id = r.site_id AND b.appliance = r.appliance AND b.measure = ${literal(measure)}
      WHERE r.${column} < 0 OR CAST(r.${column} AS DOUBLE) NOT BETWEEN b.low AND b.high`,
  );
  await db.run(`
    CREATE TEMP TABLE anomalies AS
    SELECT * EXCLUDE (low, high), ${severity(settings)} AS severity
    FROM (
      SELECT *,
        CASE WHEN kwh < 0 THEN 'NEGATIVE' ELSE 'Z_SCORE' END AS kind,
        CASE WHEN kwh < 0 OR kwh < mean_kwh THEN 'LOW' ELSE 'HIGH' END AS direction,
        (CAST(kwh AS DOUBLE) - mean_kwh) / nullif(std_kwh, 0) AS z_score,
        CASE WHEN kwh < 0 THEN 0 WHEN kwh < mean_kwh THEN low ELSE high END AS threshold
      FROM (${outside})
    )`);
}

/** Everything found is at least LOW; a meter that runs backwards is at least HIGH, whatever its spread. */
function severity(settings: Settings): string {
  return `CASE
    WHEN abs(z_score) >= ${settings.ENERGY_SEVERITY_CRITICAL} THEN 'CRITICAL'
    WHEN abs(z_score) >= ${settings.ENERGY_SEVERITY_HIGH} OR kind = 'NEGATIVE' THEN 'HIGH'
    WHEN abs(z_score) >= ${settings.ENERGY_SEVERITY_MEDIUM} THEN 'MEDIUM'
    ELSE 'LOW' END`;
}

/** anomaly_data from the anomalies. */
export function anomaliesQuery(): string {
  return `SELECT * FROM anomalies ORDER BY ${SERIES}, utc, timestamp, kwh`;
}
