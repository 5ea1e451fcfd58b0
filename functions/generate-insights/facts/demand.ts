/** The shape of the demand, as the report shows it: all sites together, and what only a single site has. */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';

const figure = z.number().nullable();

const demandSchema = z.object({
  sites: z.number(),
  /**
   * Demand that 97.5 % of the hours exceed, kW; of several sites the sum of theirs. Null where one of them has none.
   */
  base_load_kw: figure,
  mean_kw: figure,
  /** Mean complete day, kWh, likewise. */
  weekday_kwh: figure,
  weekend_kwh: figure,
  /** Of a single site only: sums of these would mean nothing. */
  peak_kw: figure,
  load_factor: figure,
  night_share: figure,
});
export type DemandFacts = z.infer<typeof demandSchema>;

/** @param load relation with the columns of load_shape_data */
export async function demandFacts(db: Database, load: string): Promise<DemandFacts> {
  const total = (column: string) =>
    `CASE WHEN count(${column}) = count(*) THEN ` +
    `CAST(sum(CAST(${column} AS DECIMAL(38, 9))) AS DOUBLE) END AS ${column}`;
  const single = (column: string) => `CASE WHEN count(*) = 1 THEN any_value(${column}) END AS ${column}`;
  const [facts] = z.tuple([demandSchema]).parse(
    await db.rows(`
      SELECT CAST(count(*) AS INTEGER) AS sites,
        ${['base_load_kw', 'mean_kw', 'weekday_kwh', 'weekend_kwh'].map(total).join(', ')},
        ${['peak_kw', 'load_factor', 'night_share'].map(single).join(', ')}
      FROM ${load} WHERE measure = 'consumption'`),
  );
  return facts;
}
