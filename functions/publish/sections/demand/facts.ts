/** What the report says of demand, read from load_shape_data and load_profile_data. */
import type { Database } from '../../../../shared/database/duckdb.ts';
import { type Load, loadSchema } from '../../../../shared/report/load.ts';

const SITES = 40;

/** @param tables SQL relations */
export async function readLoad(
  db: Database,
  { shapes, profiles }: { readonly shapes: string; readonly profiles: string },
): Promise<Load> {
  return loadSchema.parse({
    sites: await db.rows(`
      SELECT * EXCLUDE (hours, peak_timestamp), strftime(peak_timestamp, '%Y-%m-%dT%H:%M:%S') AS peak_at
      FROM ${shapes} ORDER BY measure, coalesce(mean_kw, recent_kwh, weekday_kwh) DESC NULLS LAST, site_id LIMIT ${SITES}`),
    profile: await db.rows(`
      SELECT measure, day_type, hour, CAST(sum(CAST(mean_kw AS DECIMAL(38,9))) AS DOUBLE) AS mean_kw
      FROM ${profiles} GROUP BY measure, day_type, hour ORDER BY measure, day_type, hour`),
  });
}
