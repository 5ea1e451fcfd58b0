/** Writes the accepted readings as Parquet, one file a month. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { TableOutput, Validated } from '../../../shared/contract.ts';
import { type Database, literal } from '../../../shared/database/duckdb.ts';
import { FILES, monthPrefix, tablePrefix } from '../../../shared/lake/keys.ts';
import { withoutExports, writeTables } from '../../../shared/lake/run-files.ts';
import { BUCKET_DAY, meanInterval } from '../../../shared/readings/hourly-buckets.ts';
import { createBucketsOfPieces } from '../../../shared/readings/pieces.ts';
import { type Survey, surveyReadings } from '../../../shared/readings/series.ts';
import type { StepContext } from '../../../shared/runtime/step-context.ts';
import { castColumns, type Measure } from '../../../shared/tables/schema.ts';
import { MINUTE_US } from '../../../shared/time-units.ts';
import type { Balance } from '../balance/balance.ts';
import type { Energies } from '../convert/to-energy.ts';
import { ARE_WORTH_IT, createHourlyBuckets, FEW_READINGS, isFew, writeHourlyBuckets } from '../read/hourly-buckets.ts';
import { onlyClock, type Zones } from '../read/zones.ts';

export interface WrittenReadings {
  readonly data: Validated['data'];
  readonly period: Validated['period'];
  readonly measures: Measure[];
  /** balance_data and upload_readings. */
  readonly tables: TableOutput[];
}

const number = z.coerce.number();
const daySchema = z.object({ day: z.string() });

/**
 * @param balance at least one reading
 * @param others relation of what the file holds beside energies, with the columns of upload_readings; null where there
 * is nothing
 * @param energies what it was made from; the table `series` describes it
 * @param survey of the table `buckets`, where that holds the accepted readings already
 * @param zones the clocks of the sites
 */
export async function writeReadings(
  { readings: balanced, plain, measures, balance, asRead }: Balance,
  others: string | null,
  { changes, spans }: Energies,
  survey: Survey | null,
  zones: Zones,
  run: { dataset: string; run: string },
  db: Database,
  context: StepContext,
  folder: string,
): Promise<WrittenReadings> {
  const { from, to, readings, dense_enough } = await describe(changes, spans ? balanced : null, db);
  // Of what goes the short way each step works them out: that costs less than a file of them.
  const worthIt = dense_enough && !isFew({ from, to }, readings);
  const surveyed = plain && !spans ? survey : null;
  const buckets =
    surveyed ??
    (await bucketsOf(plain ? balanced : withoutExports(balanced), measures, { changes, spans, worthIt }, zones, db));
  const ofReadings = `SELECT DISTINCT CAST(timestamp AS DATE) AS day FROM ${balanced}`;
  const days = await daysOf(buckets ? `SELECT DISTINCT ${BUCKET_DAY} AS day FROM buckets` : ofReadings, db);
  // The days of a long stretch may be of months in which no reading begins.
  const months = [...new Set((spans ? await daysOf(ofReadings, db) : days).map((each) => each.slice(0, 7)))].sort();

  const names: NameTypes = readings < FEW_READINGS || !plain ? {} : await createNameTypes(db);
  const prefix = tablePrefix('raw_energy_data', { ...run, attempt: context.attempt });
  let uploading: Promise<void> = Promise.resolve();
  const upload = async (key: string, file: string) => {
    await context.lake.upload(key, file, 'application/vnd.apache.parquet');
    await rm(file);
  };
  // While one file goes up, the next one is written.
  const next = async (key: string, file: string) => {
    await uploading;
    uploading = upload(key, file);
    uploading.catch(() => {});
  };
  if (buckets)
    await next(`${prefix}${FILES.cells}`, await writeHourlyBuckets(names, { timed: !surveyed, spans }, db, folder));
  for (const month of months) {
    const file = join(folder, `readings-${month}.parquet`);
    await db.run(
      `COPY (SELECT ${castColumns('raw_energy_data', names)} FROM ${balanced} ` +
        `WHERE timestamp >= DATE '${month}-01' AND timestamp < DATE '${month}-01' + INTERVAL 1 MONTH) ` +
        `TO ${literal(file)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)`,
    );
    await next(`${monthPrefix(prefix, month)}${FILES.table}`, file);
  }
  await uploading;
  const byHour = buckets !== null && plain && !spans && readings >= FEW_READINGS;
  const tables = await writeTables(
    [
      { table: 'balance_data', query: balance(byHour) },
      others === null
        ? { table: 'upload_readings', query: asRead, types: { site_id: names.site_id, series: names.series } }
        : { table: 'upload_readings', query: `${asRead} UNION ALL BY NAME SELECT * FROM ${others}` },
    ],
    run,
    db,
    context,
    folder,
  );

  return {
    tables,
    data: { prefix, months, ...(buckets ? { cells: { rows: buckets.rows, largest: buckets.largest, spans } } : {}) },
    period: { from, to, days: days.length },
    measures: [...measures],
  };
}

