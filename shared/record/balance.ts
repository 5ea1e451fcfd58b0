/**
 * The balance of the record: each term once at each instant.
 *
 * Where every upload of a month tells nothing but one energy (of use, or from the grid), the balance is that of the
 * readings that count. Else each term is decided as readings are: one upload may tell of what comes from the grid,
 * another one of what is produced. What submeters come to is the use only where no upload tells the whole.
 */
import { z } from 'zod';
import type { Database } from '../database/duckdb.ts';
import { IS_ESTIMATED_SQL } from '../energy/flows.ts';
import { keysOf } from '../keys-of.ts';
import { balanceOfReadings, gatherBalance } from './balance-rows.ts';
import type { LakeFiles } from './files.ts';
import { createClusters, fold, type Preferred } from './fold.ts';
import type { Change, Published } from './gather.ts';
import { IS_LONE_PART } from './lone-parts.ts';
import { NOT_OF_TOGETHER } from './wholes.ts';

export interface RecordBalance {
  /** Relation with the columns of balance_data, `month`, `dataset` and `uploaded`: what counts. */
  readonly counted: string;
  /**
   * The same of all uploads, in the months in which that is something else, because several of them tell of an instant;
   * null where there is no such month.
   */
  readonly uploaded: string | null;
}

/** What is known of the readings of the months. */
interface Counts {
  /** Relation of all that uploads have, whether they count or not. */
  readonly rows: string;
  /** Whether the table `seams` has what is between uploads: that is in no upload's balance. */
  readonly seams: boolean;
  /** Those that count, as `rowsIn` gives them. */
  readonly readings: string;
  /** Whether there are months in `told_together`; then `whole_rows` has what counts in them. */
  readonly together: boolean;
}

/** The energies of a row; the readings hold the first two as well. */
const TERMS = ['import', 'use', 'export', 'production', 'charge', 'discharge', 'self_used', 'residual'] as const;
const PLAIN_TERMS = 2;
const columnsOf = (terms: readonly string[]) => terms.map((term) => `${term}_kwh`);
export const BALANCE_COLUMNS = columnsOf(TERMS);
/** What a row of the balance tells. */
const TOLD = `site_id, month, utc, end_utc, timestamp, basis, ${BALANCE_COLUMNS.join(', ')}, dataset, uploaded`;

/** SQL: the balance of what is between uploads. */
const SEAM_BALANCE = balanceOfReadings('seams', 'site_id, month, dataset, uploaded');

export async function recordBalance(
  changes: readonly Change[],
  published: Published,
  { rows, seams, readings, together }: Counts,
  preferred: readonly Preferred[],
  files: LakeFiles,
  db: Database,
): Promise<RecordBalance> {
  const all = await gatherBalance(changes, published, rows, files, db);
  const told = seams ? `(SELECT * FROM ${all} UNION ALL BY NAME ${SEAM_BALANCE})` : all;
  const joined = together ? await withoutShares(told, db) : told;
  const kinds = await findContested(joined, { seams, told_together: together }, db);
  if (kinds.size === 0) return { counted: all, uploaded: null };
  const counted = [`SELECT * FROM ${all} ANTI JOIN contested_balance USING (site_id, month)`];
  if (kinds.has(true)) {
    const ofRecord = `SELECT * FROM (SELECT * EXCLUDE (site_id) FROM ${readings}) JOIN changes USING (nth)`;
    const once = together
      ? `${ofRecord} ${NOT_OF_TOGETHER} UNION ALL BY NAME SELECT * FROM whole_rows WHERE kwh IS NOT NULL`
      : ofRecord;
    const plain = `(SELECT * FROM (${once})
      SEMI JOIN (SELECT * FROM contested_balance WHERE plain) USING (site_id, month))`;
    const last = 'arg_max(dataset, uploaded) AS dataset, max(uploaded) AS uploaded';
    counted.push(balanceOfReadings(plain, 'site_id, month', last));
  }
  if (kinds.has(false)) counted.push(await mixedBalance(joined, rows, preferred, db));
  const result = `(${counted.join(' UNION ALL BY NAME ')})`;
  return { counted: result, uploaded: (await findMerged(all, result, db)) ? mergedOf(all) : null };
}

/**
 * Creates `whole_balance`: the balances of uploads without the use of those that only have submeters, where that meets
 * the whole of the site.
 */
async function withoutShares(all: string, db: Database): Promise<string> {
  const before = `OVER (PARTITION BY site_id ORDER BY utc ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)`;
  const after = `OVER (PARTITION BY site_id ORDER BY utc ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)`;
  const begun = `coalesce(max(whole_ends) ${before} > utc, false)`;
  const meets = `${begun} OR coalesce(min(whole_utc) ${after} < end_utc, false)`;
  await db.run(`CREATE OR REPLACE TEMP TABLE whole_balance AS
    SELECT * EXCLUDE (whole, whole_utc, whole_ends, shares)
      REPLACE (CASE WHEN shares THEN NULL ELSE use_kwh END AS use_kwh)
    FROM (
      SELECT *, coalesce(basis = 'parts', false) AND (${meets}) AS shares
      FROM (
        SELECT *, CASE WHEN whole THEN utc END AS whole_utc, CASE WHEN whole THEN end_utc END AS whole_ends
        FROM (
          SELECT *, basis <> 'parts' AND coalesce(use_kwh, import_kwh) IS NOT NULL AS whole
          FROM (SELECT * REPLACE (CASE WHEN ${IS_LONE_PART} THEN 'parts' ELSE basis END AS basis) FROM ${all})
        )
      )
    )`);
  return 'whole_balance';
}

