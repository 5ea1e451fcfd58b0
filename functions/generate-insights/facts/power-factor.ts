/** The power factor of the series whose reactive energy weighs most. */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import { LOW_POWER_FACTOR } from '../../../shared/report/power.ts';

const powerFactorSchema = z.object({
  site_id: z.string(),
  /** Name of the reactive energy. */
  series: z.string(),
  months: z.number(),
  low_months: z.number(),
  kwh: z.number(),
  kvarh: z.number(),
  power_factor: z.number(),
  lowest: z.number(),
  /** `2026-10` */
  lowest_month: z.string(),
});
export type PowerFactorFacts = z.infer<typeof powerFactorSchema>;

/** @param factors relation with the columns of power_factor_data; undefined without reactive energy */
export async function powerFactorFacts(db: Database, factors: string | undefined): Promise<PowerFactorFacts | null> {
  if (factors === undefined) return null;
  const rows = await db.rows(`
    SELECT site_id, series, CAST(count(*) AS INTEGER) AS months,
      CAST(count_if(power_factor < ${LOW_POWER_FACTOR}) AS INTEGER) AS low_months,
      sum(kwh) AS kwh, sum(kvarh) AS kvarh, sum(kwh) / sqrt(sum(kwh) ** 2 + sum(kvarh) ** 2) AS power_factor,
      min(power_factor) AS lowest, arg_min(month, (power_factor, month)) AS lowest_month
    FROM ${factors} GROUP BY site_id, series ORDER BY low_months DESC, power_factor, site_id, series LIMIT 1`);
  return z.array(powerFactorSchema).parse(rows)[0] ?? null;
}
