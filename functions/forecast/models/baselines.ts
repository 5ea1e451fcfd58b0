/** The simple models that the others have to beat. */
import { mean, median } from '../statistics.ts';
import { ahead, type Model } from './model.ts';

const WEEK = 7;
/** A month of days. */
const MONTH = 30;
const FOUR_WEEKS = 28;
const WEEKS = 8;

/** The day a week before: the yardstick of every other model (Hyndman, Athanasopoulos: Forecasting, 3rd ed., 5.2). */
export const seasonalNaive: Model = ({ values }, horizon) =>
  Array.from({ length: horizon }, (_, lead) => values[values.length - WEEK + (lead % WEEK)] ?? mean(values));

/** The mean of the last 30 days. */
export const movingAverage: Model = ({ values }, horizon) => Array(horizon).fill(mean(values.slice(-MONTH)));

/** The median of the last 28 days: what a mean is without the odd day. */
export const recentMedian: Model = ({ values }, horizon) => Array(horizon).fill(median(values.slice(-FOUR_WEEKS)));

/** The median of the last eight days with the same weekday. */
export const weekdayMedian: Model = (training, horizon) => {
  const { values } = training;
  return ahead(training, horizon, (index) => {
    const same: number[] = [];
    for (let at = index - WEEK; at >= 0 && same.length < WEEKS; at -= WEEK) {
      const value = values[at];
      if (value !== undefined) same.push(value);
    }
    return median(same);
  });
};
