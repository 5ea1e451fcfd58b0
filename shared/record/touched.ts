/** Which months of which sites a publication has readings in. */
import pMap from 'p-map';
import { z } from 'zod';
import { type Database, literal } from '../database/duckdb.ts';
import { FILES, monthPrefix } from '../lake/keys.ts';
import type { Publication } from '../lake/manifest.ts';
import type { LakeFiles } from './files.ts';

/** Local months by site. */
export type Touched = ReadonlyMap<string, ReadonlySet<string>>;

const AT_ONCE = 4;
const siteSchema = z.array(z.object({ site_id: z.string() }));

/** @param readings where a run wrote its readings */
export async function touchedBy(
  readings: { readonly prefix: string; readonly months: readonly string[] },
  files: LakeFiles,
  db: Database,
): Promise<Touched> {
  const touched = new Map<string, Set<string>>();
  const fetched = await pMap(
    readings.months,
    async (month) => ({ month, file: await files.fetch(`${monthPrefix(readings.prefix, month)}${FILES.table}`) }),
    { concurrency: AT_ONCE },
  );
  for (const { month, file } of fetched) {
    const rows = await db.rows(
      `SELECT DISTINCT site_id FROM read_parquet(${literal(file)}, hive_partitioning = false)`,
    );
    for (const { site_id } of siteSchema.parse(rows))
      touched.set(site_id, (touched.get(site_id) ?? new Set()).add(month));
  }
  return touched;
}

/** As `touchedBy`, of what is published: by its manifest, where that names the sites; a site may have fewer months. */
export async function touchedByPublication(
  { sites, months, readings_prefix }: Publication,
  files: LakeFiles,
  db: Database,
): Promise<Touched> {
  if (sites === null) return touchedBy({ prefix: readings_prefix, months }, files, db);
  return new Map(sites.map((site) => [site, new Set(months)]));
}

/** Months of either. */
export function together(...all: readonly Touched[]): Touched {
  const sum = new Map<string, Set<string>>();
  for (const touched of all)
    for (const [site, months] of touched) sum.set(site, new Set([...(sum.get(site) ?? []), ...months]));
  return sum;
}
