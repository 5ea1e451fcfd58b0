/** The quality of each reading in the tables: that of its series, or worse where the file says so of the reading. */
import { z } from 'zod';
import { type Database, literal } from '../../../shared/database/duckdb.ts';
import { QUALITIES } from '../../../shared/energy/flows.ts';
import type { BalanceSummary } from '../../../shared/readings/layout.ts';

const NAMES = `[${QUALITIES.map(literal).join(', ')}]`;

/**
 * Makes the table `quality_rows`: `site_id, series, utc, rank`; with a null in `series` the worst of the site, for what
 * is worked out from several. Needs `reading_quality` and `read_series`
 */
export async function createQualityRows(db: Database): Promise<void> {
  const read = 'reading_quality JOIN read_series USING (site_id, appliance)';
  await db.run(
    `CREATE OR REPLACE TEMP TABLE quality_rows AS ` +
      `SELECT site_id, series, utc, max(rank) AS rank FROM ${read} GROUP BY ALL UNION ALL ` +
      `SELECT site_id, NULL AS series, utc, max(rank) AS rank FROM ${read} GROUP BY ALL`,
  );
}

/**
 * @param rows SQL relation with `site_id, series, utc, quality`
 * @returns the same, with the quality of each reading
 */
export function withQualities(rows: string): string {
  const worse = `${NAMES}[greatest(list_position(${NAMES}, r.quality), coalesce(q.rank, 0) + 1)]`;
  return (
    `(SELECT r.* REPLACE (${worse} AS quality) FROM ${rows} r LEFT JOIN quality_rows q ` +
    `ON q.site_id = r.site_id AND q.utc = r.utc AND q.series IS NOT DISTINCT FROM r.series)`
  );
}

const shareSchema = z.object({
  quality: z.enum(QUALITIES),
  readings: z.coerce.number(),
  kwh: z.number().nullable(),
});

/** @param rows relation with the columns of raw_energy_data */
export async function qualityShares(rows: string, db: Database): Promise<BalanceSummary['qualities']> {
  const found = await db.rows(
    `SELECT quality, count(*) AS readings, CAST(sum(kwh) AS DOUBLE) AS kwh FROM ${rows} GROUP BY quality`,
  );
  const shares = found.map((row) => shareSchema.parse(row));
  return shares.sort((a, b) => QUALITIES.indexOf(a.quality) - QUALITIES.indexOf(b.quality));
}
