/** Files of other months that a month of the same site is worked out with. */
import pMap from 'p-map';
import { z } from 'zod';
import { type Database, literal } from '../database/duckdb.ts';
import { generationFile } from '../lake/keys.ts';
import { type BillReach, PEAK_COUNTS_MONTHS } from '../tariff/reach-of-bills.ts';
import { monthAfter } from '../text/days.ts';
import type { LakeFiles } from './files.ts';
import { type Change, TRANSFERS_AT_ONCE } from './gather.ts';
import { ENDS_LOCAL, REACHES } from './neighbours.ts';
import type { RecordMonth } from './site-record.ts';
import { rowsIn, type WrittenFile } from './write-by-month.ts';

/**
 * What an earlier month is to the one at a place: its readings last into it; it is the one just before, of which only
 * readings are brought; or it is that month itself, which stays as it is and is looked at for the bills of others.
 */
type Role = 'lasting' | 'previous' | 'itself';

export interface EarlierFile {
  readonly nth: number;
  readonly table: 'raw_energy_data' | 'balance_data';
  readonly role: Role;
  readonly file: string;
}

/** A month that is only looked at; its place comes after those of the changes. */
export interface LookedAt {
  readonly nth: number;
  readonly site: string;
  readonly month: string;
}

export interface Earlier {
  readonly files: readonly EarlierFile[];
  readonly lookedAt: readonly LookedAt[];
  /** The month that has readings and comes next, by place; none for the last one. */
  readonly next: ReadonlyMap<number, string>;
}

const TABLES = ['raw_energy_data', 'balance_data'] as const satisfies readonly EarlierFile['table'][];

const reachesSchema = z.array(z.object({ nth: z.coerce.number(), reaches: z.string() }));

/** The last month that the readings of each month last into, by place; also those that do not count. */
export async function reachesOf(written: readonly WrittenFile[], db: Database): Promise<Map<number, string>> {
  const tables = ['raw_energy_data', 'shadowed_readings'] as const;
  const columns = 'nth, timestamp, utc, end_utc, interval_minutes';
  const all = tables
    .filter((name) => written.some(({ table }) => table === name))
    .map((table) => `SELECT ${columns} FROM ${rowsIn(table, written)}`);
  const rows = await db.rows(`SELECT nth, ${REACHES} AS reaches FROM (${all.join(' UNION ALL ')}) GROUP BY nth`);
  return new Map(reachesSchema.parse(rows).map(({ nth, reaches }) => [nth, reaches]));
}

/** A month before another one, as this pass has made it or as the record has it. */
interface Month {
  readonly month: string;
  readonly reaches: string;
  readonly nth: number | null;
  readonly known: RecordMonth | undefined;
}

/**
 * @param changes all changes of their sites
 * @param written what counts in them
 */
export async function earlierFiles(
  changes: readonly Change[],
  written: readonly WrittenFile[],
  reaches: ReadonlyMap<number, string>,
  files: LakeFiles,
): Promise<Earlier> {
  const wanted: (EarlierFile | (Omit<EarlierFile, 'file'> & { readonly key: string }))[] = [];
  const next = new Map<number, string>();
  const bySite = Map.groupBy(
    changes.map((change, nth) => ({ ...change, nth })),
    ({ record }) => record.site,
  );
  const lookedAt: LookedAt[] = [];
  const want = (nth: number, role: Role, month: Month) => {
    for (const table of role === 'previous' ? TABLES.slice(0, 1) : TABLES) {
      const own = written.find((each) => each.nth === month.nth && each.table === table);
      if (own) wanted.push({ nth, table, role, file: own.file });
      else if (month.known?.tables.some((each) => each.table === table)) {
        const key = generationFile(month.known.generation, table);
        wanted.push({ nth, table, role, key });
      }
    }
  };
  for (const [site, theirs] of bySite) {
    const months = monthsOf(theirs, reaches);
    const looked = monthsLookedAt(months, theirs[0]?.record.bills ?? 'month');
    for (const [place, each] of months.entries()) {
      const { month } = each;
      const nth = looked.has(month) ? changes.length + lookedAt.length : each.nth;
      if (nth === null) continue;
      const after = months[place + 1];
      if (after) next.set(nth, after.month);
      if (looked.has(month)) {
        lookedAt.push({ nth, site, month });
        want(nth, 'itself', each);
        continue;
      }
      for (const [before, earlier] of months.slice(0, place).entries()) {
        if (earlier.reaches >= month) want(nth, 'lasting', earlier);
        else if (before === place - 1) want(nth, 'previous', earlier);
      }
    }
  }
  const fetched = await pMap(
    wanted,
    async (each): Promise<EarlierFile> => {
      if ('file' in each) return each;
      const { key, ...rest } = each;
      return { ...rest, file: await files.fetch(key) };
    },
    { concurrency: TRANSFERS_AT_ONCE },
  );
  return { files: fetched, lookedAt, next };
}

