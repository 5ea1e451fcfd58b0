/** What each site buys, sells and uses of its own, from balance_data, in the stretches of its prices. */
import type { Database } from '../database/duckdb.ts';
import { cutAtPrices } from './cut-at-prices.ts';
import type { Prices } from './prices.ts';

/**
 * SQL of what is bought and sold in an interval: what the meter at the grid says. Where it says nothing, what is used
 * and not the site's own comes from the grid, and what is produced and not used goes there; of a site whose use is
 * never known nothing is said.
 */
export const FLOWS = {
  used: `use_kwh`,
  generated: `CASE WHEN basis <> 'grid' THEN production_kwh END`,
  self_used: 'self_used_kwh',
  imported: `coalesce(import_kwh, use_kwh - coalesce(self_used_kwh, 0))`,
  exported: `coalesce(export_kwh, CASE WHEN use_known THEN production_kwh - coalesce(self_used_kwh, 0) END)`,
} as const;

export const FLOW_COLUMNS = [
  'used',
  'generated',
  'self_used',
  'imported',
  'exported',
] as const satisfies readonly (keyof typeof FLOWS)[];

/** SQL: balance_data with `use_known`: whether the use of the site is known at some time. */
export function knownBalance(balance: string): string {
  const known = `SELECT site_id, bool_or(use_kwh IS NOT NULL) AS use_known FROM ${balance} GROUP BY site_id`;
  return `${balance} b JOIN (${known}) u USING (site_id)`;
}

/**
 * Creates `site_flows`: site_id, account, plan, stretch, day, and of each flow the energy in it; `split_kwh` is what of
 * the import lies across a change of its price.
 * @param balance relation of balance_data
 * @param account SQL: what sites share that are billed together
 */
export async function createSiteFlows(db: Database, balance: string, prices: Prices, account: string): Promise<void> {
  const source = `SELECT b.*, use_known, epoch_us(utc) AS begins_us, epoch_us(end_utc) AS ends_us
    FROM ${knownBalance(balance)}`;
  const energies = Object.fromEntries(
    FLOW_COLUMNS.map((name) => [`${name}_kwh`, `CAST(${FLOWS[name]} AS DECIMAL(38,9))`]),
  );
  const sums = [...FLOW_COLUMNS, 'split'].map((name) => `sum(${name}_kwh) AS ${name}_kwh`);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE site_flows AS
    SELECT site_id, ${account} AS account, f.plan, stretch, s.day, ${sums.join(', ')}
    FROM (${cutAtPrices(source, { keys: [], energies, split: 'imported_kwh' }, prices)}) f
    JOIN price_stretches s USING (stretch)
    GROUP BY ALL`);
}
