/**
 * Prophet (Taylor and Letham: Forecasting at scale, The American Statistician 72, 2018) on daily totals: a piecewise
 * linear trend and a weekly season.
 *
 * Its intervals come from random draws that cannot be seeded here. Ours have the same two sources, taken in closed form,
 * so that two runs give the same numbers:
 *   - noise: the variance of the residuals, by the degrees of freedom that a fit of few days leaves;
 *   - trend: future changes of slope come as a Poisson process, as many per length of history as were allowed in it,
 *     each a Laplace draw whose scale is the mean of the fitted changes. Up to a time h beyond the history (in lengths
 *     of the history) their variance is S * 2 b^2 * h^3 / 3.
 */
import type { ProphetOptimizedParams } from '@bsull/augurs/prophet';
import { type ForecastDay, INTERVAL_WIDTH, type Training } from './model.ts';
import type { Modules } from './modules.ts';

const SECONDS_PER_DAY = 86_400;
const CHANGEPOINT_PRIOR_SCALE = 0.05;
/** Fourier terms of the weekly season (order 3, sine and cosine), and the trend's offset and slope. */
const FITTED_PARAMETERS = 6 + 2;
/** Standard deviations on either side of the mean that hold 80 % of a normal distribution. */
const NORMAL_QUANTILE = 1.2815515655446004;
/** Stan reports a seed even where it draws nothing; a fixed one keeps its logs alike. */
const SEED = 1;

/**
 * @param horizon days to forecast, since 1970-01-01
 * @throws Error when Prophet cannot fit the series, or its answer is not finite
 */
export function prophetForecast(modules: Modules, training: Training, horizon: readonly number[]): ForecastDay[] {
  let fitted: ProphetOptimizedParams | undefined;
  const model = new modules.Prophet({
    optimizer: {
      optimize(init, data, options) {
        const result = modules.optimizer.optimize(init, data, options);
        fitted = result.params;
        return result;
      },
    },
    weeklySeasonality: { type: 'manual', enabled: true },
    dailySeasonality: { type: 'manual', enabled: false },
    yearlySeasonality: { type: 'manual', enabled: false },
    changepointPriorScale: CHANGEPOINT_PRIOR_SCALE,
    intervalWidth: INTERVAL_WIDTH,
    uncertaintySamples: 0,
  });
  try {
    model.fit({ ds: training.days.map(toSeconds), y: [...training.totals] }, { seed: SEED });
    const { yhat } = model.predict({ ds: horizon.map(toSeconds) });
    if (!fitted) throw new Error('Prophet did not fit the series.');
    const halfWidth = halfWidthAfter(training, fitted);
    return horizon.map((day, index) => finite(day, yhat.point[index] ?? Number.NaN, halfWidth(day)));
  } finally {
    model.free();
  }
}

function toSeconds(day: number): number {
  return day * SECONDS_PER_DAY;
}

/** Half the width of the interval, kWh, on a day after the history. Prophet fits totals divided by the largest. */
function halfWidthAfter({ days, totals }: Training, params: ProphetOptimizedParams): (day: number) => number {
  const first = days[0] ?? 0;
  const last = days.at(-1) ?? first;
  const scale = totals.reduce((largest, total) => Math.max(largest, Math.abs(total)), 0);
  const freedom = totals.length / Math.max(1, totals.length - FITTED_PARAMETERS);
  const noise = params.sigmaObs * params.sigmaObs * freedom;
  const changes = Array.from(params.delta, Math.abs);
  const laplace = changes.reduce((sum, change) => sum + change, 0) / Math.max(1, changes.length);
  return (day) => {
    const beyond = Math.max(0, day - last) / Math.max(1, last - first);
    const trend = (changes.length * 2 * laplace * laplace * beyond ** 3) / 3;
    return NORMAL_QUANTILE * Math.sqrt(noise + trend) * scale;
  };
}

function finite(day: number, yhat: number, halfWidth: number): ForecastDay {
  if (!Number.isFinite(yhat) || !Number.isFinite(halfWidth)) throw new Error('Prophet gave no finite forecast.');
  return { day, yhat, lower: yhat - halfWidth, upper: yhat + halfWidth };
}
