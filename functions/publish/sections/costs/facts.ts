/** What the report says of money, read from cost_data and bill_data: some small results for any number of days. */
import { z } from 'zod';
import { type Database, literal } from '../../../../shared/database/duckdb.ts';
import { BILL_KIND_NAMES } from '../../../../shared/energy/bill-kinds.ts';
import { type Money, moneySchema } from '../../../../shared/report/money.ts';
import type { Relations } from '../../relations.ts';

const SITES = 20;
const APPLIANCES = 40;

const costDaysSchema = z.array(z.object({ currency: z.string(), day: z.iso.date(), kwh: z.number() }));

export interface CostFacts {
  readonly money: Money;
  /** What each day cost, all sites of a currency together; in `kwh`, where charts look for a day's value. */
  readonly days: z.infer<typeof costDaysSchema>;
}

export async function readCosts(db: Database, tables: Relations): Promise<CostFacts> {
  const bills = tables.of('bill_data');
  return {
    money: await readMoney(db, tables.of('cost_data'), bills, tables.of('bill_line_data')),
    days: costDaysSchema.parse(
      await db.rows(`
        SELECT currency, strftime(day, '%Y-%m-%d') AS day, sum(net_cost)::DOUBLE AS kwh
        FROM ${bills} AS bills WHERE net_cost IS NOT NULL GROUP BY currency, bills.day ORDER BY currency, bills.day`),
    ),
  };
}

/** Sums are exact decimals, rounded once when they leave SQL. */
const AMOUNTS = `
  CAST(count(*) AS INTEGER) AS days, CAST(count(*) FILTER (net_cost IS NULL) AS INTEGER) AS days_without_tariff,
  sum(imported_kwh)::DOUBLE AS imported_kwh, sum(exported_kwh)::DOUBLE AS exported_kwh,
  coalesce(sum(energy_cost), 0)::DOUBLE AS energy_cost, coalesce(sum(standing_charge), 0)::DOUBLE AS standing_charge,
  coalesce(sum(export_revenue), 0)::DOUBLE AS export_revenue, coalesce(sum(net_cost), 0)::DOUBLE AS net_cost,
  coalesce(sum(spread_kwh), 0)::DOUBLE AS spread_kwh, coalesce(sum(impossible_kwh), 0)::DOUBLE AS impossible_kwh,
  (CASE WHEN sum(impossible_kwh) > 0 THEN coalesce(sum(net_cost), 0) - coalesce(sum(impossible_cost), 0) END)::DOUBLE
    AS net_cost_without_impossible,
  coalesce(sum(unpriced_kwh), 0)::DOUBLE AS unpriced_kwh, coalesce(sum(split_kwh), 0)::DOUBLE AS split_kwh,
  sum(energy_cost)::DOUBLE / nullif(sum(imported_kwh) FILTER (energy_cost IS NOT NULL), 0)::DOUBLE AS average_price,
  sum(co2_kg)::DOUBLE AS co2_kg`;

async function readMoney(db: Database, costs: string, bills: string, lines: string): Promise<Money> {
  const measured = `(SELECT *, 'consumption' AS measure FROM ${costs})`;
  return moneySchema.parse({
    totals: await db.rows(`
      SELECT * FROM (SELECT currency, ${AMOUNTS} FROM ${bills} AS bills GROUP BY currency)
      LEFT JOIN (SELECT currency, coalesce(sum(cost), 0)::DOUBLE AS gross_cost FROM ${costs} AS costs GROUP BY currency)
        USING (currency) ORDER BY currency`),
    sites: await db.rows(`
      SELECT site_id, any_value(tariff) AS tariff, any_value(currency) AS currency, ${AMOUNTS}
      FROM ${bills} GROUP BY site_id ORDER BY sum(net_cost) DESC NULLS LAST, site_id LIMIT ${SITES}`),
    // Bands by what they cost; what has a place of its own in the tariff stays there.
    lines: await db.rows(`
      SELECT currency, kind, name, sum(quantity)::DOUBLE AS quantity, any_value(unit) AS unit,
        sum(amount)::DOUBLE AS amount,
        CAST(count(DISTINCT month) FILTER (kind = 'demand' AND amount IS NULL) AS INTEGER) AS unknown_months
      FROM ${lines} AS lines GROUP BY currency, kind, name
      ORDER BY lines.currency, list_position([${BILL_KIND_NAMES.map(literal).join(', ')}], kind),
        min(position), abs(sum(lines.amount)) DESC NULLS LAST, name`),
    bands: await db.rows(`
      SELECT currency, band, sum(kwh)::DOUBLE AS kwh, coalesce(sum(cost), 0)::DOUBLE AS cost,
        min(price)::DOUBLE AS lowest_price, max(price)::DOUBLE AS highest_price
      FROM ${measured} AS costs GROUP BY currency, band
      ORDER BY costs.currency, sum(costs.cost) DESC NULLS LAST, band`),
    appliances: await db.rows(`
      SELECT site_id, appliance, any_value(currency) AS currency, sum(kwh)::DOUBLE AS kwh,
        coalesce(sum(cost), 0)::DOUBLE AS cost, coalesce(sum(shift_saving), 0)::DOUBLE AS shift_saving,
        sum(co2_kg)::DOUBLE AS co2_kg
      FROM ${costs} AS costs GROUP BY site_id, appliance
      ORDER BY sum(costs.cost) DESC NULLS LAST, site_id, appliance LIMIT ${APPLIANCES}`),
  } satisfies Record<keyof z.input<typeof moneySchema>, unknown>);
}
