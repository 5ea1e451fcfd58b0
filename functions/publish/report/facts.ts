/** What the report says, read from the run's tables: some twenty small results, whatever the file's size. */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import { SEVERITIES } from '../../../shared/readings/anomalies.ts';
import { additiveRows } from '../../../shared/readings/main-meter.ts';
import { completenessSchema } from '../../../shared/report/completeness.ts';
import { loadSchema } from '../../../shared/report/load.ts';
import { moneySchema } from '../../../shared/report/money.ts';
import { reportAnomalySchema, reportApplianceSchema } from '../../../shared/report/report.ts';
import { solarSchema } from '../../../shared/report/solar.ts';
import { MEASURES } from '../../../shared/tables/schema.ts';
import { costDaySchema, readCostDays, readMoney } from '../sections/costs/facts.ts';
import { readLoad } from '../sections/demand/facts.ts';
import { eventFactsSchema, readEventFacts } from '../sections/events/facts.ts';
import { forecastFactsSchema, readForecast } from '../sections/forecast/facts.ts';
import { readCompleteness } from '../sections/quality/facts.ts';
import { readSolar } from '../sections/solar/facts.ts';

/** SQL relations of the tables that a run wrote; a degraded branch has none. */
export interface Relations {
  readonly appliances: string;
  readonly daily: string;
  readonly hourly: string;
  readonly costs: string;
  readonly bills: string;
  readonly missing: string;
  readonly shapes: string;
  readonly profiles: string;
  readonly anomalies: string;
  readonly events: string;
  readonly forecast: string | null;
  readonly hourlyForecast: string | null;
  readonly forecastModels: string | null;
  /** Appliances that are the total of others, see shared/readings/main-meter.ts. */
  readonly totals?: readonly string[] | undefined;
}

/** How many anomalies report.json lists; the table and anomalies.csv have them all. */
const TOP_ANOMALIES = 20;
/** A picture of more rows than this is not read any more. */
const SERIES_IN_PICTURE = 12;

const measure = z.enum(MEASURES);
/** BIGINT reaches JavaScript as text. */
const bigint = z.coerce.number().int().nonnegative();
const name = { site_id: z.string(), appliance: z.string(), measure };

const seriesSchema = reportApplianceSchema.extend({ measure, readings: bigint, measure_total_kwh: z.number() });
const hourSchema = z.object({ measure, hour: z.number().int(), mean_kwh: z.number() });
const seriesHourSchema = z.object({ ...name, hour: z.number().int(), mean_kwh: z.number() });
const daySchema = z.object({ measure, day: z.iso.date(), kwh: z.number() });
const anomalyCountSchema = z.object({ ...name, severity: z.enum(SEVERITIES), count: bigint });

const factsSchema = z.object({
  /** Every site, appliance and measure, the largest first, with the exact total of its measure. */
  series: z.array(seriesSchema),
  /** Mean reading of all series together by hour of day. */
  hours: z.array(hourSchema),
  /** The same for each of the largest series. */
  seriesHours: z.array(seriesHourSchema),
  /** Totals of all sites by local day. */
  days: z.array(daySchema),
  anomalyCounts: z.array(anomalyCountSchema),
  topAnomalies: z.array(reportAnomalySchema),
  events: eventFactsSchema,
  forecast: forecastFactsSchema,
  load: loadSchema,
  money: moneySchema,
  /** What each day cost, by currency. */
  costDays: costDaySchema,
  solar: solarSchema.nullable(),
  completeness: completenessSchema,
});
export type Facts = z.infer<typeof factsSchema>;

/** The series, and whether a sum over all of them counts each. */
function withCounts({ appliances, totals = [] }: Relations): string {
  if (totals.length === 0) return `(SELECT *, true AS counts FROM ${appliances})`;
  const names = 'site_id, appliance, measure';
  return `(SELECT *, (${names}) IN (SELECT (${names}) FROM ${additiveRows(appliances, totals)}) AS counts FROM ${appliances})`;
}

/** Sums are exact decimals, rounded once when they leave SQL; each order is total, so that two runs read the same. */
export async function readFacts(db: Database, tables: Relations): Promise<Facts> {
  return factsSchema.parse({
    series: await db.rows(`
      SELECT measure, site_id, appliance, readings, total_kwh::DOUBLE AS total_kwh, avg_kwh, std_kwh,
             min_kwh::DOUBLE AS min_kwh, max_kwh::DOUBLE AS max_kwh, share, peak_hour, completeness,
             (SUM(CASE WHEN counts THEN series.total_kwh END) OVER (PARTITION BY measure))::DOUBLE AS measure_total_kwh
      FROM ${withCounts(tables)} AS series
      ORDER BY series.total_kwh DESC, site_id, appliance, measure`),
    hours: await db.rows(`
      SELECT measure, hour, SUM(total_kwh) / SUM(readings) AS mean_kwh
      FROM ${additiveRows(tables.hourly, tables.totals)} GROUP BY measure, hour ORDER BY measure, hour`),
    seriesHours: await db.rows(`
      WITH largest AS (
        SELECT site_id, appliance, measure, total_kwh FROM ${tables.appliances}
        QUALIFY ROW_NUMBER() OVER (PARTITION BY measure ORDER BY total_kwh DESC, site_id, appliance)
          <= ${SERIES_IN_PICTURE}
      )
      SELECT site_id, appliance, measure, hour, avg_kwh AS mean_kwh
      FROM ${tables.hourly} JOIN largest USING (site_id, appliance, measure)
      ORDER BY measure, largest.total_kwh DESC, site_id, appliance, hour`),
    days: await db.rows(`
      SELECT measure, strftime(day, '%Y-%m-%d') AS day, SUM(total_kwh)::DOUBLE AS kwh
      FROM ${additiveRows(tables.daily, tables.totals)} AS daily GROUP BY measure, daily.day ORDER BY measure, daily.day`),
    anomalyCounts: await db.rows(`
      SELECT site_id, appliance, measure, severity, COUNT(*) AS count FROM ${tables.anomalies}
      GROUP BY ALL ORDER BY ALL`),
    topAnomalies: await db.rows(`
      SELECT site_id, appliance, measure, strftime("timestamp", '%Y-%m-%dT%H:%M:%S') AS timestamp,
             kwh::DOUBLE AS kwh, kind, direction, severity, z_score, threshold
      FROM ${tables.anomalies} AS anomaly
      ORDER BY list_position(['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'], severity), abs(z_score) DESC NULLS LAST,
               anomaly."timestamp", site_id, appliance, measure, utc, kind, anomaly.kwh
      LIMIT ${TOP_ANOMALIES}`),
    events: await readEventFacts(db, tables.events),
    forecast: await readForecast(db, tables.forecast, tables.forecastModels),
    load: await readLoad(db, tables),
    money: await readMoney(db, tables),
    costDays: await readCostDays(db, tables.bills),
    solar: await readSolar(db, tables),
    completeness: await readCompleteness(db, tables),
  });
}
