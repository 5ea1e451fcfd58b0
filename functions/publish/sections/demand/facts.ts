/** What the report says of demand, read from load_shape_data, demand_data and load_profile_data. */
import type { Database } from '../../../../shared/database/duckdb.ts';
import { type Demand, demandSchema } from '../../../../shared/report/demand.ts';
import type { Relations } from '../../relations.ts';

const SITES = 40;

export async function readDemand(db: Database, tables: Relations): Promise<Demand> {
  return demandSchema.parse({
    sites: await db.rows(`
      SELECT * EXCLUDE (hours, peak_timestamp), strftime(peak_timestamp, '%Y-%m-%dT%H:%M:%S') AS peak_at
      FROM ${tables.of('load_shape_data')}
      ORDER BY measure, coalesce(mean_kw, recent_kwh, weekday_kwh) DESC NULLS LAST, site_id LIMIT ${SITES}`),
    months: await db.rows(`
      SELECT site_id, month, peak_kw, strftime(peak_timestamp, '%Y-%m-%dT%H:%M:%S') AS peak_at, peak_minutes,
        load_factor, CAST(demand_cost AS DOUBLE) AS demand_cost, currency
      FROM ${tables.of('demand_data')} AS months WHERE peak_kw > 0
      ORDER BY months.peak_kw DESC, site_id, month LIMIT ${SITES}`),
    profile: await db.rows(`
      SELECT measure, day_type, hour, CAST(sum(CAST(mean_kw AS DECIMAL(38,9))) AS DOUBLE) AS mean_kw
      FROM ${tables.of('load_profile_data')} GROUP BY measure, day_type, hour ORDER BY measure, day_type, hour`),
  });
}
