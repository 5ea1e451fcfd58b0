import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchCells } from '../../shared/cells.ts';
import { type Database, literal, withDatabase } from '../../shared/duckdb.ts';
import { earlierDays } from '../../shared/history/earlier-days.ts';
import { LOG } from '../../shared/log.ts';
import type { Measure } from '../../shared/schema.ts';
import type { StepContext } from '../../shared/step.ts';
import { withFolder, writeTable } from '../../shared/tables.ts';
import type { ForecastOutput, Validated } from '../../statemachine/contract.ts';
import { dailyHistories, type History, MINIMUM_DAYS } from './history.ts';
import { daysAfter, type ForecastDay, withinPossible } from './model.ts';
import { forecastModules, type Modules } from './modules.ts';
import { movingAverage } from './moving-average.ts';
import { prophetForecast } from './prophet.ts';

interface Forecast {
  readonly siteId: string;
  readonly measure: Measure;
  readonly model: 'prophet' | 'moving-average';
  readonly days: readonly ForecastDay[];
  /** Why Prophet was not used, when it was tried. */
  readonly fallback?: string;
}

/**
 * Forecasts the daily total of each site and measure that has enough complete days.
 * @returns where forecast_data was written; INSUFFICIENT_DATA with an empty table when no site has enough
 */
export async function forecast(input: Validated, context: StepContext): Promise<ForecastOutput> {
  return withFolder(context, (folder) =>
    withDatabase(context.database, async (db) => {
      const { relation } = await fetchCells(input, db, context, folder);
      const earlier = await earlierDays(relation, input, context, db, folder);
      const histories = await dailyHistories(db, relation, input.totals, earlier);
      const enough = histories.filter(({ days }) => days.length >= MINIMUM_DAYS);
      const forecasts = await forecastAll(enough, context.settings.ENERGY_FORECAST_DAYS);
      await createForecasts(db, folder, forecasts);
      const query = 'SELECT * FROM forecasts ORDER BY site_id, measure, ds';
      const table = await writeTable('forecast_data', query, input, db, context, folder);

      const fallbacks = forecasts.flatMap(({ fallback }) => fallback ?? []);
      if (fallbacks.length > 0) {
        context.log.warn(LOG.forecastFellBack, { series: fallbacks.length, first: fallbacks[0] });
      }
      context.log.info(LOG.demandForecast, { series: forecasts.length, tooShort: histories.length - enough.length });
      if (forecasts.length > 0) return { status: 'OK', tables: [table] };
      return { status: 'INSUFFICIENT_DATA', reason: tooShort(histories), tables: [table] };
    }),
  );
}

async function forecastAll(histories: readonly History[], horizon: number): Promise<Forecast[]> {
  if (histories.length === 0) return [];
  const modules = await forecastModules();
  return histories.map((history) => forecastOne(modules, history, daysAfter(history.lastDay, horizon)));
}

function forecastOne(modules: Modules, history: History, horizon: readonly number[]): Forecast {
  const { siteId, measure, totals } = history;
  const average = () => withinPossible(movingAverage(history, horizon), totals);
  // A constant has nothing to fit: its likelihood grows without bound as the noise goes to zero.
  if (new Set(totals).size === 1) return { siteId, measure, model: 'moving-average', days: average() };
  try {
    return {
      siteId,
      measure,
      model: 'prophet',
      days: withinPossible(prophetForecast(modules, history, horizon), totals),
    };
  } catch (error) {
    const fallback = error instanceof Error ? error.message : String(error);
    return { siteId, measure, model: 'moving-average', days: average(), fallback };
  }
}

/** The TEMP table `forecasts`. The rows go through a file: DuckDB reads one faster than an INSERT with values. */
async function createForecasts(db: Database, folder: string, forecasts: readonly Forecast[]): Promise<void> {
  const file = join(folder, 'forecasts.ndjson');
  const rows = forecasts.flatMap(({ siteId, measure, model, days }) =>
    days.map(({ day, yhat, lower, upper }) =>
      JSON.stringify({ site_id: siteId, measure, day, yhat, yhat_lower: lower, yhat_upper: upper, model }),
    ),
  );
  await writeFile(file, rows.join('\n'));
  await db.run(`CREATE TEMP TABLE forecasts AS
    SELECT *, DATE '1970-01-01' + day AS ds
    FROM read_json(${literal(file)}, format = 'newline_delimited', columns = {site_id: 'VARCHAR', measure: 'VARCHAR',
      day: 'INTEGER', yhat: 'DOUBLE', yhat_lower: 'DOUBLE', yhat_upper: 'DOUBLE', model: 'VARCHAR'})`);
}

function tooShort(histories: readonly History[]): string {
  const longest = histories.reduce((most, { days }) => Math.max(most, days.length), 0);
  return `A forecast needs ${MINIMUM_DAYS} complete days; the longest series has ${longest}.`;
}
