/** Forecasts as rows. They go through files: DuckDB reads one faster than an INSERT with values. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Database, literal } from '../../shared/database/duckdb.ts';
import { MS_PER_DAY, utcDay } from '../../shared/text/days.ts';
import type { History } from './history.ts';
import type { Prediction } from './predict.ts';

export interface Forecast {
  readonly history: History;
  readonly prediction: Prediction;
}

/** forecast_data from the table of `createForecasts`. */
export const FORECAST_QUERY = `
  SELECT * FROM (SELECT site_id, measure, model, unnest(days, recursive := true) FROM forecasts)
  ORDER BY site_id, measure, ds`;

/** forecast_model_data: the models in the order in which they were scored, the ensemble first. */
export const MODEL_QUERY = `
  SELECT * FROM (
    SELECT site_id, measure, training_days, earlier_days, incomplete_days,
      unnest(scores, recursive := true) FROM forecasts
  ) ORDER BY site_id, measure, position`;

/** The TEMP table `forecasts`: a row a site and measure, its days and its models as lists. */
export async function createForecasts(db: Database, folder: string, forecasts: readonly Forecast[]): Promise<void> {
  const file = join(folder, 'forecasts.ndjson');
  await writeFile(file, forecasts.map((each) => JSON.stringify(toRow(each))).join('\n'));
  await db.run(`CREATE TEMP TABLE forecasts AS SELECT * FROM read_json(${literal(file)}, format = 'newline_delimited',
    maximum_object_size = 67108864, columns = {site_id: 'VARCHAR', measure: 'VARCHAR', model: 'VARCHAR',
      training_days: 'INTEGER', earlier_days: 'INTEGER', incomplete_days: 'INTEGER',
      days: 'STRUCT(ds DATE, yhat DOUBLE, yhat_lower DOUBLE, yhat_upper DOUBLE)[]',
      scores: 'STRUCT(position INTEGER, model VARCHAR, chosen BOOLEAN, weight DOUBLE, origins INTEGER,
        scored_days INTEGER, mae_kwh DOUBLE, wape DOUBLE, mase DOUBLE, relative_error DOUBLE, coverage DOUBLE)[]'})`);
}

function toRow({ history, prediction }: Forecast) {
  return {
    site_id: history.siteId,
    measure: history.measure,
    model: prediction.chosen,
    training_days: history.days.length,
    earlier_days: history.earlier.days,
    incomplete_days: history.incompleteDays,
    days: prediction.days.map(({ day, yhat, lower, upper }) => ({
      ds: dateOf(day),
      yhat,
      yhat_lower: lower,
      yhat_upper: upper,
    })),
    scores: prediction.scores.map((score, position) => ({
      position,
      model: score.model,
      chosen: score.chosen,
      weight: score.weight,
      origins: score.origins,
      scored_days: score.days,
      mae_kwh: score.maeKwh,
      wape: score.wape,
      mase: score.mase,
      relative_error: score.relativeError,
      coverage: score.coverage,
    })),
  };
}

/** @param day since 1970-01-01 @returns `2026-10-01` */
export function dateOf(day: number): string {
  return utcDay(day * MS_PER_DAY);
}
