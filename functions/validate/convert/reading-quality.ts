/** How each reading came about, where a column of the file says it. */
import { z } from 'zod';
import { type Database, literal } from '../../../shared/database/duckdb.ts';
import { QUALITIES } from '../../../shared/energy/flows.ts';
import { columnWithRole } from '../read/slots.ts';
import { qualityReader } from '../recognise/words/quality-words.ts';
import { GOOD } from '../reject-codes.ts';
import type { ReadUpload } from '../settle/read-upload.ts';

/** More different texts are no qualities. */
const MOST_TEXTS = 1000;

const textSchema = z.object({ text: z.string() });

/**
 * Makes the table `reading_quality`: `site_id, appliance` (the key of the series), `utc, rank`, the place of its
 * quality in `QUALITIES`, for each reading that is not simply measured.
 * @param registers SQL: whether a reading's series is that of a register. An energy between two stands is as good as
 * the worse of them
 * @returns whether there is a column of qualities
 */
export async function createReadingQuality(
  { stage, settled, recognised: { layout } }: Pick<ReadUpload, 'stage' | 'settled' | 'recognised'>,
  registers: string,
  db: Database,
): Promise<boolean> {
  const column = columnWithRole(layout, 'quality');
  if (!column) return false;
  const good = `SELECT * FROM ${stage.table} WHERE code = ${GOOD} AND quality_text IS NOT NULL`;
  const rows = await db.rows(`SELECT DISTINCT quality_text AS text FROM (${good}) ORDER BY 1 LIMIT ${MOST_TEXTS}`);
  const qualityOf = qualityReader(column.name);
  const ranks = rows.flatMap((row) => {
    const { text } = textSchema.parse(row);
    const quality = qualityOf(text);
    return quality === undefined || quality === 'measured' ? [] : [{ text, rank: QUALITIES.indexOf(quality) }];
  });
  const whens = ranks.map(({ text, rank }) => `WHEN ${literal(text)} THEN ${rank}`).join(' ');
  const rank = ranks.length === 0 ? 'NULL' : `CASE quality_text ${whens} END`;
  await db.run(
    `CREATE OR REPLACE TEMP TABLE reading_quality AS ` +
      `SELECT site_id, appliance, utc, CAST(max(rank) AS INTEGER) AS rank ` +
      `FROM (SELECT site_id, appliance, utc, ${rank} AS rank FROM (${good})) WHERE rank IS NOT NULL GROUP BY ALL`,
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
