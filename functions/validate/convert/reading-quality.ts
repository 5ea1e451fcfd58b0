/** How each reading came about, where a column of the file says it. */
import type { Database } from '../../../shared/database/duckdb.ts';
import { GOOD } from '../reject-codes.ts';
import { qualityRank } from '../settle/quality-rank.ts';
import type { ReadUpload } from '../settle/read-upload.ts';

/**
 * Makes the table `reading_quality`: `site_id, appliance` (the key of the series), `utc, rank`, the place of its
 * quality in `QUALITIES`, for each reading that is not simply measured;
 * the best of several records of one time counts.
 * @param registers SQL: whether a reading's series is that of a register. An energy between two stands is as good as
 * the worse of them
 * @returns whether there is a column of qualities
 */
export async function createReadingQuality(
  { stage, settled, recognised: { layout } }: Pick<ReadUpload, 'stage' | 'settled' | 'recognised'>,
  registers: string,
  db: Database,
): Promise<boolean> {
  const rank = await qualityRank(stage.table, layout, db);
  if (rank === undefined) return false;
  await db.run(
    `CREATE OR REPLACE TEMP TABLE reading_quality AS ` +
      // Few readings are not simply measured: only these are grouped, and looked for among the others.
      `WITH others AS (SELECT site_id, appliance, utc, CAST(min(${rank}) AS INTEGER) AS rank ` +
      `FROM ${stage.table} WHERE code = ${GOOD} AND ${rank} > 0 GROUP BY site_id, appliance, utc), ` +
      `measured AS (SELECT site_id, appliance, utc FROM ${stage.table} ` +
      `SEMI JOIN others USING (site_id, appliance, utc) WHERE code = ${GOOD} AND ${rank} = 0) ` +
      `SELECT * FROM others ANTI JOIN measured USING (site_id, appliance, utc)`,
  );
  if (registers === 'false') return true;
  await db.run(
    `INSERT INTO reading_quality SELECT site_id, appliance, before AS utc, rank FROM (` +
      `SELECT site_id, appliance, utc, lag(utc) OVER (PARTITION BY site_id, appliance ORDER BY utc) AS before ` +
      `FROM ${settled.accepted} WHERE ${registers}) ` +
      `JOIN reading_quality USING (site_id, appliance, utc) WHERE before IS NOT NULL`,
  );
  return true;
}
