/**
 * What the sites of an upload read in the weeks before. An upload of less than a day cannot tell by itself what is
 * usual: a feed sends one reading at a time. It is from the record, which has each time once.
 */
import pMap from 'p-map';
import { z } from 'zod';
import type { Validated } from '../../shared/contract.ts';
import { type Database, literal } from '../../shared/database/duckdb.ts';
import { generationFile } from '../../shared/lake/keys.ts';
import { lakeFiles } from '../../shared/record/files.ts';
import { readRecord } from '../../shared/record/site-record.ts';
import { ObjectGone } from '../../shared/runtime/lake-port.ts';
import { LOG } from '../../shared/runtime/log.ts';
import type { StepContext } from '../../shared/runtime/step-context.ts';
import { dayAfter, MS_PER_DAY } from '../../shared/text/days.ts';

const DAYS = 28;
/** Two months each at most. */
const MOST_SITES = 10;
const AT_ONCE = 16;
const TABLE = 'raw_energy_data';

const siteSchema = z.array(z.object({ site_id: z.string() }));

/**
 * @param buckets relation with the `site_id` of this run's readings
 * @returns relation with the columns of raw_energy_data: up to the beginning of this upload, and none of the dataset of
 * the run itself; null where the upload tells for itself, or the record has nothing
 */
export async function earlierReadings(
  buckets: string,
  { dataset, period: { from, to } }: Pick<Validated, 'dataset' | 'period'>,
  context: StepContext,
  db: Database,
  folder: string,
): Promise<string | null> {
  if (Date.parse(`${to}Z`) - Date.parse(`${from}Z`) >= MS_PER_DAY) return null;
  const sites = siteSchema.parse(
    await db.rows(`SELECT DISTINCT site_id FROM ${buckets} ORDER BY 1 LIMIT ${MOST_SITES + 1}`),
  );
  if (sites.length > MOST_SITES) return null;
  const first = dayAfter(from.slice(0, 10), -DAYS);
  const months = { from: first.slice(0, 7), to: from.slice(0, 7) };
  const found = await pMap(sites, ({ site_id }) => monthsOf(site_id, months, context), { concurrency: AT_ONCE });
  const files = await download(found.flat(), context, folder);
  if (files.length === 0) return null;
  const paths = files.map(({ file }) => literal(file)).join(', ');
  const sources = files.map(({ site, file }) => `(${literal(file)}, ${literal(site)})`).join(', ');
  const at = (time: string) => `TIMESTAMP ${literal(time.replace('T', ' '))}`;
  return `(SELECT s.site_id, r.* EXCLUDE (filename)
    FROM read_parquet([${paths}], filename = true, union_by_name = true, hive_partitioning = false) r
      JOIN (SELECT * FROM (VALUES ${sources}) AS listed(filename, site_id)) s USING (filename)
    WHERE r.dataset <> ${literal(dataset)} AND r.timestamp >= DATE ${literal(first)} AND r.timestamp < ${at(from)})`;
}

interface Month {
  readonly site: string;
  readonly month: string;
  readonly key: string;
}

async function monthsOf(
  site: string,
  { from, to }: { readonly from: string; readonly to: string },
  { lake }: StepContext,
): Promise<Month[]> {
  const { record } = await readRecord(lake, site);
  return Object.entries(record.months).flatMap(([month, { generation, tables }]) => {
    const has = month >= from && month <= to && tables.some(({ table, rows }) => table === TABLE && rows > 0);
    return has ? [{ site, month, key: generationFile(generation, TABLE) }] : [];
  });
}

/** A month that was made anew a moment ago may have lost its file: the new one is there for the next run. */
async function download(months: readonly Month[], { lake, log }: StepContext, folder: string) {
  const files = lakeFiles(lake, folder);
  const fetched = await pMap(
    months,
    async ({ site, month, key }) => {
      try {
        return [{ site, file: await files.fetch(key) }];
      } catch (error) {
        if (!(error instanceof ObjectGone)) throw error;
        log.warn(LOG.historySkipped, { month });
        return [];
      }
    },
    { concurrency: AT_ONCE },
  );
  return fetched.flat();
}
