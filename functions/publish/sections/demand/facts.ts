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
    years: await db.rows(`
      SELECT site_id, month[1:4] AS year, CAST(count(*) AS INTEGER) AS months, max(peak_kw) AS peak_kw,
        strftime(arg_max(peak_timestamp, (peak_kw, -epoch_us(peak_timestamp))), '%Y-%m-%dT%H:%M:%S') AS peak_at,
        CAST(sum(demand_cost) AS DOUBLE) AS demand_cost, any_value(currency) AS currency
      FROM ${tables.of('demand_data')} AS months WHERE peak_kw > 0
      GROUP BY site_id, month[1:4] ORDER BY max(months.peak_kw) DESC, site_id, year LIMIT ${SITES}`),
    duration: await readDuration(db, tables),
    profile: await db.rows(`
      SELECT measure, day_type, hour, CAST(sum(CAST(mean_kw AS DECIMAL(38,9))) AS DOUBLE) AS mean_kw
      FROM ${tables.of('load_profile_data')} GROUP BY measure, day_type, hour ORDER BY measure, day_type, hour`),
  });
}

/** How long which demand of the site with the highest peak lasts. */
async function readDuration(db: Database, tables: Relations) {
  const highest = `(
    SELECT site_id, sum(hours) AS hours FROM ${tables.of('demand_data')} AS months WHERE peak_kw > 0
    GROUP BY site_id ORDER BY max(months.peak_kw) DESC, site_id LIMIT 1)`;
  const points = await db.rows(`
    SELECT percent, kw FROM ${tables.of('load_duration_data')} SEMI JOIN ${highest} USING (site_id) ORDER BY percent`);
  const [site] = await db.rows(`SELECT site_id, hours FROM ${highest}`);
  return site === undefined || points.length === 0 ? null : { ...site, points };
}
