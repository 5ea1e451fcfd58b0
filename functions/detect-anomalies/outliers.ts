import { z } from 'zod';
import { type Database, literal } from '../../shared/database/duckdb.ts';
import { SEVERITIES, type Severity } from '../../shared/energy/anomalies.ts';
import type { HourlyBuckets } from '../../shared/readings/fetch-hourly-buckets.ts';
import { HOURS_KNOWN } from '../../shared/readings/hourly-buckets.ts';
import { COMBINED_SUMS, MEAN, momentSums, sampleDeviation } from '../../shared/readings/moments.ts';
import { eachMeasure, SERIES, type Survey } from '../../shared/readings/series.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import { MEASURES } from '../../shared/tables/schema.ts';

const extremesSchema = z.array(
  z.object({ measure: z.enum(MEASURES), low: z.number().nullable(), high: z.number().nullable() }),
);

/**
 * The TEMP table `bounds`: mean, sample standard deviation, and mean -+ k standard deviations of each series, and
 * the series' place in their order. A constant series and a single reading have no spread, and of two readings neither
 * is the odd one: their bounds are null, and nothing lies outside of them.
 * @param sigma k, the number of standard deviations
 * @param earlier readings that count beside those of the upload
 */
export async function createBounds(
  db: Database,
  { relation, survey: own }: HourlyBuckets,
  sigma: number,
  earlier: string | null = null,
): Promise<void> {
  const { sums, survey } =
    earlier === null ? { sums: null, survey: own } : await earlierSums(relation, own, earlier, db);
  const read = `SELECT ${SERIES}, ${MOMENTS} FROM ${relation} WHERE state = 'read'`;
  const all = sums === null ? read : `${read} UNION ALL ${sums}`;
  await db.run(`
    CREATE TEMP TABLE bounds AS
    SELECT *, ${nearly('low', '+')} AS nearly_low, ${nearly('high', '-')} AS nearly_high
    FROM (SELECT ${SERIES}, CAST(row_number() OVER (ORDER BY ${SERIES}) AS INTEGER) AS place, mean_kwh, std_kwh,
      CASE WHEN n > 2 THEN mean_kwh - ${sigma} * nullif(std_kwh, 0) END AS low,
      CASE WHEN n > 2 THEN mean_kwh + ${sigma} * nullif(std_kwh, 0) END AS high
    FROM (
      SELECT ${SERIES}, n, ${MEAN} AS mean_kwh, ${sampleDeviation(survey)} AS std_kwh
      FROM (SELECT ${SERIES}, ${COMBINED_SUMS} FROM (${all}) GROUP BY ${SERIES})
    ))`);
}

const MOMENTS = 'n, total, squared_total, squares';
/** Less than a day does not tell what a series does. */
const FEWEST_MINUTES = 24 * 60;
const HALF_A_MINUTE = 0.5;

const earlierSchema = z.tuple([z.object({ rows: z.coerce.number(), largest: z.coerce.number() })]);

/** What earlier readings of the same series and the same length add to its sums, where they are of a day or more. */
async function earlierSums(relation: string, own: Survey, earlier: string, db: Database) {
  const minutes = 'epoch_us(r.end_utc - r.utc) / 60000000.0::DOUBLE';
  await db.run(`
    CREATE OR REPLACE TEMP TABLE earlier_energies AS
    SELECT ${SERIES}, e.kwh, e.minutes FROM (${eachMeasure(
      own,
      (measure, column) =>
        `SELECT site_id, appliance, ${literal(measure)} AS measure, ${column} AS kwh, ${minutes} AS minutes
        FROM ${earlier} r WHERE ${column} IS NOT NULL`,
    )}) e
      JOIN (SELECT ${SERIES}, sum(minutes) / sum(n) AS usual FROM ${relation} WHERE state = 'read' GROUP BY ${SERIES})
        USING (${SERIES})
    WHERE abs(e.minutes - usual) < ${HALF_A_MINUTE}`);
  const [{ rows, largest }] = earlierSchema.parse(
    await db.rows('SELECT count(*) AS rows, coalesce(max(abs(kwh)), 0) AS largest FROM earlier_energies'),
  );
  const survey = { ...own, rows: own.rows + rows, largest: Math.max(own.largest, largest) };
  const sums =
    `SELECT ${SERIES}, ${momentSums(survey, 'kwh')} FROM earlier_energies ` +
    `GROUP BY ${SERIES} HAVING sum(minutes) >= ${FEWEST_MINUTES}`;
  return { sums, survey };
}