async function daysOf(query: string, db: Database): Promise<string[]> {
  return (await db.rows(query)).map((row) => daySchema.parse(row).day);
}

/** Makes the table `buckets`, where it is worth it: buckets carry the one interval of their series. */
async function bucketsOf(
  balanced: string,
  measures: readonly Measure[],
  { changes, spans, worthIt }: { readonly changes: boolean; readonly spans: boolean; readonly worthIt: boolean },
  zones: Zones,
  db: Database,
): Promise<Survey | null> {
  if (!spans && (changes || !worthIt)) return null;
  const survey = await surveyReadings(db, balanced, measures);
  if (spans) await createBucketsOfPieces(balanced, survey, onlyClock(zones), db);
  else await createHourlyBuckets(balanced, survey, db, `${meanInterval('1')} AS interval_minutes`);
  return survey;
}

/**
 * The names of sites and appliances as ENUM types, from the table `series`: a Parquet writer that is given numbers for
 * repeated text takes half the time.
 */
async function createNameTypes(db: Database): Promise<NameTypes> {
  const types = { site_id: 'site_names', appliance: 'appliance_names' } as const;
  for (const [column, type] of Object.entries(types)) {
    await db.run(`CREATE TEMP TYPE ${type} AS ENUM (SELECT DISTINCT ${column} FROM series ORDER BY 1)`);
  }
  return { ...types, series: types.appliance };
}

/** DuckDB types by column. */
interface NameTypes {
  readonly [column: string]: string;
}

const describedSchema = z.object({
  from: z.string(),
  to: z.string(),
  readings: number,
  dense_enough: z.boolean(),
});

/**
 * What the table `series` says of all readings.
 * @param spans relation of readings that have an end of their own; null where there are none
 */
async function describe(changes: boolean, spans: string | null, db: Database) {
  const usual = `CAST(coalesce(interval_minutes, 0) * ${MINUTE_US} AS BIGINT)`;
  const lasts = changes ? `coalesce(lasts, ${usual})` : usual;
  const own = changes
    ? ' LEFT JOIN (SELECT site_id, appliance, lasts FROM odd_intervals WHERE step IS NULL) USING (site_id, appliance)'
    : '';
  const iso = "'%Y-%m-%dT%H:%M:%S'";
  const end = spans
    ? `(SELECT max(timestamp + to_microseconds(epoch_us(end_utc) - epoch_us(utc))) FROM ${spans})`
    : `max(last + to_microseconds(${lasts}))`;
  const [row] = await db.rows(
    `SELECT strftime(min(first), ${iso}) AS from, ` +
      `strftime(${end}, ${iso}) AS to, ` +
      `sum(readings) AS readings, ${ARE_WORTH_IT} AS dense_enough ` +
      `FROM series${own}`,
  );
  return describedSchema.parse(row);
}
