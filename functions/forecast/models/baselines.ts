/** The simple models that the others have to beat. */
import { mean, median } from '../statistics.ts';
import { ahead, type Model } from './model.ts';

const WEEK = 7;
/** A month of days. */
const MONTH = 30;
const FOUR_WEEKS = 28;
const WEEKS = 8;
const TWELVE_WEEKS = 84;

/** The day a week before: the yardstick of every other model (Hyndman, Athanasopoulos: Forecasting, 3rd ed., 5.2). */
export const seasonalNaive: Model = ({ values }, horizon) =>
  Array.from({ length: horizon }, (_, lead) => values[values.length - WEEK + (lead % WEEK)] ?? mean(values));

/** The mean of the last 30 days. */
export const movingAverage: Model = ({ values }, horizon) => Array(horizon).fill(mean(values.slice(-MONTH)));

/** The median of the last 28 days: what a mean is without the odd day. */
export const recentMedian: Model = ({ values }, horizon) => Array(horizon).fill(median(values.slice(-FOUR_WEEKS)));

/** The median of the last eight days with the same weekday. */
export const weekdayMedian: Model = ofWeekdays(median);

/** The mean of the last eight days with the same weekday: it keeps the energy of what runs now and then. */
export const weekdayMean: Model = ofWeekdays(mean);

/** The mean of the last twelve weeks: of what comes less than once a month, too. */
export const longMean: Model = ({ values }, horizon) => Array(horizon).fill(mean(values.slice(-TWELVE_WEEKS)));

function ofWeekdays(middle: (values: readonly number[]) => number): Model {
  return (training, horizon) => {
    const { values } = training;
    return ahead(training, horizon, (index) => {
      const same: number[] = [];
      for (let at = index - WEEK; at >= 0 && same.length < WEEKS; at -= WEEK) {
        const value = values[at];
        if (value !== undefined) same.push(value);
      }
      return middle(same);
    });
  };
}
