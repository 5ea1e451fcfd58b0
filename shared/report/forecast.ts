/** report.json's `forecast`: the days to come, and how far the past says that they can be trusted. */
import { z } from 'zod';
import { MEASURES } from '../tables/schema.ts';

const kwh = z.number();
const count = z.number().int().nonnegative();
const ratio = z.number().nonnegative().nullable();

export const reportForecastDaySchema = z.object({
  ds: z.iso.date().describe('Local date'),
  yhat: kwh.describe('Expected total of the day'),
  yhat_lower: kwh.describe('Lower bound of the 80 % interval'),
  yhat_upper: kwh.describe('Upper bound of the 80 % interval'),
});

export const reportForecastModelSchema = z.object({
  model: z.string().describe('Name of the model; ensemble is the weighted mean of the others'),
  chosen: z.boolean().describe('Whether the forecast is from it'),
  weight: z.number().min(0).max(1).describe('Its share of the forecast'),
  origins: count.describe('Days from which it was tried'),
  scored_days: count.describe('Forecast days whose outcome is known'),
  mae_kwh: ratio.describe('Mean absolute error; null when nothing could be scored'),
  wape: ratio.describe('Sum of absolute errors / sum of outcomes'),
  mase: ratio.describe('Mean absolute error / mean change from week to week of the training'),
  relative_error: ratio.describe('Mean absolute error / that of seasonal naive on the same days; below 1 is better'),
  coverage: ratio.describe('Share of the outcomes within the 80 % interval'),
});

export const reportForecastSiteSchema = z.object({
  site_id: z.string().describe('Site: home, building, plant'),
  measure: z.enum(MEASURES),
  model: z.string().describe('What made the forecast'),
  days: z.array(reportForecastDaySchema),
  training: z
    .object({
      days: count.describe('Complete days that the forecast was made from'),
      earlier_days: count.describe('How many of these are from other uploads'),
      incomplete_days: count.describe('Days with readings that were left out, too many being missing'),
    })
    .nullable()
    .default(null)
    .describe('null in a report of an earlier release'),
  models: z
    .array(reportForecastModelSchema)
    .default([])
    .describe('The backtest. Of more than 50 series only the chosen model is here; all are in forecast-models.csv'),
});
export type ReportForecastSite = z.infer<typeof reportForecastSiteSchema>;

export const reportForecastSchema = z.object({
  status: z.enum(['OK', 'INSUFFICIENT_DATA', 'DEGRADED']),
  reason: z.string().optional(),
  too_short: count.default(0).describe('Series with too few complete days for a forecast'),
  history: z
    .object({
      datasets: count.describe('Other uploads that tell of the sites'),
      names: z.array(z.string()).describe('Some of them'),
      left_out: count.describe('Months of its sites that were not looked at, because there are too many'),
    })
    .nullable()
    .default(null)
    .describe('null when the forecast degraded, or an earlier release made the report'),
  sites: z.array(reportForecastSiteSchema),
});
