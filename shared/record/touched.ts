/**
 * Which months of which sites a publication has readings in, that its readings last into, or in which an interval may
 * begin that ends with its first stand.
 */
import pMap from 'p-map';
import { z } from 'zod';
import { type Database, literal } from '../database/duckdb.ts';
import { FILES, monthPrefix } from '../lake/keys.ts';
import type { Publication } from '../lake/manifest.ts';
import { type RegisterStands, seamMonths } from '../register-stands.ts';
import { lastDayBefore, monthsBetween } from '../text/days.ts';
import type { LakeFiles } from './files.ts';
import { REACHES } from './neighbours.ts';

/** Local months by site. */
export type Touched = ReadonlyMap<string, ReadonlySet<string>>;

const AT_ONCE = 4;
const siteSchema = z.array(z.object({ site_id: z.string(), reaches: z.string() }));

/** @param readings where a run wrote its readings */
export async function touchedBy(
  readings: {
    readonly prefix: string;
    readonly months: readonly string[];
    readonly stands: readonly RegisterStands[];
  },
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
      `SELECT site_id, ${REACHES} AS reaches FROM read_parquet(${literal(file)}, hive_partitioning = false) GROUP BY 1`,
    );
    for (const { site_id, reaches } of siteSchema.parse(rows))
      touched.set(site_id, new Set([...(touched.get(site_id) ?? []), ...monthsBetween(month, reaches)]));
  }
  return together(touched, seamMonths(readings.stands));
}

/** As `touchedBy`, of what is published: by its manifest, where that names the sites; a site may have fewer months. */
export async function touchedByPublication(
  { sites, months, period, readings_prefix, stands }: Publication,
  files: LakeFiles,
  db: Database,
): Promise<Touched> {
  if (sites === null) return touchedBy({ prefix: readings_prefix, months, stands }, files, db);
  const reached = monthsBetween(months.at(-1) ?? '', lastDayBefore(period.to).slice(0, 7));
  return together(new Map(sites.map((site) => [site, new Set([...months, ...reached])])), seamMonths(stands));
}

/** Months of either. */
export function together(...all: readonly Touched[]): Touched {
  const sum = new Map<string, Set<string>>();
  for (const touched of all)
    for (const [site, months] of touched) sum.set(site, new Set([...(sum.get(site) ?? []), ...months]));
  return sum;
}
