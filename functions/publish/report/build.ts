import { z } from 'zod';
import type { Database } from '../../../shared/duckdb.ts';
import {
  type Insights,
  type Report,
  reportAnomalySchema,
  reportApplianceSchema,
  reportForecastDaySchema,
  reportSchema,
  SEVERITIES,
} from '../../../shared/report.ts';
import { MEASURES, type Measure } from '../../../shared/schema.ts';
import type { PublishInput } from '../../../statemachine/contract.ts';

/** SQL relations of the tables that a run wrote; a degraded branch has none. */
export interface Relations {
  readonly appliances: string;
  readonly daily: string;
  readonly hourly: string;
  readonly anomalies: string;
  readonly forecast: string | null;
}

/** How many anomalies report.json lists; the table and anomalies.csv have them all. */
const TOP_ANOMALIES = 20;

const NO_INSIGHTS = { source: null, currency: '', assistant: [], auditor: [] };

/**
 * The run's result as report.json says it.
 * @param insights null when that branch degraded
 * @param currency of the tariff, for a report without insights
 */
export async function buildReport(
  input: PublishInput,
  tables: Relations,
  insights: Insights | null,
  currency: string,
  db: Database,
): Promise<Report> {
  const { forecast, insights: insightsBranch } = input.branches;
  const degraded = forecast.status === 'DEGRADED' || insightsBranch.status === 'DEGRADED';
  const totals = await readTotals(db, tables);
  const series = await readSeries(db, tables);
  const forecastReason = forecast.reason === undefined ? {} : { reason: forecast.reason };
  return reportSchema.parse({
    dataset: input.dataset,
    source: { bucket: input.source.bucket, key: input.source.key, version: input.source.version ?? null },
    run: input.run,
    status: degraded ? 'PARTIAL' : 'PUBLISHED',
    timeZone: input.timeZone,
    period: input.period,
    rows: input.rows,
    readings: input.readings,
    rejected: { by_code: input.rejectedByCode, quarantine: input.quarantine },
    consumption: consumption(totals.get('consumption'), series, input.period.days),
    generation: generation(totals, series),
    anomalies: await readAnomalies(db, tables.anomalies),
    forecast: {
      status: forecast.status,
      ...forecastReason,
      sites: tables.forecast === null ? [] : await readForecast(db, tables.forecast),
    },
    insights: insights ?? { ...NO_INSIGHTS, currency },
    branches: {
      aggregate: { status: 'OK' },
      anomalies: { status: 'OK' },
      forecast: { status: forecast.status, ...forecastReason },
      insights:
        insightsBranch.status === 'DEGRADED' ? { status: 'DEGRADED', reason: insightsBranch.reason } : { status: 'OK' },
    },
  } satisfies z.input<typeof reportSchema>);
}

const measureSchema = z.enum(MEASURES);
/** BIGINT reaches JavaScript as text. */
const bigintSchema = z.coerce.number().int().nonnegative();

interface Total {
  readonly total_kwh: number;
  readonly peak_hour: number;
}

const totalSchema = z.object({
  measure: measureSchema,
  total_kwh: z.number(),
  peak_hour: z.number().int(),
});

/**
 * Totals are exact decimal sums, rounded once. The peak hour is that of the mean over all series; equal means give the
 * earliest hour.
 */
async function readTotals(db: Database, tables: Relations): Promise<ReadonlyMap<Measure, Total>> {
  const rows = await db.rows(`
    WITH hours AS (
      SELECT measure, hour, SUM(total_kwh) / SUM(readings) AS mean_kwh FROM ${tables.hourly} GROUP BY measure, hour
    ), peaks AS (
      SELECT measure, hour FROM hours QUALIFY ROW_NUMBER() OVER (PARTITION BY measure ORDER BY mean_kwh DESC, hour) = 1
    ), totals AS (
      SELECT measure, SUM(total_kwh)::DOUBLE AS total_kwh FROM ${tables.appliances} GROUP BY measure
    )
    SELECT measure, total_kwh, peaks.hour AS peak_hour FROM totals JOIN peaks USING (measure) ORDER BY measure`);
  return new Map(
    z
      .array(totalSchema)
      .parse(rows)
      .map((row) => [row.measure, row]),
  );
}

type Series = z.infer<typeof seriesSchema>;
const seriesSchema = reportApplianceSchema.extend({ measure: measureSchema, readings: bigintSchema });

