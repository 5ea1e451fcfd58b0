/**
 * The peak of each site's demand: its highest quarter hour, which is what a grid operator bills; of longer intervals
 * the highest of these, of an hour at most. Only the hours that can hold a peak are read reading by reading.
 */
import type { Database } from '../../shared/database/duckdb.ts';
import type { HourlyBuckets } from '../../shared/readings/fetch-hourly-buckets.ts';
import { HOURS, YEAR_ONE } from '../../shared/readings/hourly-buckets.ts';
import { eachMeasure } from '../../shared/readings/series.ts';

const QUARTER_MINUTES = 15;
const QUARTER_US = QUARTER_MINUTES * 60_000_000;
const QUARTERS_PER_HOUR = 4;
const HOUR_MINUTES = 60;

/**
 * Creates `peaks`: site_id, measure, peak_kw, peak_minutes (length of the interval), peak_timestamp (its start, local;
 * the first on a tie), from `demand`.
 * @param readings brings the readings; asked only where some interval is shorter than an hour
 */
export async function createPeaks(
  db: Database,
  buckets: HourlyBuckets,
  readings: () => Promise<string>,
): Promise<void> {
  const [fine] = await db.rows(
    `SELECT count(*) AS n FROM (SELECT 1 FROM ${buckets.relation} ` +
      `WHERE n > 1 OR interval_minutes < ${HOUR_MINUTES} LIMIT 1)`,
  );
  const hour = `make_timestamp(hours * 3600000000 - ${YEAR_ONE})`;
  const hourly =
    `SELECT site_id, measure, ${hour} AS timestamp, ` +
    `CAST(kw AS DECIMAL(38,9)) AS kw, ${HOUR_MINUTES} AS minutes FROM demand`;
  const all = Number(fine?.n) === 0 ? hourly : `${hourly} UNION ALL ${await quarters(db, buckets, await readings())}`;
  await db.run(`
    CREATE TEMP TABLE peaks AS
    SELECT site_id, measure, CAST(max(kw) AS DOUBLE) AS peak_kw,
      arg_max(minutes, (kw, -minutes, -epoch_us(timestamp))) AS peak_minutes,
      arg_max(timestamp, (kw, -minutes, -epoch_us(timestamp))) AS peak_timestamp
    FROM (${all}) GROUP BY site_id, measure`);
}

/**
 * SQL of the demand in the quarters of the hours that can hold the peak; those in which a reading lies across their
 * edges are left out.
 */
async function quarters(db: Database, { relation, survey }: HourlyBuckets, readings: string): Promise<string> {
  // No quarter has more than all energy of its hour, nor more than its strongest reading would give.
  await db.run(`
    CREATE TEMP TABLE peak_hours AS
    SELECT site_id, measure, hours FROM demand
    JOIN (
      SELECT site_id, measure, hours,
        sum(least(${QUARTERS_PER_HOUR} * CAST(total AS DOUBLE),
          CAST(largest AS DOUBLE) * ${HOUR_MINUTES} / nullif(interval_minutes, 0))) AS most
      FROM ${relation} WHERE NOT impossible GROUP BY site_id, measure, hours
    ) USING (site_id, measure, hours)
    JOIN (SELECT site_id, measure, max(kw) AS highest FROM demand GROUP BY site_id, measure) USING (site_id, measure)
    WHERE coalesce(most, highest) >= highest`);
  const inMeasure = eachMeasure(
    survey,
    (measure, column) => `
      SELECT site_id, '${measure}' AS measure, ${HOURS} AS hours, timestamp, utc, ${column} AS energy,
        epoch_us(end_utc) - epoch_us(utc) AS length
      FROM ${readings} WHERE ${column} IS NOT NULL`,
  );
  const within =
    `SELECT r.*, epoch_us(utc) % ${QUARTER_US} AS past FROM (${inMeasure}) r ` +
    `SEMI JOIN peak_hours USING (site_id, measure, hours)`;
  const fits =
    `(length > 0 AND past + length <= ${QUARTER_US}) ` +
    `OR (past = 0 AND length % ${QUARTER_US} = 0 AND length <= 3600000000)`;
  const pieces = `
    SELECT *, coalesce(${fits}, false) AS fits, greatest(1, length // ${QUARTER_US}) AS parts,
      unnest(range(CASE WHEN ${fits} THEN greatest(1, length // ${QUARTER_US}) ELSE 1 END)) AS nth
    FROM (${within})`;
  const start = (time: string) => `make_timestamp(epoch_us(${time}) - past + nth * ${QUARTER_US})`;
  return `
    SELECT site_id, measure, timestamp, kw, minutes FROM (
      SELECT site_id, measure, hours, min(${start('timestamp')}) AS timestamp, ${start('utc')} AS quarter,
        sum(CAST(CAST(energy AS DOUBLE) / parts * ${QUARTERS_PER_HOUR} AS DECIMAL(38,9))) AS kw,
        CAST(min(greatest(${QUARTER_MINUTES}, length / 60000000)) AS INTEGER) AS minutes,
        bool_and(bool_and(fits)) OVER (PARTITION BY site_id, measure, hours) AS whole
      FROM (${pieces}) GROUP BY site_id, measure, hours, quarter
    ) WHERE whole`;
}
