/** What is to come, and how well each model did on the past. */
import type { Table } from '../column.ts';
import { dataset, measure, siteId } from '../common-columns.ts';

export const FORECAST_TABLES = {
  forecast_data: {
    description: 'Daily totals to come',
    folder: 'forecast',
    partitionKeys: [dataset],
    columns: [
      siteId,
      measure,
      { name: 'ds', type: 'date', comment: 'Local date' },
      { name: 'yhat', type: 'double', comment: 'Expected total of the day, kWh' },
      { name: 'yhat_lower', type: 'double', comment: 'Lower bound of the 80 % interval, kWh' },
      { name: 'yhat_upper', type: 'double', comment: 'Upper bound of the 80 % interval, kWh' },
      { name: 'model', type: 'string', comment: 'ensemble, or seasonal-naive where nothing was better' },
    ],
  },
  hourly_forecast_data: {
    description: 'The forecast days by hour, where readings are of an hour or less',
    folder: 'forecast/hourly',
    partitionKeys: [dataset],
    columns: [
      siteId,
      measure,
      { name: 'timestamp', type: 'timestamp', comment: 'Start of the hour, wall clock at the site' },
      {
        name: 'yhat',
        type: 'double',
        comment: 'Expected energy of the hour, kWh; the hours of a day add up to its yhat',
      },
      {
        name: 'yhat_lower',
        type: 'double',
        comment: 'Lower bound of the 80 % interval of the hour, kWh; those of a day do not add up to its bounds',
      },
      { name: 'yhat_upper', type: 'double', comment: 'Upper bound of the 80 % interval, kWh' },
    ],
  },
  forecast_model_data: {
    description:
      'How each model did on the past of a series: a backtest from several days, each knowing only what came before',
    folder: 'forecast/models',
    partitionKeys: [dataset],
    columns: [
      siteId,
      measure,
      { name: 'model', type: 'string', comment: 'Name of the model; ensemble is the weighted mean of the others' },
      { name: 'chosen', type: 'boolean', comment: 'Whether the forecast is from it' },
      { name: 'weight', type: 'double', comment: 'Its share of the forecast, 0 to 1' },
      { name: 'origins', type: 'int', comment: 'Days from which it was tried' },
      { name: 'scored_days', type: 'int', comment: 'Forecast days whose outcome is known' },
      { name: 'mae_kwh', type: 'double', comment: 'Mean absolute error, kWh; null when nothing could be scored' },
      { name: 'wape', type: 'double', comment: 'Sum of absolute errors / sum of outcomes' },
      { name: 'mase', type: 'double', comment: 'Mean absolute error / mean change from week to week of the training' },
      {
        name: 'relative_error',
        type: 'double',
        comment: 'Mean absolute error / that of seasonal naive on the same days; below 1 is better',
      },
      { name: 'coverage', type: 'double', comment: 'Share of the outcomes within the 80 % interval' },
      { name: 'training_days', type: 'int', comment: 'Complete days that the forecast was made from' },
      { name: 'earlier_days', type: 'int', comment: 'How many of these are from other uploads' },
      {
        name: 'incomplete_days',
        type: 'int',
        comment: 'Days with readings that were left out, too many being missing',
      },
    ],
  },
} as const satisfies Record<string, Table>;
