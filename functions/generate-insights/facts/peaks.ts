/** What the highest demand costs: of the site that pays most for it. */
import { z } from 'zod';
import { type Database, literal } from '../../../shared/database/duckdb.ts';

/** Share of the time, percent, for which a demand is reached that is usual. */
const USUAL_PERCENT = 5;

const peakSchema = z.object({
  site_id: z.string(),
  months: z.number(),
  /** Known time, hours. */
  hours: z.number(),
  /** Of all demand charges of these months, before taxes. */
  cost: z.number(),
  /** A billed kW of a month. */
  price: z.number(),
  peak_kw: z.number(),
  /** `2026-10-01T18:00:00` */
  peak_at: z.string(),
  peak_minutes: z.number(),
  /** What was billed for the month of the highest peak: more, where a floor or another month counts. */
  billed_kw: z.number(),
  /** What the demand stays below for 95 % of the time. */
  usual_kw: z.number(),
});
export type PeakFacts = z.infer<typeof peakSchema>;

/**
 * @param demand relation with the columns of demand_data
 * @param duration relation with the columns of load_duration_data
 * @returns undefined where no tariff in this currency charges for demand, or none is known
 */
export async function peakFacts(
  db: Database,
  { demand, duration }: { readonly demand: string; readonly duration: string },
  currency: string,
): Promise<PeakFacts | undefined> {
  const highest = (column: string) => `arg_max(${column}, (peak_kw, -epoch_us(peak_timestamp)))`;
  const rows = await db.rows(`
    SELECT s.*, d.kw AS usual_kw
    FROM (
      SELECT site_id, CAST(count(*) AS INTEGER) AS months, sum(hours) AS hours,
        CAST(sum(demand_cost) AS DOUBLE) AS cost, round(CAST(sum(demand_cost) AS DOUBLE) / sum(billed_kw), 6) AS price,
        max(peak_kw) AS peak_kw, strftime(${highest('peak_timestamp')}, '%Y-%m-%dT%H:%M:%S') AS peak_at,
        ${highest('peak_minutes')} AS peak_minutes, ${highest('billed_kw')} AS billed_kw
      FROM ${demand} AS months
      WHERE demand_cost > 0 AND billed_kw > 0 AND months.peak_kw > 0 AND currency = ${literal(currency)}
      GROUP BY site_id ORDER BY cost DESC, site_id LIMIT 1
    ) s JOIN ${duration} d ON d.site_id = s.site_id AND d.percent = ${USUAL_PERCENT}`);
  return z.array(peakSchema).parse(rows)[0];
}
