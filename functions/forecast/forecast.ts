import type { ForecastOutput, Validated } from '../../shared/contract.ts';
import { withDatabase } from '../../shared/database/duckdb.ts';
import { withFolder, writeTables } from '../../shared/lake/run-files.ts';
import { fetchHourlyBuckets } from '../../shared/readings/fetch-hourly-buckets.ts';
import { earlierDays } from '../../shared/record/earlier-days.ts';
import { LOG } from '../../shared/runtime/log.ts';
import type { StepContext } from '../../shared/runtime/step-context.ts';
import { workFor } from './backtest.ts';
import { dailyHistories, type History, MINIMUM_DAYS } from './history.ts';
import { holidayTest } from './holidays.ts';
import { hourlyQuery } from './hourly.ts';
import { candidates } from './models/index.ts';
import { forecastModules } from './modules.ts';
import { predict, type Task } from './predict.ts';
import { createForecasts, FORECAST_QUERY, type Forecast, MODEL_QUERY } from './rows.ts';
import { toSeries } from './series.ts';

/** Datasets that the output names; the rest is a number. */
const NAMED = 10;

/**
 * Forecasts the daily total of each site and measure that has enough complete days, in this upload and in what the lake
 * knows of the site from others.
 * @returns where the tables were written; INSUFFICIENT_DATA with empty tables when no site has enough
 * @throws CalendarUnknown when ENERGY_COUNTRY names a country or region without a calendar
 */
export async function forecast(input: Validated, context: StepContext): Promise<ForecastOutput> {
  return withFolder(context, (folder) =>
    withDatabase(context.database, async (db) => {
      const { relation } = await fetchHourlyBuckets(input, db, context, folder);
      const earlier = await earlierDays(relation, input, context, db, folder);
      const histories = await dailyHistories(db, relation, earlier);
      const enough = histories.filter(({ days }) => days.length >= MINIMUM_DAYS);
      const horizon = context.settings.ENERGY_FORECAST_DAYS;
      const calendar = await holidayTest(context.settings, enough);
      const forecasts = await forecastAll(enough, horizon, calendar.isHoliday);
      await createForecasts(db, folder, forecasts);
      const tables = await writeTables(
        [
          { table: 'forecast_data', query: FORECAST_QUERY },
          { table: 'hourly_forecast_data', query: hourlyQuery(relation, input, horizon, calendar.dates) },
          { table: 'forecast_model_data', query: MODEL_QUERY },
        ],
        input,
        db,
        context,
        folder,
      );
      logForecasts(forecasts, histories.length - enough.length, context);
      const { datasets, leftOut } = earlier;
      return {
        status: forecasts.length > 0 ? 'OK' : 'INSUFFICIENT_DATA',
        ...(forecasts.length > 0 ? {} : { reason: tooShort(histories) }),
        tables,
        tooShort: histories.length - enough.length,
        history: { datasets: datasets.length, names: datasets.slice(0, NAMED), leftOut },
      };
    }),
  );
}

async function forecastAll(
  histories: readonly History[],
  horizon: number,
  isHoliday: (day: number) => boolean,
): Promise<Forecast[]> {
  if (histories.length === 0) return [];
  const work = workFor(histories.length);
  const modules = work.costlyOrigins > 0 ? await forecastModules() : undefined;
  const task: Task = { candidates: candidates(modules), work, horizon, isHoliday };
  return histories.map((history) => ({ history, prediction: predict(toSeries(history), task) }));
}

function logForecasts(forecasts: readonly Forecast[], tooFew: number, { log }: StepContext): void {
  const failed = forecasts.flatMap(({ prediction }) => (prediction.faults.count > 0 ? prediction.faults : []));
  if (failed.length > 0) log.warn(LOG.modelsFailed, { series: failed.length, first: failed[0]?.first });
  log.info(LOG.demandForecast, {
    series: forecasts.length,
    tooShort: tooFew,
    earlierDays: forecasts.reduce((total, { history }) => total + history.earlier.days, 0),
  });
}

function tooShort(histories: readonly History[]): string {
  const longest = histories.reduce((most, { days }) => Math.max(most, days.length), 0);
  return `A forecast needs ${MINIMUM_DAYS} complete days; the longest series has ${longest}.`;
}