async function readSeries(db: Database, tables: Relations): Promise<readonly Series[]> {
  const rows = await db.rows(`
    SELECT measure, site_id, appliance, readings, total_kwh::DOUBLE AS total_kwh, avg_kwh, std_kwh,
           min_kwh::DOUBLE AS min_kwh, max_kwh::DOUBLE AS max_kwh, share, peak_hour, completeness
    FROM ${tables.appliances} AS appliances
    ORDER BY appliances.total_kwh DESC, site_id, appliance, measure`);
  return z.array(seriesSchema).parse(rows);
}

function ofMeasure(series: readonly Series[], wanted: Measure) {
  return series.flatMap(({ measure, ...rest }) => (measure === wanted ? [rest] : []));
}

function consumption(total: Total | undefined, series: readonly Series[], days: number): Report['consumption'] {
  if (!total) return null;
  return {
    total_kwh: total.total_kwh,
    daily_average_kwh: total.total_kwh / days,
    peak_hour: total.peak_hour,
    appliances: ofMeasure(series, 'consumption'),
  };
}

function generation(totals: ReadonlyMap<Measure, Total>, series: readonly Series[]): Report['generation'] {
  const generated = totals.get('generation');
  const consumed = totals.get('consumption');
  if (!generated) return null;
  return {
    total_kwh: generated.total_kwh,
    net_kwh: consumed ? generated.total_kwh - consumed.total_kwh : null,
    sites: ofMeasure(series, 'generation'),
  };
}

const severityCountSchema = z.object({ severity: z.enum(SEVERITIES), count: bigintSchema });
const applianceCountSchema = z.object({
  site_id: z.string(),
  appliance: z.string(),
  measure: measureSchema,
  count: bigintSchema,
});

async function readAnomalies(db: Database, relation: string): Promise<Report['anomalies']> {
  const bySeverity = z
    .array(severityCountSchema)
    .parse(await db.rows(`SELECT severity, COUNT(*) AS count FROM ${relation} GROUP BY severity`));
  const byAppliance = z.array(applianceCountSchema).parse(
    await db.rows(`
      SELECT site_id, appliance, measure, COUNT(*) AS count FROM ${relation}
      GROUP BY site_id, appliance, measure ORDER BY count DESC, site_id, appliance, measure`),
  );
  const top = await db.rows(`
    SELECT site_id, appliance, measure, strftime("timestamp", '%Y-%m-%dT%H:%M:%S') AS timestamp, kwh::DOUBLE AS kwh,
           kind, direction, severity, z_score, threshold
    FROM ${relation} AS anomalies
    ORDER BY list_position(['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'], severity), abs(z_score) DESC NULLS LAST,
             anomalies."timestamp", site_id, appliance, measure, kind, anomalies.kwh
    LIMIT ${TOP_ANOMALIES}`);
  const counts = new Map(bySeverity.map(({ severity, count }) => [severity, count]));
  const of = (severity: (typeof SEVERITIES)[number]) => counts.get(severity) ?? 0;
  return {
    count: bySeverity.reduce((sum, { count }) => sum + count, 0),
    by_severity: { LOW: of('LOW'), MEDIUM: of('MEDIUM'), HIGH: of('HIGH'), CRITICAL: of('CRITICAL') },
    by_appliance: byAppliance,
    top: z.array(reportAnomalySchema).parse(top),
  };
}

const forecastRowSchema = reportForecastDaySchema.extend({
  site_id: z.string(),
  measure: measureSchema,
  model: z.string(),
});

async function readForecast(db: Database, relation: string): Promise<Report['forecast']['sites']> {
  const rows = await db.rows(`
    SELECT site_id, measure, model, strftime(ds, '%Y-%m-%d') AS ds, yhat, yhat_lower, yhat_upper
    FROM ${relation} AS forecast ORDER BY site_id, measure, forecast.ds`);
  const sites = new Map<string, Report['forecast']['sites'][number]>();
  for (const { site_id, measure, model, ...day } of z.array(forecastRowSchema).parse(rows)) {
    const key = JSON.stringify([site_id, measure]);
    const site = sites.get(key) ?? { site_id, measure, model, days: [] };
    site.days.push(day);
    sites.set(key, site);
  }
  return [...sites.values()];
}
