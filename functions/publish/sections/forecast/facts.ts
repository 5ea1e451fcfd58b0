/** What the report says of the days to come, read from the tables of the forecast. */
import { z } from 'zod';
import type { PublishInput } from '../../../../shared/contract.ts';
import type { Database } from '../../../../shared/database/duckdb.ts';
import { reportForecastDaySchema, reportForecastModelSchema } from '../../../../shared/report/forecast.ts';
import type { Report } from '../../../../shared/report/report.ts';
import { MEASURES } from '../../../../shared/tables/schema.ts';
import type { Relations } from '../../relations.ts';

/** Of more series than this, report.json has the chosen model only: 1,000 sites would be megabytes of scores. */
const SERIES_WITH_MODELS = 50;

const name = { site_id: z.string(), measure: z.enum(MEASURES) };
const count = z.number().int().nonnegative();

export const forecastDaySchema = reportForecastDaySchema.extend({ ...name, model: z.string() });
const modelSchema = reportForecastModelSchema.extend({
  ...name,
  training_days: count,
  earlier_days: count,
  incomplete_days: count,
});

export const forecastFactsSchema = z.object({
  days: z.array(forecastDaySchema),
  /** In the order in which they were scored, the ensemble first. */
  models: z.array(modelSchema),
});
export type ForecastFacts = z.infer<typeof forecastFactsSchema>;

/** @returns no days and no models when that branch degraded */
export async function readForecast(db: Database, tables: Relations): Promise<ForecastFacts> {
  const forecast = tables.find('forecast_data');
  const models = tables.find('forecast_model_data');
  if (forecast === null || models === null) return { days: [], models: [] };
  return forecastFactsSchema.parse({
    days: await db.rows(`
      SELECT site_id, measure, model, strftime(ds, '%Y-%m-%d') AS ds, yhat, yhat_lower, yhat_upper
      FROM ${forecast} AS forecast ORDER BY site_id, measure, forecast.ds`),
    models: await db.rows(`
      SELECT * FROM ${models}
      QUALIFY chosen OR dense_rank() OVER (ORDER BY site_id, measure) <= ${SERIES_WITH_MODELS}
      ORDER BY site_id, measure, model <> 'ensemble', model`),
  });
}

export function reportForecast({ forecast }: PublishInput['branches'], facts: ForecastFacts): Report['forecast'] {
  const { status, reason } = forecast;
  const found = forecast.status === 'DEGRADED' ? undefined : forecast.history;
  return {
    status,
    ...(reason === undefined ? {} : { reason }),
    too_short: forecast.status === 'DEGRADED' ? 0 : (forecast.tooShort ?? 0),
    history: found ? { datasets: found.datasets, names: found.names, left_out: found.leftOut } : null,
    sites: sitesOf(facts),
  };
}

function sitesOf({ days, models }: ForecastFacts): Report['forecast']['sites'] {
  const sites = new Map<string, Report['forecast']['sites'][number]>();
  const keyOf = (row: { site_id: string; measure: string }) => JSON.stringify([row.site_id, row.measure]);
  for (const { site_id, measure, model, ...day } of days) {
    const key = keyOf({ site_id, measure });
    const site = sites.get(key) ?? { site_id, measure, model, days: [], training: null, models: [] };
    site.days.push(day);
    sites.set(key, site);
  }
  for (const { site_id, measure, training_days, earlier_days, incomplete_days, ...score } of models) {
    const site = sites.get(keyOf({ site_id, measure }));
    if (!site) continue;
    site.training = { days: training_days, earlier_days, incomplete_days };
    site.models.push(score);
  }
  return [...sites.values()];
}
