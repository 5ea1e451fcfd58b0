/** Files of earlier months that a month of the same site is worked out with. */
import pMap from 'p-map';
import { z } from 'zod';
import { type Database, literal } from '../database/duckdb.ts';
import { FILES, generationTable } from '../lake/keys.ts';
import type { LakeFiles } from './files.ts';
import { type Change, TRANSFERS_AT_ONCE } from './gather.ts';
import { ENDS_LOCAL, REACHES } from './neighbours.ts';
import type { RecordMonth } from './site-record.ts';
import { rowsIn, type WrittenFile } from './write-by-month.ts';

/** A file of a month before the one at this place. */
export interface EarlierFile {
  readonly nth: number;
  readonly table: 'raw_energy_data' | 'balance_data';
  /** Whether readings of it last into that month; else it is the one just before, and of readings only. */
  readonly lasts: boolean;
  readonly file: string;
}

export interface Earlier {
  readonly files: readonly EarlierFile[];
  /** The month that has readings and comes next, by place; none for the last one. */
  readonly next: ReadonlyMap<number, string>;
}

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
  for (const theirs of bySite.values()) {
    const months = monthsOf(theirs, reaches);
    for (const [place, { nth, month }] of months.entries()) {
      if (nth === null) continue;
      const after = months[place + 1];
      if (after) next.set(nth, after.month);
      for (const [before, earlier] of months.slice(0, place).entries()) {
        const lasts = earlier.reaches >= month;
        if (!lasts && before < place - 1) continue;
        for (const table of lasts ? (['raw_energy_data', 'balance_data'] as const) : (['raw_energy_data'] as const)) {
          const own = written.find((each) => each.nth === earlier.nth && each.table === table);
          if (own) wanted.push({ nth, table, lasts, file: own.file });
          else if (earlier.known?.tables.some((each) => each.table === table))
            wanted.push({
              nth,
              table,
              lasts,
              key: `${generationTable(earlier.known.generation, table)}${FILES.table}`,
            });
        }
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
  return { files: fetched, next };
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
  /** Readings that last into a month, or their balance; null where none do. */
  readonly carried: Readonly<Record<EarlierFile['table'], string | null>>;
  /** All readings of the earlier months; null where there are none. */
  readonly readings: string | null;
}

/** Creates `earlier_files`. */
export async function earlierRows(files: readonly EarlierFile[], db: Database): Promise<EarlierRows> {
  if (files.length === 0) return { carried: { raw_energy_data: null, balance_data: null }, readings: null };
  const values = files.map(({ nth, table, lasts, file }) => `(${nth}, '${table}', ${lasts}, ${literal(file)})`);
  await db.run(`CREATE OR REPLACE TEMP TABLE earlier_files AS
    SELECT f.*, CAST(c.month || '-01' AS TIMESTAMP) AS begins
    FROM (VALUES ${values.join(', ')}) f(nth, table_name, lasts, filename) JOIN changes c USING (nth)`);
  const all = (table: EarlierFile['table']) => {
    const list = files.flatMap((each) => (each.table === table ? literal(each.file) : []));
    return `(SELECT * EXCLUDE (table_name, filename), CAST(nth AS VARCHAR) AS site_id
      FROM read_parquet([${[...new Set(list)].join(', ')}], filename = true, union_by_name = true,
        hive_partitioning = false) JOIN (SELECT * FROM earlier_files WHERE table_name = '${table}') USING (filename))`;
  };
  const carried = (table: EarlierFile['table'], ends: string) =>
    files.some((each) => each.lasts && each.table === table)
      ? `(SELECT * EXCLUDE (begins, lasts) FROM ${all(table)} WHERE lasts AND ${ends} > begins)`
      : null;
  return {
    carried: {
      raw_energy_data: carried('raw_energy_data', ENDS_LOCAL),
      balance_data: carried('balance_data', 'timestamp + (end_utc - utc)'),
    },
    readings: `(SELECT * EXCLUDE (begins, lasts) FROM ${all('raw_energy_data')})`,
  };
}
