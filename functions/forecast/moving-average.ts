import { type ForecastDay, INTERVAL_WIDTH, type Training, weekdayOf } from './model.ts';

/** A day is expected to be like the same weekday of this many weeks before. */
const WEEKS = 4;

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The p-quantile of sorted values by linear interpolation (type 7 of Hyndman and Fan, 1996). */
function quantile(sorted: readonly number[], p: number): number {
  const position = (sorted.length - 1) * p;
  const below = sorted[Math.floor(position)] ?? 0;
  const above = sorted[Math.ceil(position)] ?? below;
  return below + (above - below) * (position - Math.floor(position));
}

/**
 * The mean of the last four complete days with the same weekday; of the last four weeks where a weekday was never
 * complete. The interval is empirical: the quantiles of what the same rule would have missed on each day of the history
 * whose weekday had been seen before.
 * @param horizon days to forecast, since 1970-01-01
 */
export function movingAverage(training: Training, horizon: readonly number[]): ForecastDay[] {
  const byWeekday = Array.from({ length: 7 }, (): number[] => []);
  const misses: number[] = [];
  for (const [index, day] of training.days.entries()) {
    const total = training.totals[index] ?? 0;
    const seen = byWeekday[weekdayOf(day)];
    if (!seen) continue;
    if (seen.length > 0) misses.push(total - mean(seen.slice(-WEEKS)));
    seen.push(total);
  }
  misses.sort((a, b) => a - b);
  const tail = (1 - INTERVAL_WIDTH) / 2;
  const below = Math.min(0, quantile(misses, tail));
  const above = Math.max(0, quantile(misses, 1 - tail));
  const recent = training.totals.slice(-7 * WEEKS);
  return horizon.map((day) => {
    const same = byWeekday[weekdayOf(day)] ?? [];
    const yhat = mean(same.length > 0 ? same.slice(-WEEKS) : recent);
    return { day, yhat, lower: yhat + below, upper: yhat + above };
  });
}