/** SQL: what uploads have in the months in which something else counts. */
const mergedOf = (all: string) => `(SELECT * FROM ${all} SEMI JOIN merged_balance USING (site_id, month))`;

/**
 * Creates `merged_balance`: months in which not just the rows of the uploads count. Uploads that follow one another, as
 * those of a feed, have none. @returns whether there are any
 */
async function findMerged(all: string, counted: string, db: Database): Promise<boolean> {
  const told = (rows: string) => `SELECT ${TOLD} FROM ${rows} SEMI JOIN contested_balance USING (site_id, month)`;
  const without = (a: string, b: string) => `(${told(a)}) EXCEPT ALL (${told(b)})`;
  await db.run(`CREATE OR REPLACE TEMP TABLE merged_balance AS
    SELECT DISTINCT site_id, month FROM ((${without(all, counted)}) UNION ALL (${without(counted, all)}))`);
  return (await db.rows('SELECT 1 FROM merged_balance LIMIT 1')).length > 0;
}

/**
 * Creates `contested_balance`: months that several uploads tell of, or that have something between uploads, with those
 * that they have readings in common with, and whether they are `plain`.
 * @param also tables with further months
 * @returns which of both there are
 */
async function findContested(
  all: string,
  also: Readonly<Record<'seams' | 'told_together', boolean>>,
  db: Database,
): Promise<ReadonlySet<boolean>> {
  const further = keysOf(also).flatMap((table) =>
    also[table] ? ` OR (site_id, month) IN (SELECT (site_id, month) FROM ${table})` : [],
  );
  const others = columnsOf(TERMS.slice(PLAIN_TERMS)).map((column) => `${column} IS NULL`);
  await createClusters(all, db);
  await db.run(`CREATE OR REPLACE TEMP TABLE contested_balance AS
    SELECT site_id, month, bool_and(plain) OVER (PARTITION BY site_id, cluster) AS plain
    FROM (
      SELECT site_id, month, bool_and(${others.join(' AND ')}) AS plain FROM ${all} GROUP BY site_id, month
    ) JOIN clusters USING (site_id, month)
    QUALIFY bool_or(contested${further.join('')}) OVER (PARTITION BY site_id, cluster)`);
  const kinds = z
    .array(z.object({ plain: z.boolean() }))
    .parse(await db.rows('SELECT DISTINCT plain FROM contested_balance'));
  return new Set(kinds.map(({ plain }) => plain));
}

/** Each term decided by itself. @returns query for the months that are not plain */
async function mixedBalance(all: string, rows: string, preferred: readonly Preferred[], db: Database): Promise<string> {
  const estimated = `(SELECT DISTINCT site_id, month, dataset, utc, true AS estimated FROM ${rows}
    WHERE ${IS_ESTIMATED_SQL})`;
  const months = `SEMI JOIN (SELECT * FROM contested_balance WHERE NOT plain) USING (site_id, month)`;
  await db.run(`CREATE OR REPLACE TEMP TABLE balance_claims AS
    SELECT * EXCLUDE (estimated), NULL::DECIMAL(18,9) AS generated_kwh, 'consumption' AS flow,
      CASE WHEN estimated THEN 'estimated' ELSE 'measured' END AS quality
    FROM (UNPIVOT (SELECT * FROM ${all} ${months}) ON ${columnsOf(TERMS).join(', ')} INTO NAME appliance VALUE kwh)
      LEFT JOIN ${estimated} USING (site_id, month, dataset, utc)`);
  const { counted } = await fold('balance_claims', preferred, db);
  const energies = columnsOf(TERMS).map((column) => `max(kwh) FILTER (appliance = '${column}') AS ${column}`);
  await db.run(`CREATE OR REPLACE TEMP TABLE mixed_balance AS
    SELECT * EXCLUDE (uploads) REPLACE (CASE WHEN uploads > 1 THEN coalesce(self_used_kwh, ${SELF_USED})
      ELSE self_used_kwh END AS self_used_kwh)
    FROM (
      SELECT site_id, month, utc, end_utc, min(timestamp) AS timestamp, ${energies.join(', ')},
        CASE WHEN bool_or(basis = 'house') THEN 'house' ELSE min(basis) END AS basis,
        arg_max(dataset, uploaded) AS dataset, max(uploaded) AS uploaded, count(DISTINCT dataset) AS uploads
      FROM ${counted} GROUP BY site_id, month, utc, end_utc
    )`);
  return 'SELECT * FROM mixed_balance';
}

/** Of terms from several uploads, as validation works it out from those of one. */
const SELF_USED = `CASE WHEN basis <> 'house' OR production_kwh IS NULL THEN NULL
  WHEN export_kwh IS NOT NULL THEN production_kwh - export_kwh
  WHEN import_kwh IS NULL AND use_kwh IS NOT NULL
    THEN greatest(0, least(use_kwh + coalesce(charge_kwh, 0), production_kwh)) END`;
