/** What a reporting period used, against what the baseline expects at its weather: IPMVP option C, avoided energy. */
import { z } from 'zod';
import { type Baseline, type ClimateDay, expectedKwh, SHAPES } from './change-point.ts';
import { FEWEST_DEGREES, student95 } from './student.ts';

export const CONFIDENCE = 0.9;

export const savingsSchema = z.object({
  days: z.number().int(),
  used_kwh: z.number(),
  expected_kwh: z.number().describe('By the baseline, at the temperatures of the period'),
  saved_kwh: z.number().describe('expected − used; below 0 where more was used'),
  share: z.number().describe('saved / expected'),
  uncertainty_kwh: z
    .number()
    .nullable()
    .describe('Half the interval with 90 % confidence; null where days of the baseline tell too little by themselves'),
  outside_days: z.number().int().describe('Days colder or warmer than the baseline has seen'),
});
export type Savings = z.infer<typeof savingsSchema>;

/** @returns null without a day */
export function savingsOf(baseline: Baseline, days: readonly ClimateDay[]): Savings | null {
  const used = days.reduce((sum, { kwh }) => sum + kwh, 0);
  const expected = days.reduce((sum, { temperature }) => sum + expectedKwh(baseline, temperature), 0);
  if (days.length === 0 || !(expected > 0)) return null;
  const { coldest, warmest } = baseline;
  return {
    days: days.length,
    used_kwh: used,
    expected_kwh: expected,
    saved_kwh: expected - used,
    share: (expected - used) / expected,
    uncertainty_kwh: uncertainty(baseline, expected, days.length),
    outside_days: days.filter(({ temperature }) => temperature < coldest || temperature > warmest).length,
  };
}

/**
 * Fractional savings uncertainty of ASHRAE Guideline 14-2014 with autocorrelated days, its factor 1.26 replaced by the
 * polynomial of Sun and Baltazar, Analysis and improvement on the estimation of building energy savings uncertainty
 * (ASHRAE Transactions 119, 2013), as CalTRACK 2.0 takes it.
 * @param expected kWh of `m` days
 */
function uncertainty(baseline: Baseline, expected: number, m: number): number | null {
  const { days: n, effective_days: effective, cv_rmse, shape } = baseline;
  const degrees = effective - SHAPES[shape].parameters;
  if (degrees < FEWEST_DEGREES) return null;
  const months = m / DAYS_OF_MONTH;
  const factor = -0.00024 * months ** 2 + 0.03535 * months + 1.00286;
  return student95(degrees) * factor * cv_rmse * expected * Math.sqrt(((n / effective) * (1 + 2 / effective)) / m);
}

const DAYS_OF_MONTH = 30;