/** Months that stay as they are and whose peaks count in one that is made. */
function monthsLookedAt(months: readonly Month[], bills: BillReach): ReadonlySet<string> {
  const made = months.filter(({ nth }) => nth !== null);
  const [first] = made;
  const last = made.at(-1);
  if (!first || !last || bills !== 'twelve-months') return new Set();
  const from = monthAfter(first.month, -PEAK_COUNTS_MONTHS);
  const looked = months.filter(({ nth, month }) => nth === null && month >= from && month < last.month);
  return new Set(looked.map(({ month }) => month));
}

/** The months of a site that have readings once the changes are made, in order. */
function monthsOf(
  changes: readonly (Change & { readonly nth: number })[],
  reaches: ReadonlyMap<number, string>,
): Month[] {
  const changed = new Set(changes.map(({ month }) => month));
  const record = changes[0]?.record.months ?? {};
  const kept = Object.entries(record)
    .filter(([month]) => !changed.has(month))
    .map(([month, known]): Month => ({ month, reaches: known.reaches ?? month, nth: null, known }));
  const made = changes.flatMap(({ month, nth }): Month[] => {
    const last = reaches.get(nth);
    return last === undefined ? [] : [{ month, reaches: last, nth, known: undefined }];
  });
  return [...kept, ...made].sort((a, b) => (a.month < b.month ? -1 : 1));
}

/** Relations of what comes before months, each with their place as `nth`, and as `site_id`. */
export interface EarlierRows {
  /** Readings that last into a month, and those of months that are looked at, or their balance; null where none do. */
  readonly carried: Readonly<Record<EarlierFile['table'], string | null>>;
  /** All readings of the earlier months; null where there are none. */
  readonly readings: string | null;
}

/** Creates `earlier_files`; takes what is looked at into `changes`. */
export async function earlierRows({ files, lookedAt }: Earlier, db: Database): Promise<EarlierRows> {
  const places = lookedAt.map(({ nth, site, month }) => `(${nth}, ${literal(site)}, ${literal(month)})`);
  if (places.length > 0) await db.run(`INSERT INTO changes VALUES ${places.join(', ')}`);
  if (files.length === 0) return { carried: { raw_energy_data: null, balance_data: null }, readings: null };
  const values = files.map(({ nth, table, role, file }) => `(${nth}, '${table}', '${role}', ${literal(file)})`);
  await db.run(`CREATE OR REPLACE TEMP TABLE earlier_files AS
    SELECT f.*, CAST(c.month || '-01' AS TIMESTAMP) AS begins
    FROM (VALUES ${values.join(', ')}) f(nth, table_name, role, filename) JOIN changes c USING (nth)`);
  const all = (table: EarlierFile['table']) => {
    const list = files.flatMap((each) => (each.table === table ? literal(each.file) : []));
    return `(SELECT * EXCLUDE (table_name, filename), CAST(nth AS VARCHAR) AS site_id
      FROM read_parquet([${[...new Set(list)].join(', ')}], filename = true, union_by_name = true,
        hive_partitioning = false) JOIN (SELECT * FROM earlier_files WHERE table_name = '${table}') USING (filename))`;
  };
  const carried = (table: EarlierFile['table'], ends: string) =>
    files.some((each) => each.role !== 'previous' && each.table === table)
      ? `(SELECT * EXCLUDE (begins, role) FROM ${all(table)}
          WHERE role = 'itself' OR (role = 'lasting' AND ${ends} > begins))`
      : null;
  return {
    carried: {
      raw_energy_data: carried('raw_energy_data', ENDS_LOCAL),
      balance_data: carried('balance_data', 'timestamp + (end_utc - utc)'),
    },
    readings: `(SELECT * EXCLUDE (begins, role) FROM ${all('raw_energy_data')} WHERE role <> 'itself')`,
  };
}
