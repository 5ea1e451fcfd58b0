/** What each site buys, sells and uses of its own, from balance_data, at the prices of its hours. */
import type { Database } from '../database/duckdb.ts';
import { HOURS } from '../readings/hourly-buckets.ts';
import { spreadOverHours } from './hours.ts';

/**
 * SQL of what is bought and sold in an interval: what the meter at the grid says. Where it says nothing, what is used
 * and not the site's own comes from the grid, and what is produced and not used goes there; of a site whose use is
 * never known nothing is said.
 */
const FLOWS = {
  used: `use_kwh`,
  generated: `CASE WHEN basis <> 'grid' THEN production_kwh END`,
  self_used: 'self_used_kwh',
  imported: `coalesce(import_kwh, use_kwh - coalesce(self_used_kwh, 0))`,
  exported: `coalesce(export_kwh, CASE WHEN use_known THEN production_kwh - coalesce(self_used_kwh, 0) END)`,
} as const;

const FLOW_NAMES = ['used', 'generated', 'self_used', 'imported', 'exported'] as const;

/**
 * Creates `site_flows`: site_id, plan, day, and of each flow the energy of the day; `cost` of what is imported and
 * `avoided_cost` of what is self-used, at the prices of their hours.
 * @param balance relation of balance_data
 * @param plan SQL: the tariff that a site pays
 * @param spans whether readings have an end of their own
 */
export async function createSiteFlows(db: Database, balance: string, plan: string, spans: boolean): Promise<void> {
  const minutes = '(epoch_us(end_utc) - epoch_us(utc)) / 60000000.0::DOUBLE';
  const known = `(SELECT *, bool_or(use_kwh IS NOT NULL) OVER (PARTITION BY site_id) AS use_known FROM ${balance})`;
  const parts = FLOW_NAMES.map(
    (name) =>
      `SELECT site_id, ${plan} AS plan, timestamp, ${HOURS} AS hours, '${name}' AS flow, 1 AS n, ` +
      `CAST(${FLOWS[name]} AS DECIMAL(38,9)) AS total, ` +
      `${minutes} AS interval_minutes, ${minutes} AS minutes FROM ${known} WHERE ${FLOWS[name]} IS NOT NULL`,
  );
  const longest = await db.rows(`SELECT max(${minutes}) AS minutes FROM ${balance}`);
  const most = Number(longest[0]?.minutes ?? 0);
  const all = `(${parts.join(' UNION ALL ')})`;
  const hours = spans ? cutAtHours(all) : spreadOverHours(all, most > 0 ? most : null);
  const energies = FLOW_NAMES.map((name) => `sum(f.total) FILTER (f.flow = '${name}') AS ${name}_kwh`);
  await db.run(`
    CREATE TEMP TABLE site_flows AS
    SELECT f.site_id, f.plan, h.day, ${energies.join(', ')},
      sum(f.total * h.price) FILTER (f.flow = 'imported') AS cost,
      sum(f.total * h.price) FILTER (f.flow = 'self_used') AS avoided_cost
    FROM ${hours} f JOIN priced_hours h ON h.plan = f.plan AND h.hours = f.hours
    GROUP BY ALL`);
}

/**
 * SQL: what lasts longer than an hour is cut where hours begin; the energy of each part goes by its time, and the parts
 * add up exactly.
 */
function cutAtHours(relation: string): string {
  const hour = '3600000000';
  const flowed = (hours: string) =>
    `CASE WHEN ${hours} >= parts THEN total WHEN ${hours} = 0 THEN 0 ` +
    `ELSE CAST(CAST(total AS DOUBLE) * ((${hours}) * ${hour} - past) / length AS DECIMAL(38,9)) END`;
  return `(
    SELECT * EXCLUDE (parts, nth, past, length) REPLACE
      (hours + nth AS hours, ${flowed('nth + 1')} - ${flowed('nth')} AS total)
    FROM (
      SELECT *, unnest(range(parts)) AS nth
      FROM (
        SELECT *, CASE WHEN length > ${hour} THEN CAST(ceil((past + length) / ${hour}.0) AS BIGINT) ELSE 1 END AS parts
        FROM (SELECT *, epoch_us(timestamp) % ${hour} AS past, CAST(round(minutes * 60000000) AS BIGINT) AS length
          FROM ${relation})
      )
    ))`;
}
