/** What of a version of a site's month is read to serve it. */
import { literal } from '../../shared/database/duckdb.ts';
import { generationFile } from '../../shared/lake/keys.ts';
import type { LakeFiles } from '../../shared/record/files.ts';
import { FOUND_TABLE } from '../../shared/record/found.ts';
import type { RecordMonth } from '../../shared/record/site-record.ts';
import { settleAll } from '../../shared/runtime/settle-all.ts';
import type { ServedVersion } from '../../shared/served/table.ts';

/** SQL relations of its files. */
export interface Version {
  readonly balance: string;
  readonly readings: string;
  /** What its uploads found out of the ordinary; null where that is nothing. */
  readonly found: string | null;
}

/** What the table says of a version that it serves. */
export function servedVersion({ generation, found }: RecordMonth): ServedVersion {
  return { generation, found: found ?? null };
}

/** @returns null where the month has no intervals */
export async function fetchVersion(month: RecordMonth, files: LakeFiles): Promise<Version | null> {
  const has = (name: string) => month.tables.some(({ table, rows }) => table === name && rows > 0);
  return has('balance_data') && has('raw_energy_data') ? fetchServed(servedVersion(month), files) : null;
}

/** As `fetchVersion`, of a version that had intervals when it was served. */
export async function fetchServed({ generation, found }: ServedVersion, files: LakeFiles): Promise<Version> {
  const relation = async (table: string) =>
    `read_parquet(${literal(await files.fetch(generationFile(generation, table)))}, hive_partitioning = false)`;
  const [balance, readings, told] = await settleAll(
    relation('balance_data'),
    relation('raw_energy_data'),
    found ? relation(FOUND_TABLE) : null,
  );
  return { balance, readings, found: told };
}
