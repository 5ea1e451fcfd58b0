/** What a step is given, over a folder: real DuckDB, real Parquet files, no server. */
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TableOutput, Validated } from '../../shared/contract.ts';
import { type Database, literal, type Row, withDatabase } from '../../shared/database/duckdb.ts';
import { FILES, monthPrefix, tablePrefix } from '../../shared/lake/keys.ts';
import { castColumns, type Measure } from '../../shared/tables/schema.ts';
import { folderLake } from './folder-lake.ts';
import { createStepContext } from './step-context.ts';

export interface TestReading {
  site_id?: string;
  appliance?: string;
  /** Wall clock at the site, `2026-10-01 00:00:00`. */
  timestamp: string;
  /** The same instant; the wall clock when left out. */
  utc?: string;
  interval_minutes?: number | null;
  kwh?: number | string | null;
  generated_kwh?: number | string | null;
}

export interface Bench {
  readonly context: ReturnType<typeof createStepContext>;
  /** Writes readings where a run's validate step would have, all in one file, in the order given. */
  readings(rows: readonly TestReading[]): Promise<Validated>;
  /** Writes the rows of an SQL query with the columns of raw_energy_data. */
  readingsFrom(query: string): Promise<Validated>;
  /** The rows of a table that a step wrote, in file order. */
  rows(output: TableOutput | undefined, select?: string): Promise<Row[]>;
  /** Name and type of each column of a table's file. */
  columns(output: TableOutput | undefined): Promise<Row[]>;
  close(): Promise<void>;
}

function sqlValue(value: number | string | null | undefined): string {
  return value === null || value === undefined ? 'NULL' : `'${value}'`;
}

function rowSql(row: TestReading): string {
  const values = [
    row.site_id ?? 'home',
    row.appliance ?? 'total',
    row.timestamp,
    row.utc ?? row.timestamp,
    row.interval_minutes === undefined ? 60 : row.interval_minutes,
    row.kwh,
    row.generated_kwh,
  ];
  return `(${values.map((value) => (typeof value === 'string' ? literal(value) : sqlValue(value))).join(', ')})`;
}

const END =
  'make_timestamp(epoch_us(CAST(utc AS TIMESTAMP)) + ' +
  'CAST(coalesce(CAST(interval_minutes AS DOUBLE), 0) * 60000000 AS BIGINT))';

/** The balance of sites whose series add up to the use, and whose panels nothing measures at the grid. */
function balanceQuery(file: string): string {
  const unknown = ['import', 'export', 'charge', 'discharge', 'residual'].map((name) => `NULL AS ${name}_kwh`);
  return `SELECT *, ${unknown.join(', ')},
      CASE WHEN use_kwh IS NOT NULL AND production_kwh IS NOT NULL THEN greatest(0,
        least(use_kwh, production_kwh)) END AS self_used_kwh
    FROM (
      SELECT site_id, basis, min(timestamp) AS timestamp, utc, max(end_utc) AS end_utc, sum(kwh) AS use_kwh,
        sum(generated_kwh) AS production_kwh
      FROM read_parquet(${literal(file)}) GROUP BY site_id, basis, utc
    )`;
}

/** @param env settings, as in the function's environment */
export async function stepBench(env: Record<string, string> = {}): Promise<Bench> {
  const root = await mkdtemp(join(tmpdir(), 'energy-step-'));
  const lake = folderLake(join(root, 'lake'));
  const context = createStepContext(lake, root, { env });
  const { database } = context;
  const fileOf = (key: string) => join(root, 'lake', key);

  async function readingsFrom(query: string): Promise<Validated> {
    const id = { dataset: 'sample-0123456789', run: 'run-1', attempt: randomUUID() };
    const prefix = tablePrefix('raw_energy_data', id);
    const file = fileOf(`${monthPrefix(prefix, '2026-10')}${FILES.table}`);
    await mkdir(dirname(file), { recursive: true });
    return withDatabase(database, async (db: Database) => {
      await db.run(
        `COPY (SELECT ${castColumns('raw_energy_data')} ` +
          `FROM (SELECT *, 'consumption' AS flow, 'house' AS basis, 'measured' AS quality, ` +
          `appliance AS series, ${END} AS end_utc FROM (${query}))) TO ${literal(file)} (FORMAT parquet)`,
      );
      const balance = tablePrefix('balance_data', id);
      await mkdir(dirname(fileOf(`${balance}${FILES.table}`)), { recursive: true });
      const [{ Count: rows } = {}] = await db.rows(
        `COPY (SELECT ${castColumns('balance_data')} ` +
          `FROM (${balanceQuery(file)})) TO ${literal(fileOf(`${balance}${FILES.table}`))} (FORMAT parquet)`,
      );
      const [found] = await db.rows(
        `SELECT count(kwh) AS consumption, count(generated_kwh) AS generation,
          strftime(min(timestamp), '%Y-%m-%dT%H:%M:%S') AS "from",
           strftime(max(timestamp + to_microseconds(CAST(coalesce(interval_minutes, 0) * 60000000 AS BIGINT))),
             '%Y-%m-%dT%H:%M:%S') AS "to",
           count(DISTINCT CAST(timestamp AS DATE)) AS days
         FROM read_parquet(${literal(file)})`,
      );
      const measures: Measure[] = [];
      if (Number(found?.consumption) > 0) measures.push('consumption');
      if (Number(found?.generation) > 0) measures.push('generation');
      const accepted = Number(found?.consumption) + Number(found?.generation);
      return {
        outcome: 'READY',
        stands: [],
        run: id.run,
        dataset: id.dataset,
        source: { bucket: lake.bucket, key: 'raw/sample.csv', etag: 'e' },
        rerun: false,
        timeZone: 'UTC',
        rows: { read: accepted },
        readings: { accepted, rejected: 0, missing: 0, duplicates: 0 },
        rejectedByCode: {},
        period: { from: String(found?.from), to: String(found?.to), days: Number(found?.days) },
        measures,
        data: { prefix, months: ['2026-10'] },
        quarantine: null,
        overlap: null,
        sameBytes: null,
        bases: ['house'],
        tables: [{ table: 'balance_data', prefix: balance, rows: Number(rows) }],
      };
    });
  }

  async function query(output: TableOutput | undefined, sql: (relation: string) => string): Promise<Row[]> {
    if (!output) throw new Error('The step did not write this table.');
    const relation = `read_parquet(${literal(fileOf(`${output.prefix}${FILES.table}`))}, hive_partitioning = false)`;
    return withDatabase(database, (db) => db.rows(sql(relation)));
  }

  return {
    context,
    readings: (rows) =>
      readingsFrom(
        `SELECT * FROM (VALUES ${rows.map(rowSql).join(', ')})
         t(site_id, appliance, timestamp, utc, interval_minutes, kwh, generated_kwh)`,
      ),
    readingsFrom,
    rows: (output, select = '*') => query(output, (relation) => `SELECT ${select} FROM ${relation}`),
    columns: (output) =>
      query(output, (relation) => `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${relation})`),
    close: () => rm(root, { recursive: true, force: true }),
  };
}
