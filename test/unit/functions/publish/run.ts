/** What the steps before PublishResults leave behind, made from rows that a test writes down. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ForecastOutput, PublishInput, TableOutput } from '../../../../shared/contract.ts';
import { type Database, literal, withDatabase } from '../../../../shared/database/duckdb.ts';
import { FILES, insightsPrefix, monthPrefix, tablePrefix } from '../../../../shared/lake/keys.ts';
import { writeTable } from '../../../../shared/lake/run-files.ts';
import type { Insights } from '../../../../shared/report/insights.ts';
import type { StepContext } from '../../../../shared/runtime/step-context.ts';
import { castColumns, TABLES, type TableName } from '../../../../shared/tables/schema.ts';

export const KEY = 'raw/home.csv';
export const DATASET = 'home-0123456789';

type WrittenTable = Exclude<TableName, 'raw_energy_data' | 'shadowed_readings' | 'upload_readings'>;

/** SQL queries with a table's columns; a table without one has no rows. */
export type Queries = Partial<Record<WrittenTable, string>>;

const VALIDATED = ['balance_data'] as const satisfies WrittenTable[];

const AGGREGATED = [
  'processed_energy_data',
  'daily_energy_data',
  'hourly_energy_data',
  'cost_data',
  'bill_data',
  'bill_line_data',
  'demand_data',
  'load_duration_data',
  'load_shape_data',
  'load_profile_data',
  'missing_data',
] as const satisfies WrittenTable[];

const FORECAST = ['forecast_data', 'hourly_forecast_data', 'forecast_model_data'] as const satisfies WrittenTable[];

/** A query that has a table's columns and no rows. */
export function noRows(table: TableName): string {
  return `SELECT ${TABLES[table].columns.map(({ name }) => `NULL AS "${name}"`).join(', ')} WHERE false`;
}

/** A connection answers one query at a time. */
async function eachOf<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

export interface RunOptions {
  readonly run?: string;
  readonly etag?: string;
  readonly sequencer?: string | undefined;
  readonly insights?: Insights;
  /** SQL query with the columns of raw_energy_data, of the months that the input names. */
  readonly readings?: string;
  readonly input?: Partial<PublishInput>;
  readonly forecast?: PublishInput['branches']['forecast'];
  /** What the forecast knew from other uploads. */
  readonly history?: ForecastOutput['history'];
}

/** Writes the tables and the insights as the earlier steps do. @returns what PublishResults receives */
export async function prepareRun(
  context: StepContext,
  queries: Queries,
  options: RunOptions = {},
): Promise<PublishInput> {
  const { run = 'run-1' } = options;
  const dataset = options.input?.dataset ?? DATASET;
  await mkdir(context.folder, { recursive: true });
  const write = (db: Database, table: WrittenTable): Promise<TableOutput> =>
    writeTable(table, queries[table] ?? noRows(table), { dataset, run }, db, context, context.folder);
  const tables = await withDatabase(context.database, async (db) => ({
    validate: await eachOf(VALIDATED, (table) => write(db, table)),
    aggregate: await eachOf(AGGREGATED, (table) => write(db, table)),
    anomalies: [await write(db, 'anomaly_data'), await write(db, 'anomaly_event_data')],
    forecast: await eachOf(FORECAST, (table) => write(db, table)),
  }));
  await writeReadings(options.readings ?? READINGS, { dataset, run }, context);
  const insightsKey = `${insightsPrefix({ dataset, run, attempt: context.attempt })}insights.json`;
  if (options.insights) {
    await context.lake.putText(insightsKey, JSON.stringify(options.insights), 'application/json');
  }
  return inputOf(tables, { attempt: context.attempt, bucket: context.lake.bucket, insightsKey }, options);
}

/** One hour of use, at noon of the first day. */
export const READINGS = `SELECT 'home' AS site_id, 'AC' AS appliance, TIMESTAMP '2026-10-01 12:00:00' AS timestamp,
  TIMESTAMP '2026-10-01 10:00:00' AS utc, 60 AS interval_minutes, 1.5 AS kwh, NULL AS generated_kwh, 'submeter' AS flow,
  'parts' AS basis, 'measured' AS quality, 'AC' AS series, TIMESTAMP '2026-10-01 11:00:00' AS end_utc`;

/** Writes the file of each month that the rows are in, as ValidateReadings does. */
async function writeReadings(query: string, id: { dataset: string; run: string }, context: StepContext) {
  const prefix = tablePrefix('raw_energy_data', { ...id, attempt: context.attempt });
  await withDatabase(context.database, async (db) => {
    const months = await db.rows(`SELECT DISTINCT strftime(timestamp, '%Y-%m') AS month FROM (${query})`);
    for (const { month } of months) {
      const file = join(context.folder, `${id.dataset}-${month}.parquet`);
      await db.run(
        `COPY (SELECT ${castColumns('raw_energy_data')} FROM (${query}) WHERE strftime(timestamp, '%Y-%m') = '${month}')
        TO ${literal(file)} (FORMAT parquet)`,
      );
      await context.lake.upload(
        `${monthPrefix(prefix, String(month))}${FILES.table}`,
        file,
        'application/octet-stream',
      );
    }
  });
}

interface Tables {
  readonly validate: TableOutput[];
  readonly aggregate: TableOutput[];
  readonly anomalies: TableOutput[];
  readonly forecast: TableOutput[];
}

/** What PublishResults receives of a run that wrote these tables. */
export function inputOf(
  tables: Tables,
  { attempt, bucket, insightsKey }: { attempt: string; bucket: string; insightsKey: string },
  options: RunOptions = {},
): PublishInput {
  const { run = 'run-1', etag = 'etag-1', sequencer = '0010' } = options;
  const dataset = options.input?.dataset ?? DATASET;
  return {
    outcome: 'READY',
    run,
    dataset,
    source: { bucket, key: KEY, etag, ...(sequencer === undefined ? {} : { sequencer }) },
    rerun: false,
    timeZone: 'Europe/Berlin',
    rows: { read: 0 },
    readings: { accepted: 0, rejected: 0, missing: 0, duplicates: 0 },
    rejectedByCode: {},
    period: { from: '2026-10-01T00:00:00', to: '2026-11-01T00:00:00', days: 31 },
    measures: ['consumption'],
    data: { prefix: tablePrefix('raw_energy_data', { dataset, run, attempt }), months: ['2026-10'] },
    quarantine: null,
    overlap: null,
    sameBytes: null,
    bases: ['house'],
    stands: [],
    tables: tables.validate,
    branches: {
      aggregate: { status: 'OK', tables: tables.aggregate },
      anomalies: { status: 'OK', tables: tables.anomalies, count: tables.anomalies[0]?.rows ?? 0 },
      forecast: options.forecast ?? { status: 'OK', tables: tables.forecast, history: options.history },
      insights: options.insights
        ? { status: 'OK', provider: options.insights.provider, key: insightsKey }
        : { status: 'DEGRADED', reason: 'States.Timeout' },
    },
    ...options.input,
  };
}
