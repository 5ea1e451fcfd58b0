/** How good the forecasts are: the production path, from days of the past, knowing only what was known before them. */
import { workFor } from '../../../functions/forecast/backtest.ts';
import { candidates, NAIVE } from '../../../functions/forecast/models/index.ts';
import { forecastModules } from '../../../functions/forecast/modules.ts';
import { predict, type Task } from '../../../functions/forecast/predict.ts';
import { toSeries } from '../../../functions/forecast/series.ts';
import { rounded } from '../measure.ts';
import type { DailySeries } from './series.ts';

const HORIZON = 7;
/** The least that must forecast; a shorter file is tried from two weeks on. */
const FROM_DAYS = 21;
const FROM_DAYS_OF_FEW = 14;
const FEW_DAYS = FROM_DAYS + HORIZON + 1;

export interface Accuracy {
  readonly series: string;
  readonly days: number;
  readonly origins: number;
  /** Mean absolute error divided by that of seasonal naive on the same days. */
  readonly relative_error: number;
  /** Part of the outcomes within the 80 % interval. */
  readonly coverage: number;
  /** Mean width of the interval divided by the mean outcome. */
  readonly width: number;
  /** How often the ensemble was chosen. */
  readonly ensemble: number;
}

/**
 * @param atMost origins a series, spread evenly
 * @param shift moves every origin by so many days, to see whether a result hangs on the weekday that it begins on
 */
export async function accuracyOf(all: readonly DailySeries[], atMost: number, shift = 0): Promise<Accuracy[]> {
  const task: Task = {
    candidates: candidates(await forecastModules()),
    work: workFor(1),
    horizon: HORIZON,
    isHoliday: () => false,
  };
  return all.map((series) => accuracy(series, task, atMost, shift));
}

function accuracy(history: DailySeries, task: Task, atMost: number, shift: number): Accuracy {
  const series = toSeries({ ...history, lastDay: history.days.at(-1) ?? 0 });
  const length = series.values.length;
  const few = length < FEW_DAYS;
  const first = few ? FROM_DAYS_OF_FEW : FROM_DAYS;
  const step = few ? 1 : Math.max(1, Math.ceil((length - HORIZON - first + 1) / atMost));
  const last = length - (few ? 1 : HORIZON);
  let [missed, naive, inside, width, outcome, scored, origins, ensemble] = [0, 0, 0, 0, 0, 0, 0, 0];
  // A series that is so short that no origin would be left is not moved.
  for (let at = last - (last - shift >= first ? shift : 0); at >= first; at -= step) {
    const known = { firstDay: series.firstDay, values: series.values.slice(0, at) };
    const { days, chosen } = predict(known, task);
    const yardstick = naiveOf(known.values);
    origins += 1;
    if (chosen !== NAIVE) ensemble += 1;
    for (const [lead, { yhat, lower, upper }] of days.entries()) {
      const actual = series.values[at + lead] ?? Number.NaN;
      if (Number.isNaN(actual)) continue;
      scored += 1;
      missed += Math.abs(actual - yhat);
      naive += Math.abs(actual - (yardstick[lead] ?? 0));
      width += upper - lower;
      outcome += Math.abs(actual);
      if (actual >= lower && actual <= upper) inside += 1;
    }
  }
  return {
    series: history.name,
    days: history.days.length,
    origins,
    relative_error: rounded(missed / naive),
    coverage: rounded(inside / scored),
    width: rounded(width / outcome),
    ensemble: rounded(ensemble / origins, 2),
  };
}

/** The yardstick once more, apart from the code under test: the latest known value of the same weekday. */
function naiveOf(values: readonly number[]): number[] {
  return Array.from({ length: HORIZON }, (_, lead) => {
    let at = values.length + lead - HORIZON;
    while (at >= 0 && Number.isNaN(values[at])) at -= HORIZON;
    return values[at] ?? 0;
  });
}

export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
