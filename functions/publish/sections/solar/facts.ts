/** What the report says of the sites' own energy, read from bill_data: the sites that have both measures. */
import { z } from 'zod';
import type { Database } from '../../../../shared/database/duckdb.ts';
import { type Solar, solarSchema } from '../../../../shared/report/solar.ts';
import type { Relations } from '../../relations.ts';

const SITES = 20;

const FIGURES = `
  sum(consumed_kwh)::DOUBLE AS consumed_kwh, sum(generated_kwh)::DOUBLE AS generated_kwh,
  sum(self_consumed_kwh)::DOUBLE AS self_consumed_kwh,
  coalesce(sum(imported_kwh), 0)::DOUBLE AS imported_kwh, coalesce(sum(exported_kwh), 0)::DOUBLE AS exported_kwh,
  sum(self_consumed_kwh)::DOUBLE / nullif(sum(generated_kwh), 0)::DOUBLE AS self_consumption,
  sum(self_consumed_kwh)::DOUBLE / nullif(sum(consumed_kwh), 0)::DOUBLE AS self_sufficiency`;

const totalSchema = z.array(solarSchema.omit({ avoided_costs: true, sites: true }));

/** @returns null when no site has both measures */
export async function readSolar(db: Database, tables: Relations): Promise<Solar | null> {
  const appliances = tables.of('processed_energy_data');
  const bills = tables.of('bill_data');
  const both = `(SELECT site_id FROM ${appliances} GROUP BY site_id HAVING count(DISTINCT measure) = 2)`;
  const days = `(SELECT * FROM ${bills} SEMI JOIN ${both} USING (site_id))`;
  const [total] = totalSchema.parse(
    await db.rows(`
      SELECT ${FIGURES},
        (SELECT max(interval_minutes) FROM ${appliances} SEMI JOIN ${both} USING (site_id)) AS interval_minutes
      FROM ${days} HAVING count(*) > 0`),
  );
  if (!total) return null;
  return solarSchema.parse({
    ...total,
    avoided_costs: await db.rows(`
      SELECT currency, sum(avoided_cost)::DOUBLE AS amount FROM ${days}
      WHERE avoided_cost IS NOT NULL GROUP BY currency ORDER BY currency`),
    sites: await db.rows(`
      SELECT site_id, ${FIGURES} FROM ${days}
      GROUP BY site_id ORDER BY sum(generated_kwh) DESC, site_id LIMIT ${SITES}`),
  });
}
