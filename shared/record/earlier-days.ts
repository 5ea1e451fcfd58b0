/** Daily totals that the record has of a run's sites: what other uploads have told of them, each instant once. */

import { join } from 'node:path';
import pMap, { pMapSkip } from 'p-map';
import { z } from 'zod';
import type { Validated } from '../contract.ts';
import { type Database, literal } from '../database/duckdb.ts';
import { generationFile } from '../lake/keys.ts';
import { ObjectGone } from '../runtime/lake-port.ts';
import { LOG } from '../runtime/log.ts';
import type { StepContext } from '../runtime/step-context.ts';
import { dayAfter, lastDayBefore } from '../text/days.ts';
import { readRecord } from './site-record.ts';

/** Three years: two whole ones for a yearly season, and the one that is under way. */
const DAYS = 3 * 365 + 1;
/** Months of sites, one download each, about 30 ms on AWS, 16 at once. */
const MONTHS = 2000;
/** Rows of all of them together; a row takes about 50 bytes of memory. */
const ROWS = 5_000_000;
const AT_ONCE = 16;
const TABLE = 'daily_energy_data';

export interface EarlierDays {
  /**
   * Name of a TEMP table, one row per series and local date: `site_id, appliance, measure, day (DATE), total_kwh,
   * coverage (0 to 1, of the day's usual readings), source` (index into `datasets`). null when the record has none of
   * another upload.
   */
  readonly relation: string | null;
  /** Uploads that the days are from, by name. */
  readonly datasets: readonly string[];
  /** Months of the sites that were not looked at, because there are too many. */
  readonly leftOut: number;
}

/** A day with less of its readings is not its total. */
export const COMPLETE = 0.9;

const siteSchema = z.array(z.object({ site_id: z.string() }));
const datasetSchema = z.array(z.object({ dataset: z.string() }));

/**
 * Gathers the daily totals of this run's sites from their record: series by series, up to the end of this upload's
 * period, over the last three years or as many days as are asked for. Never those of the dataset of the run itself,
 * whose earlier version this upload replaces. Days that this upload holds as well are included: the caller decides
 * which count.
 *
 * A series is compared with the series of the same site, appliance and measure; an upload by circuits says nothing of
 * the total of another.
 * @param buckets relation with the `site_id` of this run's readings
 * @param days how far back it looks
 */
export async function earlierDays(
  buckets: string,
  input: Validated,
  context: StepContext,
  db: Database,
  folder: string,
  days = DAYS,
): Promise<EarlierDays> {
  const last = lastDayBefore(input.period.to);
  const first = dayAfter(last, -days);
  const sites = siteSchema.parse(await db.rows(`SELECT DISTINCT site_id FROM ${buckets} ORDER BY 1`));
  const months = await pMap(sites, ({ site_id }) => monthsOf(site_id, first, last, context), { concurrency: AT_ONCE });
  const all = months.flat();
  const chosen = withinLimits(all);
  const leftOut = all.length - chosen.length;
  const files = await download(chosen, context, join(folder, 'earlier'));
  if (files.length === 0) return { relation: null, datasets: [], leftOut };
  await db.run(rowsQuery(files, input.dataset, first, last));
  const datasets = datasetSchema.parse(await db.rows('SELECT DISTINCT dataset FROM earlier_rows ORDER BY 1'));
  if (datasets.length === 0) return { relation: null, datasets: [], leftOut };
  await db.run(`CREATE OR REPLACE TEMP TABLE earlier_days AS
    SELECT * EXCLUDE (dataset), CAST(dense_rank() OVER (ORDER BY dataset) - 1 AS INTEGER) AS source FROM earlier_rows`);
  return { relation: 'earlier_days', datasets: datasets.map(({ dataset }) => dataset), leftOut };
}

interface Month {
  readonly site: string;
  readonly month: string;
  readonly key: string;
  readonly rows: number;
}

async function monthsOf(site: string, first: string, last: string, { lake }: StepContext): Promise<Month[]> {
  const { record } = await readRecord(lake, site);
  return Object.entries(record.months).flatMap(([month, { generation, tables }]) => {
    const daily = tables.find(({ table }) => table === TABLE);
    if (!daily || month < first.slice(0, 7) || month > last.slice(0, 7)) return [];
    return [{ site, month, key: generationFile(generation, TABLE), rows: daily.rows }];
  });
}

/** The newest months whose daily totals fit together into memory. */
function withinLimits(months: readonly Month[]): Month[] {
  const newest = [...months].sort((a, b) => (a.month === b.month ? 0 : a.month < b.month ? 1 : -1));
  let rows = 0;
  const beyond = newest.findIndex((each) => {
    rows += each.rows;
    return rows > ROWS;
  });
  return newest.slice(0, Math.min(MONTHS, beyond < 0 ? newest.length : beyond));
}

interface DailyFile {
  readonly site: string;
  readonly file: string;
}

/** A month that was made anew a moment ago may have lost its files: the new one is there for the next run. */
async function download(chosen: readonly Month[], context: StepContext, prefix: string): Promise<DailyFile[]> {
  return pMap(
    chosen,
    async ({ site, month, key }, index) => {
      const file = `${prefix}-${index}.parquet`;
      try {
        await context.lake.download(key, file);
        return { site, file };
      } catch (error) {
        if (!(error instanceof ObjectGone)) throw error;
        context.log.warn(LOG.historySkipped, { month });
        return pMapSkip;
      }
    },
    { concurrency: AT_ONCE },
  );
}

/** Creates `earlier_rows`, with the name of the upload that each day is from. */
function rowsQuery(files: readonly DailyFile[], own: string, first: string, last: string): string {
  const sources = files.map(({ site, file }) => `(${literal(file)}, ${literal(site)})`).join(', ');
  const paths = files.map(({ file }) => literal(file)).join(', ');
  return `CREATE OR REPLACE TEMP TABLE earlier_rows AS
    SELECT s.site_id, d.appliance, d.measure, d.day, d.total_kwh, d.dataset,
      CASE WHEN coalesce(d.spread_kwh, 0) <> 0 OR coalesce(d.impossible_kwh, 0) <> 0 THEN 0
        ELSE least(1, d.readings / coalesce(nullif(d.expected, 0), median(d.readings) OVER (PARTITION BY s.site_id,
          d.appliance, d.measure))) END AS coverage
    FROM read_parquet([${paths}], filename = true, union_by_name = true, hive_partitioning = false) d
      JOIN (SELECT * FROM (VALUES ${sources}) AS listed(filename, site_id)) s USING (filename)
    WHERE d.dataset <> ${literal(own)} AND d.day BETWEEN DATE ${literal(first)} AND DATE ${literal(last)}`;
}
