/** Daily totals that other uploads have given of a run's sites: what the lake already knows of them. */

import { join } from 'node:path';
import pMap, { pMapSkip } from 'p-map';
import { z } from 'zod';
import type { TableOutput, Validated } from '../contract.ts';
import { type Database, literal } from '../database/duckdb.ts';
import { FILES } from '../lake/keys.ts';
import { otherPublications, type Published } from '../lake/publications.ts';
import { ObjectGone } from '../runtime/lake-port.ts';
import { LOG } from '../runtime/log.ts';
import type { StepContext } from '../runtime/step-context.ts';
import { dayAfter, lastDayBefore } from '../text/days.ts';

/** Three years: two whole ones for a yearly season, and the one that is under way. */
const DAYS = 3 * 365 + 1;
/** One download each, about 30 ms on AWS, 16 at once. A year of daily uploads fits. */
const DATASETS = 400;
/** Rows of all of them together; a row takes about 50 bytes of memory. */
const ROWS = 5_000_000;
const AT_ONCE = 16;

export interface EarlierDays {
  /**
   * Name of a TEMP table, one row per series and local date: `site_id, appliance, measure, day (DATE), total_kwh,
   * coverage (0 to 1, of the day's usual readings), source` (index into `datasets`). A day that several uploads give is
   * there once: a complete one before an incomplete one, then from the newest publication. null when no other upload
   * holds any of the sites.
   */
  readonly relation: string | null;
  readonly datasets: readonly string[];
  /** Publications that may hold the sites and were not looked at, because there are too many. */
  readonly leftOut: number;
}

/** A day with less of its readings is not its total. */
export const COMPLETE = 0.9;

const siteSchema = z.array(z.object({ site_id: z.string() }));

/**
 * Gathers the daily totals of this run's sites from everything else that is published: series by series, up to the end
 * of this upload's period, over the last three years, from at most the 400 newest publications. Never from the dataset
 * of the run itself, whose earlier version this upload replaces. Days that this upload holds as well are included: the
 * caller decides which counts.
 *
 * A series is compared with the series of the same site, appliance and measure; an upload by circuits says nothing of
 * the total of another.
 * @param buckets relation with the `site_id` of this run's readings
 */
export async function earlierDays(
  buckets: string,
  input: Validated,
  context: StepContext,
  db: Database,
  folder: string,
): Promise<EarlierDays> {
  const { published, leftOut } = await otherPublications(input, context);
  const last = lastDayBefore(input.period.to);
  const first = dayAfter(last, -DAYS);
  const inTime = published.filter(
    ({ publication: { period } }) => period.from.slice(0, 10) <= last && period.to >= first,
  );
  const none = { relation: null, datasets: [], leftOut };
  if (inTime.length === 0) return none;

  const sites = siteSchema.parse(await db.rows(`SELECT DISTINCT site_id FROM ${buckets}`));
  const names = new Set(sites.map(({ site_id }) => site_id));
  const holding = inTime.filter(({ publication }) => publication.sites?.some((site) => names.has(site)) ?? true);
  const chosen = withinRows(holding.slice(0, DATASETS));
  const files = await download(chosen, context, join(folder, 'earlier'));
  if (files.length === 0) return { ...none, leftOut: leftOut + holding.length - chosen.length };

  await db.run(createQuery(files, buckets, first, last));
  return {
    relation: 'earlier_days',
    datasets: files.map(({ dataset }) => dataset),
    leftOut: leftOut + holding.length - chosen.length,
  };
}

interface Chosen {
  readonly dataset: string;
  readonly daily: TableOutput;
}

/** The newest publications whose daily totals fit together into memory. */
function withinRows(published: readonly Published[]): Chosen[] {
  const chosen: Chosen[] = [];
  let rows = 0;
  for (const { dataset, publication } of published) {
    const daily = publication.tables.find(({ table }) => table === 'daily_energy_data');
    if (!daily) continue;
    rows += daily.rows;
    if (rows > ROWS) break;
    chosen.push({ dataset, daily });
  }
  return chosen;
}

interface DailyFile {
  readonly dataset: string;
  readonly file: string;
}

/** A publication that was replaced a moment ago may have lost its files: its successor is there for the next run. */
async function download(chosen: readonly Chosen[], context: StepContext, prefix: string): Promise<DailyFile[]> {
  return pMap(
    chosen,
    async ({ dataset, daily }, index) => {
      const file = `${prefix}-${index}.parquet`;
      try {
        await context.lake.download(`${daily.prefix}${FILES.table}`, file);
        return { dataset, file };
      } catch (error) {
        if (!(error instanceof ObjectGone)) throw error;
        context.log.warn(LOG.historySkipped, { dataset });
        return pMapSkip;
      }
    },
    { concurrency: AT_ONCE },
  );
}

/**
 * A file says how many readings were expected only since a later release; without that a day is measured against the
 * median day of its series in the same file.
 */
function createQuery(files: readonly DailyFile[], buckets: string, first: string, last: string): string {
  const sources = files.map(({ file }, index) => `(${literal(file)}, ${index})`).join(', ');
  const paths = files.map(({ file }) => literal(file)).join(', ');
  return `CREATE TEMP TABLE earlier_days AS
    WITH sources AS (SELECT * FROM (VALUES ${sources}) AS listed(filename, source)),
    given AS (
      SELECT CAST(NULL AS BIGINT) AS expected, CAST(NULL AS DECIMAL(38,9)) AS spread_kwh,
        CAST(NULL AS DECIMAL(38,9)) AS impossible_kwh WHERE false
      UNION ALL BY NAME
      SELECT * FROM read_parquet([${paths}], filename = true, union_by_name = true, hive_partitioning = false)
    ),
    measured AS (
      SELECT site_id, appliance, measure, day, total_kwh, source,
        CASE WHEN coalesce(spread_kwh, 0) <> 0 OR coalesce(impossible_kwh, 0) <> 0 THEN 0
          ELSE least(1, readings / coalesce(nullif(expected, 0), median(readings) OVER (PARTITION BY source, site_id,
            appliance, measure))) END AS coverage
      FROM given JOIN sources USING (filename)
      WHERE site_id IN (SELECT site_id FROM ${buckets}) AND day BETWEEN DATE ${literal(first)} AND DATE ${literal(last)}
    )
    SELECT * FROM measured
    QUALIFY row_number() OVER (PARTITION BY site_id, appliance, measure, day
      ORDER BY coverage >= ${COMPLETE} DESC, source) = 1`;
}