/** SQL: a bound in the readings' own type, a little inside: comparing with it is fast, and the bound itself decides. */
function nearly(bound: string, inwards: '+' | '-'): string {
  const moved = `${bound} ${inwards} (2e-9 + abs(${bound}) * 1e-12)`;
  return `CAST(greatest(-${LARGEST}, least(${LARGEST}, ${moved})) AS DECIMAL(18,9))`;
}

/**
 * The TEMP table `anomalies`: every reading strictly outside of its series' bounds, and every negative one. A reading
 * that is both appears once, as NEGATIVE, and keeps its z-score.
 *
 * Most readings lie within the bounds of every series: those are sorted out by two constants, before the join that
 * finds a reading its own series' bounds.
 */
export async function createAnomalies(
  db: Database,
  readings: string,
  survey: Survey,
  settings: Settings,
): Promise<void> {
  const extremes = extremesSchema.parse(
    await db.rows('SELECT measure, max(low) AS low, min(high) AS high FROM bounds GROUP BY measure'),
  );
  const outside = eachMeasure(survey, (measure, column) => {
    const { low, high } = extremes.find((each) => each.measure === measure) ?? { low: null, high: null };
    return `
      SELECT b.site_id, b.appliance, b.measure, b.place, r.timestamp, r.utc, r.kwh, b.mean_kwh, b.std_kwh, b.low, b.high
      FROM (
        SELECT site_id, appliance, timestamp, utc, ${column} AS kwh, ${HOURS_KNOWN} AS hours_known FROM ${readings}
        WHERE ${column} < ${decimal(Math.max(0, (low ?? 0) + margin(low)))}
          OR ${column} > ${decimal((high ?? LARGEST) - margin(high))}
      ) r
      JOIN bounds b ON b.site_id = r.site_id AND b.appliance = r.appliance AND b.measure = ${literal(measure)}
      WHERE r.hours_known AND (r.kwh < 0 OR r.kwh <= b.nearly_low OR r.kwh >= b.nearly_high)
        AND (r.kwh < 0 OR CAST(r.kwh AS DOUBLE) NOT BETWEEN b.low AND b.high)`;
  });
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

/** Beyond any reading. */
const LARGEST = 999_999_999;

/** Rounding a bound to a reading's decimals must not lose a reading; the bound itself decides later. */
function margin(bound: number | null): number {
  return 1e-9 + Math.abs(bound ?? 0) * 1e-12;
}

/** A constant of the readings' own type: only then is the filter applied while the file is read. */
function decimal(kwh: number): string {
  return `CAST('${Math.max(-LARGEST, Math.min(LARGEST, kwh)).toFixed(9)}' AS DECIMAL(18,9))`;
}

/** Everything found is at least LOW; a meter that runs backwards is at least HIGH, whatever its spread. */
function severity(settings: Settings): string {
  const isOf = {
    CRITICAL: `abs(z_score) >= ${settings.ENERGY_SEVERITY_CRITICAL}`,
    HIGH: `abs(z_score) >= ${settings.ENERGY_SEVERITY_HIGH} OR kind = 'NEGATIVE'`,
    MEDIUM: `abs(z_score) >= ${settings.ENERGY_SEVERITY_MEDIUM}`,
    LOW: 'true',
  } as const satisfies Record<Severity, string>;
  return `CASE ${SEVERITIES.toReversed()
    .map((each) => `WHEN ${isOf[each]} THEN '${each}'`)
    .join(' ')} END`;
}

/** anomaly_data from the anomalies, in the order of the series, by their place: comparing names would take longer. */
export function anomaliesQuery(): string {
  return 'SELECT * FROM anomalies ORDER BY place, utc, timestamp, kwh';
}
