/** What the energy costs: the bill and the prices of the run's tariffs, in the currency of the largest bills. */
import { z } from 'zod';
import { type Database, literal } from '../../../shared/database/duckdb.ts';
import { SETTINGS_TARIFF } from '../../../shared/tariff/schema.ts';

const amount = z.number().nullable();

const moneySchema = z.object({
  currency: z.string(),
  /** Whether all of it is priced by the settings. */
  by_settings: z.boolean(),
  days: z.number(),
  /** Of the file's days, standing charges included and export revenue taken off. */
  net_cost: z.number(),
  energy_cost: z.number(),
  standing_charge: z.number(),
  export_revenue: z.number(),
  imported_kwh: amount,
  exported_kwh: amount,
  /** Null where it is not known interval by interval: then all counts as bought and sold. */
  self_consumed_kwh: amount,
  /** Mean price of a kWh that is consumed, and of one that is exported. */
  price: amount,
  export_price: amount,
  /** What a kWh less from the grid saves: its energy and network, and the taxes on both. */
  import_price: amount,
  /** The bands with the highest and the lowest price, of a tariff that has several. */
  dearest: z.object({ kwh: z.number(), cost: z.number(), price: z.number() }).nullable(),
  cheapest: z.object({ kwh: z.number(), cost: z.number(), price: z.number() }).nullable(),
});
export type MoneyFacts = z.infer<typeof moneySchema>;

/** SQL relations. */
export interface MoneyTables {
  readonly costs: string;
  readonly bills: string;
}

/** A price of money divided by energy, without what floating point adds to it. */
const price = (cost: string, kwh: string) => `round(CAST(${cost} AS DOUBLE) / nullif(CAST(${kwh} AS DOUBLE), 0), 6)`;

/**
 * Amounts in the currency of most site days; those in others cannot be added to it.
 * @returns undefined when no day has a valid tariff
 */
export async function moneyFacts(db: Database, { costs, bills }: MoneyTables): Promise<MoneyFacts | undefined> {
  const measured = `(SELECT *, 'consumption' AS measure FROM ${costs} WHERE price IS NOT NULL)`;
  const rows = await db.rows(`
    WITH bill AS (
      SELECT currency, bool_and(tariff = ${literal(SETTINGS_TARIFF)}) AS by_settings,
        CAST(count(DISTINCT day) AS INTEGER) AS days,
        CAST(sum(net_cost) AS DOUBLE) AS net_cost, CAST(coalesce(sum(energy_cost), 0) AS DOUBLE) AS energy_cost,
        CAST(coalesce(sum(standing_charge), 0) AS DOUBLE) AS standing_charge,
        CAST(coalesce(sum(export_revenue), 0) AS DOUBLE) AS export_revenue,
        CAST(sum(imported_kwh) AS DOUBLE) AS imported_kwh, CAST(sum(exported_kwh) AS DOUBLE) AS exported_kwh,
        CAST(sum(self_consumed_kwh) AS DOUBLE) AS self_consumed_kwh,
        ${price('sum(export_revenue)', 'sum(exported_kwh)')} AS export_price,
        ${price('sum(variable_cost)', 'sum(imported_kwh) FILTER (variable_cost IS NOT NULL)')} AS import_price
      FROM ${bills} WHERE net_cost IS NOT NULL GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 1
    ),
    bands AS (
      SELECT currency, sum(kwh) AS energy, sum(cost) AS money, {
          price: ${price('sum(cost)', 'sum(kwh)')}, band: band, kwh:
            CAST(sum(kwh) AS DOUBLE), cost: CAST(sum(cost) AS DOUBLE)
        } AS of_band
      FROM ${measured} GROUP BY currency, band HAVING sum(kwh) > 0
    ),
    ends AS (
      SELECT currency, ${price('sum(money)', 'sum(energy)')} AS price, max(of_band) AS dearest, min(of_band) AS cheapest
      FROM bands GROUP BY currency
    )
    SELECT bill.*, price, CASE WHEN dearest.price > cheapest.price THEN dearest END AS dearest,
      CASE WHEN dearest.price > cheapest.price THEN cheapest END AS cheapest
    FROM bill LEFT JOIN ends USING (currency)`);
  return z.array(moneySchema).parse(rows)[0];
}

/**
 * SQL: what each series costs in a currency: `site_id, appliance, cost, price, shift_kwh, shift_saving`. What can be
 * shifted is what was used in each day's dearest band.
 */
export function seriesCosts(costs: string, currency: string): string {
  return `
    SELECT c.site_id, c.appliance, CAST(sum(c.cost) AS DOUBLE) AS cost, ${price('sum(c.cost)', 'sum(c.kwh)')} AS price,
      CAST(coalesce(sum(c.kwh) FILTER (c.shift_saving > 0), 0) AS DOUBLE) AS shift_kwh,
      CAST(coalesce(sum(c.shift_saving), 0) AS DOUBLE) AS shift_saving
    FROM ${costs} c WHERE c.currency = ${literal(currency)} AND c.price IS NOT NULL GROUP BY c.site_id, c.appliance`;
}
