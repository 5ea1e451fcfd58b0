/** The buckets of a run's readings: a file that ValidateReadings wrote, or worked out from readings that are few. */
import { join } from 'node:path';
import type { Validated } from '../contract.ts';
import { type Database, literal } from '../database/duckdb.ts';
import { FILES } from '../lake/keys.ts';
import { fetchReadings } from '../lake/run-files.ts';
import type { StepContext } from '../runtime/step-context.ts';
import type { Measure } from '../tables/schema.ts';
import type { Clock } from './clock.ts';
import { hourlyBucketsQuery, meanInterval } from './hourly-buckets.ts';
import { createBucketsOfPieces } from './pieces.ts';
import { findImpossible } from './plausibility.ts';
import { SERIES, type Survey, surveyReadings } from './series.ts';

export interface HourlyBuckets {
  /**
   * SQL relation with the columns of `hourlyBucketsQuery` and
   * - `interval_minutes` of the series; null where its readings have none in common
   * - `state`: `read`, or `spread` for the part of an energy whose hours are not known; an hour may have a bucket of
   *   each
   * - `minutes`, `begins_utc, begins_timestamp, ends_utc`: the time that its energy covers
   * - `impossible`: whether a reading in it is not believed; a bucket with one has `limit_kwh`, the highest that is
   */
  readonly relation: string;
  /** Some readings have an end of their own: a bucket may have energy and no reading that begins in it. */
  readonly spans: boolean;
  /** Of the readings that the buckets were made from. */
  readonly survey: Survey;
}

/**
 * Brings the buckets of a run's readings into this step.
 * @param readings the relation of `fetchReadings` where the step has it already
 */
export async function fetchHourlyBuckets(
  input: Validated,
  db: Database,
  context: StepContext,
  folder: string,
  readings?: string,
): Promise<HourlyBuckets> {
  const { cells } = input.data;
  if (cells) {
    const { spans } = cells;
    const file = join(folder, FILES.cells);
    const covering = withCoverage(`read_parquet(${literal(file)})`, spans);
    await context.lake.download(`${input.data.prefix}${FILES.cells}`, file);
    const survey = { rows: cells.rows, largest: cells.largest, measures: input.measures };
    return { relation: await withFaults(covering, db, folder), spans, survey };
  }
  const source = readings ?? (await fetchReadings(input, context, folder));
  return bucketsOfReadings(source, input.measures, db, folder);
}

/**
 * The buckets of readings that each last the one interval of their series.
 * @param readings relation with the columns of raw_energy_data
 * @param measures those that may be present
 * @param folder for the files that the relation reads
 */
export async function bucketsOfReadings(
  readings: string,
  measures: readonly Measure[],
  db: Database,
  folder: string,
): Promise<HourlyBuckets> {
  const file = join(folder, FILES.cells);
  const survey = await surveyReadings(db, readings, measures);
  // Buckets that are as many as the readings would fill the memory; a file of them can be read on several connections.
  await db.run(
    `COPY (${hourlyBucketsQuery(readings, survey, `${meanInterval('1')} AS interval_minutes`)}) TO ${literal(file)} ` +
      `(FORMAT parquet, COMPRESSION snappy)`,
  );
  const covering = withCoverage(`read_parquet(${literal(file)})`, false);
  return { relation: await withFaults(covering, db, folder), spans: false, survey };
}

/**
 * The buckets of readings that have ends of their own, or several intervals in a series.
 * @param readings relation with the columns of raw_energy_data and `hours_known`
 * @param clock of all sites; null where they have several
 */
export async function bucketsOfSpans(
  readings: string,
  measures: readonly Measure[],
  clock: Clock | null,
  db: Database,
  folder: string,
): Promise<HourlyBuckets> {
  const survey = await surveyReadings(db, readings, measures);
  const timed = `(SELECT *, interval_minutes AS series_minutes FROM ${readings})`;
  await createBucketsOfPieces(timed, survey, clock, db);
  return { relation: await withFaults('buckets', db, folder), spans: true, survey };
}

/** Readings that last the interval of their series cover it, and their hours are known. */
function withCoverage(file: string, spans: boolean): string {
  if (spans) return file;
  const lasts = 'CAST(round(interval_minutes * 60000000) AS BIGINT)';
  return (
    `(SELECT *, 'read' AS state, n * interval_minutes AS minutes, first_utc AS begins_utc, ` +
    `first_timestamp AS begins_timestamp, ` +
    `last_utc + to_microseconds(coalesce(${lasts}, 0)) AS ends_utc FROM ${file})`
  );
}

/** A file of limits can be read on several connections, a TEMP table cannot. */
async function withFaults(buckets: string, db: Database, folder: string): Promise<string> {
  if (!(await findImpossible(buckets, db)))
    return `(SELECT *, false AS impossible, NULL::DOUBLE AS limit_kwh FROM ${buckets})`;
  const file = join(folder, 'impossible.parquet');
  await db.run(`COPY impossible_limits TO ${literal(file)} (FORMAT parquet)`);
  return (
    `(SELECT b.*, coalesce(b.largest > limit_kwh, false) AS impossible, limit_kwh ` +
    `FROM ${buckets} b LEFT JOIN read_parquet(${literal(file)}) USING (${SERIES}))`
  );
}
