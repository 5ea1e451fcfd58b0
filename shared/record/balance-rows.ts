/** Brings the balances of sites' months together, as uploads published them. */
import pMap from 'p-map';
import { type Database, literal } from '../database/duckdb.ts';
import { FILES, generationFile } from '../lake/keys.ts';
import { TABLES } from '../tables/schema.ts';
import type { LakeFiles } from './files.ts';
import { type Change, createFiles, type Published, presentOf, TRANSFERS_AT_ONCE, uploadedAt } from './gather.ts';
import { ENDS_UTC } from './neighbours.ts';
import type { GenerationTable } from './write-by-month.ts';

/** From where a month's balances are read, the first that there is. */
const SOURCES = ['uploaded_balance', 'balance_data'] as const satisfies readonly GenerationTable[];
const COLUMNS = TABLES.balance_data.columns.map(({ name }) => name).join(', ');

/**
 * @param rows relation of all readings of the months
 * @returns relation with the columns of balance_data, `month, dataset, uploaded`
 */
export async function gatherBalance(
  changes: readonly Change[],
  published: Published,
  rows: string,
  files: LakeFiles,
  db: Database,
): Promise<string> {
  const [kept, present] = await Promise.all([keptBalance(changes, files), presentBalance(changes, published, files)]);
  const parts: string[] = [];
  if (kept.length > 0) {
    await createFiles('kept_balance', kept, ['file', 'site_id', 'month'], db);
    parts.push(
      `SELECT ${COLUMNS}, month, dataset, uploaded ` +
        `FROM ${fileRows(kept)} JOIN kept_balance USING (file) ANTI JOIN replaced USING (site_id, month, dataset)`,
    );
  }
  if (present.length > 0) {
    await createFiles('present_balance', present, ['file', 'dataset', 'uploaded'], db);
    parts.push(
      `SELECT ${COLUMNS}, month, dataset, CAST(uploaded AS TIMESTAMP) AS uploaded ` +
        `FROM (SELECT *, strftime(timestamp, '%Y-%m') AS month ` +
        `FROM ${fileRows(present)} JOIN present_balance USING (file)) ` +
        `SEMI JOIN replaced USING (site_id, month, dataset)`,
    );
  }
  const without = presentOf(changes, published).filter(({ publication }) => !hasBalance(publication));
  if (without.length > 0) {
    const theirs = without.map(({ dataset }) => literal(dataset)).join(', ');
    parts.push(
      balanceOfReadings(`(SELECT * FROM ${rows} WHERE dataset IN (${theirs}))`, 'site_id, month, dataset, uploaded'),
    );
  }
  return `(${parts.join(' UNION ALL BY NAME ')})`;
}

const hasBalance = ({ tables }: { readonly tables: readonly { readonly table: string }[] }) =>
  tables.some(({ table }) => table === 'balance_data');

function fileRows(files: readonly (readonly string[])[]): string {
  const list = files.map(([file = '']) => literal(file)).join(', ');
  return (
    `(SELECT filename AS file, * EXCLUDE (filename) ` +
    `FROM read_parquet([${list}], filename = true, union_by_name = true, hive_partitioning = false))`
  );
}

/** @returns file, site and month of each version that is there */
async function keptBalance(changes: readonly Change[], files: LakeFiles): Promise<string[][]> {
  const wanted = changes.flatMap(({ record, month }) => {
    const known = record.months[month];
    const source = SOURCES.find((name) => known?.tables.some(({ table }) => table === name));
    if (!known || !source) return [];
    return [{ key: generationFile(known.generation, source), site: record.site, month }];
  });
  return pMap(wanted, async ({ key, site, month }) => [await files.fetch(key), site, month], {
    concurrency: TRANSFERS_AT_ONCE,
  });
}

/** @returns file, dataset and time of upload of what the datasets publish, of all their sites and months */
async function presentBalance(changes: readonly Change[], published: Published, files: LakeFiles): Promise<string[][]> {
  const wanted = presentOf(changes, published).flatMap(({ dataset, publication }) => {
    const output = publication.tables.find(({ table }) => table === 'balance_data');
    return output ? [{ dataset, uploaded: uploadedAt(publication), key: `${output.prefix}${FILES.table}` }] : [];
  });
  return pMap(wanted, async ({ key, dataset, uploaded }) => [await files.fetch(key), dataset, uploaded], {
    concurrency: TRANSFERS_AT_ONCE,
  });
}

/** SQL: what was used of what was produced at the same time, as far as sums tell. */
const LEAST_OF_BOTH =
  'CASE WHEN count(kwh) > 0 AND count(generated_kwh) > 0 THEN greatest(0, least(sum(kwh), sum(generated_kwh))) END';

/**
 * SQL: the balance that readings give by themselves: the use, or what comes from the grid, and what is produced.
 * @param keys columns by which it is taken apart
 * @param more further columns, as aggregates
 */
export function balanceOfReadings(readings: string, keys: string, more = ''): string {
  const atGrid = (energy: string) => `CASE WHEN basis = 'grid' THEN ${energy} END`;
  const atHouse = (energy: string) => `CASE WHEN basis <> 'grid' THEN ${energy} END`;
  const unknown = ['charge', 'discharge', 'residual'].map((term) => `NULL::DECIMAL(18,9) AS ${term}_kwh`);
  return `
    SELECT ${keys}${more && `, ${more}`}, basis, min(timestamp) AS timestamp, utc, max(ends) AS end_utc,
      ${atGrid('sum(kwh)')} AS import_kwh, ${atGrid('sum(generated_kwh)')} AS export_kwh,
      ${atHouse('sum(kwh)')} AS use_kwh, ${atHouse('sum(generated_kwh)')} AS production_kwh,
      ${atHouse(LEAST_OF_BOTH)}
        AS self_used_kwh, ${unknown.join(', ')}
    FROM (SELECT * REPLACE (coalesce(basis, 'house') AS basis), ${ENDS_UTC} AS ends FROM ${readings})
    GROUP BY ${keys}, basis, utc`;
}
