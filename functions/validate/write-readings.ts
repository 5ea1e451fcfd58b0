/** Writes the accepted readings as Parquet, one file a month. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Database, literal } from '../../shared/duckdb.ts';
import { FILES, monthPrefix, tablePrefix } from '../../shared/lake.ts';
import { castColumns, type Measure } from '../../shared/schema.ts';
import type { StepContext } from '../../shared/step.ts';
import type { Validated } from '../../statemachine/contract.ts';

/** A series' interval is the commonest difference among this many of its first times. */
const TIMES_LOOKED_AT = 1000;
const MICROSECONDS_PER_MINUTE = 60_000_000;

export interface WrittenReadings {
  readonly data: Validated['data'];
  readonly period: Validated['period'];
  readonly measures: Measure[];
}

const number = z.coerce.number();
const monthSchema = z.object({ month: z.string(), next: z.string(), days: number });

/** @param accepted SQL relation of at least one reading, see `Settled` */
export async function writeReadings(
  accepted: string,
  run: { dataset: string; run: string },
  db: Database,
  context: StepContext,
  folder: string,
): Promise<WrittenReadings> {
  await createSeries(accepted, db);
  const months = (
    await db.rows(
      `SELECT strftime(month, '%Y-%m') AS month, strftime(month + INTERVAL 1 MONTH, '%Y-%m') AS next, days FROM ` +
        `(SELECT date_trunc('month', timestamp) AS month, count(DISTINCT CAST(timestamp AS DATE)) AS days ` +
        `FROM ${accepted} GROUP BY 1) ORDER BY 1`,
    )
  ).map((row) => monthSchema.parse(row));

  const prefix = tablePrefix('raw_energy_data', { ...run, attempt: context.attempt });
  const withInterval = await joinInterval(accepted, db);
  let uploading: Promise<void> = Promise.resolve();
  for (const { month, next } of months) {
    const file = join(folder, `readings-${month}.parquet`);
    await db.run(
      `COPY (SELECT ${castColumns('raw_energy_data')} FROM ${withInterval} ` +
        `WHERE timestamp >= TIMESTAMP '${month}-01' AND timestamp < TIMESTAMP '${next}-01') ` +
        `TO ${literal(file)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)`,
    );
    // The next month is written while this one goes up.
    await uploading;
    uploading = context.lake
      .upload(`${monthPrefix(prefix, month)}${FILES.table}`, file, 'application/vnd.apache.parquet')
      .then(() => rm(file));
    uploading.catch(() => {});
  }
  await uploading;

  const { from, to, consumption, generation } = await describe(accepted, db);
  return {
    data: { prefix, months: months.map(({ month }) => month) },
    period: { from, to, days: months.reduce((sum, { days }) => sum + days, 0) },
    measures: [...(consumption ? (['consumption'] as const) : []), ...(generation ? (['generation'] as const) : [])],
  };
}

/** Table `series`: `site_id, appliance, interval_minutes`; the interval of a single reading cannot be told and is null. */
async function createSeries(accepted: string, db: Database): Promise<void> {
  await db.run(
    `CREATE TEMP TABLE series AS ` +
      `WITH firsts AS (SELECT site_id, appliance, list_sort(min(utc, ${TIMES_LOOKED_AT})) AS times FROM ${accepted} GROUP BY ALL), ` +
      `steps AS (SELECT site_id, appliance, unnest(list_transform(range(2, len(times) + 1), ` +
      `lambda i: date_diff('microsecond', times[i - 1], times[i]))) AS step FROM firsts), ` +
      `counted AS (SELECT site_id, appliance, step, count(*) AS times FROM steps GROUP BY ALL) ` +
      `SELECT site_id, appliance, (SELECT first(step ORDER BY times DESC, step) FROM counted c ` +
      `WHERE c.site_id = f.site_id AND c.appliance = f.appliance) / ${MICROSECONDS_PER_MINUTE}.0::DOUBLE AS interval_minutes ` +
      `FROM firsts f`,
  );
}

/** Where all series have one interval, which is the rule, it is a constant and costs no join. */
async function joinInterval(accepted: string, db: Database): Promise<string> {
  const intervals = await db.rows('SELECT DISTINCT interval_minutes AS minutes FROM series LIMIT 2');
  const [only] = intervals;
  if (intervals.length === 1 && typeof only?.minutes === 'number') {
    return `(SELECT *, ${only.minutes}::DOUBLE AS interval_minutes FROM ${accepted})`;
  }
  return `(SELECT * FROM ${accepted} JOIN series USING (site_id, appliance))`;
}

const describedSchema = z.object({ from: z.string(), to: z.string(), consumption: number, generation: number });

async function describe(accepted: string, db: Database) {
  const iso = "'%Y-%m-%dT%H:%M:%S'";
  const [row] = await db.rows(
    `SELECT strftime(min(first), ${iso}) AS from, ` +
      `strftime(max(last + to_microseconds(CAST(coalesce(interval_minutes, 0) * ${MICROSECONDS_PER_MINUTE} AS BIGINT))), ${iso}) AS to, ` +
      `sum(consumed) AS consumption, sum(generated) AS generation FROM ` +
      `(SELECT site_id, appliance, min(timestamp) AS first, max(timestamp) AS last, count(kwh) AS consumed, ` +
      `count(generated_kwh) AS generated FROM ${accepted} GROUP BY ALL) JOIN series USING (site_id, appliance)`,
  );
  return describedSchema.parse(row);
}
