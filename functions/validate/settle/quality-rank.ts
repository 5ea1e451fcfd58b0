/** Which of several records of one time tells more, where a column says how each came about. */
import { z } from 'zod';
import { type Database, literal } from '../../../shared/database/duckdb.ts';
import { QUALITIES } from '../../../shared/energy/flows.ts';
import type { Layout } from '../../../shared/readings/layout.ts';
import { columnWithRole } from '../read/slots.ts';
import { qualityReader } from '../recognise/words/quality-words.ts';
import { GOOD } from '../reject-codes.ts';

/** More different texts are no qualities. */
const MOST_TEXTS = 1000;

const textSchema = z.object({ text: z.string() });

/**
 * @returns SQL over the stage: the place of a record's quality in `QUALITIES`, 0 for one that is measured or says
 * nothing; undefined where no column says it
 */
export async function qualityRank(table: string, layout: Layout, db: Database): Promise<string | undefined> {
  const column = columnWithRole(layout, 'quality');
  if (!column) return undefined;
  const rows = await db.rows(
    `SELECT DISTINCT quality_text AS text FROM ${table} WHERE code = ${GOOD} AND quality_text IS NOT NULL ` +
      `ORDER BY 1 LIMIT ${MOST_TEXTS}`,
  );
  const qualityOf = qualityReader(column.name);
  const ranks = rows.flatMap((row) => {
    const { text } = textSchema.parse(row);
    const quality = qualityOf(text);
    return quality === undefined || quality === 'measured' ? [] : [{ text, rank: QUALITIES.indexOf(quality) }];
  });
  const whens = ranks.map(({ text, rank }) => `WHEN ${literal(text)} THEN ${rank}`).join(' ');
  return ranks.length === 0 ? '0' : `CASE quality_text ${whens} ELSE 0 END`;
}
