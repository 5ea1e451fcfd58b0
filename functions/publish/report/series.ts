/** What the charts draw beyond report.json: small, whatever the file's size. */
import { z } from 'zod';
import type { Database } from '../../../shared/duckdb.ts';
import { MEASURES } from '../../../shared/schema.ts';
import type { Relations } from './build.ts';

const measureSchema = z.enum(MEASURES);
const daySchema = z.object({ measure: measureSchema, day: z.iso.date(), kwh: z.number() });
const hourSchema = z.object({ measure: measureSchema, hour: z.number().int(), mean_kwh: z.number() });
const cellSchema = z.object({
  site_id: z.string(),
  appliance: z.string(),
  measure: measureSchema,
  hour: z.number().int(),
  mean_kwh: z.number(),
});
const anomalyDaySchema = z.object({ measure: measureSchema, day: z.iso.date(), count: z.coerce.number().int() });

export interface Series {
  /** Totals of all sites by local day. */
  readonly daily: readonly z.infer<typeof daySchema>[];
  /** Mean reading of all series by hour of day. */
  readonly hourly: readonly z.infer<typeof hourSchema>[];
  /** The same for the largest series. */
  readonly byAppliance: readonly z.infer<typeof cellSchema>[];
  /** Number of anomalies by local day. */
  readonly anomalies: readonly z.infer<typeof anomalyDaySchema>[];
}

/** A picture of more rows than this is not read any more. */
const APPLIANCES_IN_PICTURE = 12;

export async function readSeriesForCharts(db: Database, tables: Relations): Promise<Series> {
  const daily = await db.rows(`
    SELECT measure, strftime(day, '%Y-%m-%d') AS day, SUM(total_kwh)::DOUBLE AS kwh
    FROM ${tables.daily} AS daily GROUP BY measure, daily.day ORDER BY measure, daily.day`);
  const hourly = await db.rows(`
    SELECT measure, hour, SUM(total_kwh) / SUM(readings) AS mean_kwh
    FROM ${tables.hourly} GROUP BY measure, hour ORDER BY measure, hour`);
  const byAppliance = await db.rows(`
    WITH largest AS (
      SELECT site_id, appliance, measure, total_kwh FROM ${tables.appliances}
      QUALIFY ROW_NUMBER() OVER (PARTITION BY measure ORDER BY total_kwh DESC, site_id, appliance)
        <= ${APPLIANCES_IN_PICTURE}
    )
    SELECT site_id, appliance, measure, hour, avg_kwh AS mean_kwh
    FROM ${tables.hourly} JOIN largest USING (site_id, appliance, measure)
    ORDER BY measure, largest.total_kwh DESC, site_id, appliance, hour`);
  const anomalies = await db.rows(`
    SELECT measure, strftime("timestamp", '%Y-%m-%d') AS day, COUNT(*) AS count
    FROM ${tables.anomalies} GROUP BY 1, 2 ORDER BY 1, 2`);
  return {
    daily: z.array(daySchema).parse(daily),
    hourly: z.array(hourSchema).parse(hourly),
    byAppliance: z.array(cellSchema).parse(byAppliance),
    anomalies: z.array(anomalyDaySchema).parse(anomalies),
  };
}
