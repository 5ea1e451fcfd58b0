/** Records below the readings that say once more what stands above them: their sum, mean, most and least. */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import { GOOD } from '../reject-codes.ts';

const countSchema = z.object({ n: z.coerce.number() });

/** Figures are those of the readings above them within this share: they are rounded, and one of them may be damaged. */
const ROUNDED = 0.01;
/** A record that no word calls a sum is one only to the last digits, of so many readings that are not zero. */
const EXACTLY = 1e-6;
const READINGS_NEEDED = 8;

/** SQL: for each series the readings that are as much as all its others together. */
function totalsIn(table: string): string {
  return (
    `SELECT site_id, appliance, max(kwh) AS total FROM ${table} WHERE code = ${GOOD} GROUP BY ALL ` +
    `HAVING count_if(kwh > 0) > ${READINGS_NEEDED} ` +
    `AND abs(sum(kwh)::DOUBLE - 2 * max(kwh)::DOUBLE) <= ${EXACTLY} * sum(kwh)`
  );
}

/** @returns whether a reading may be the sum of all others of its series */
export async function holdsTotal(table: string, db: Database): Promise<boolean> {
  const [row] = await db.rows(`SELECT count(*) AS n FROM (${totalsIn(table)})`);
  return countSchema.parse(row).n > 0;
}

/**
 * Deletes the last records where `Total`, `Mean` or their like stand in place of their times and one of their values is
 * that figure of those above, and a last record that is the sum of all others; elsewhere a time is damaged.
 * @param table a stage with ordinals, kept in `${table}_stored`
 * @returns records deleted, counted by their values
 */
export async function dropClosing(table: string, db: Database): Promise<number> {
  const stored = `${table}_stored`;
  const closing =
    `SELECT n FROM ${stored} WHERE closes ` + `AND n > (SELECT coalesce(max(n), 0) FROM ${stored} WHERE NOT closes)`;
  const statistics =
    'sum(kwh)::DOUBLE AS total, avg(kwh)::DOUBLE AS mean, max(kwh)::DOUBLE AS most, min(kwh)::DOUBLE AS least';
  const good = `FROM ${table} WHERE code = ${GOOD} AND n NOT IN (${closing})`;
  const isOneOf = (from: string) =>
    ['total', 'mean', 'most', 'least']
      .map((name) => `abs(last.kwh::DOUBLE - ${from}.${name}) <= ${ROUNDED} * abs(${from}.${name})`)
      .join(' OR ');
  const called =
    `SELECT n FROM ${table} last LEFT JOIN (SELECT appliance, ${statistics} ${good} GROUP BY appliance) own ` +
    `USING (appliance), (SELECT ${statistics} ${good}) whole ` +
    `WHERE n IN (${closing}) AND (${isOneOf('own')} OR ${isOneOf('whole')})`;
  const uncalled =
    `SELECT n FROM ${table} last JOIN (${totalsIn(table)}) USING (site_id, appliance) ` +
    `WHERE n = (SELECT max(n) FROM ${stored}) AND kwh = total`;
  const found = await db.rows(`SELECT DISTINCT n FROM (${called} UNION ALL ${uncalled})`);
  if (found.length === 0) return 0;
  const these = `n IN (${found.map((each) => countSchema.parse(each).n).join(', ')})`;
  const [row] = await db.rows(`SELECT count(*) AS n FROM ${stored} WHERE ${these}`);
  const { n } = countSchema.parse(row);
  await db.run(`DELETE FROM ${stored} WHERE ${these}`);
  return n;
}
