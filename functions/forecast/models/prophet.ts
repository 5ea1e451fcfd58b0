import type { Modules } from '../modules.ts';
import { scaled } from './library.ts';
import { ahead, lastDays, type Model } from './model.ts';

const SECONDS_PER_DAY = 86_400;
/** A fit takes 12 ms for two months and 30 ms for a year. */
const DAYS = 180;
/**
 * With fewer days a slope is mostly noise, and a week ahead it has led away from what is known: the trend is level
 * then.
 */
const TREND_FROM_DAYS = 60;
const CHANGEPOINT_PRIOR_SCALE = 0.05;
/** Stan reports a seed even where it draws nothing; a fixed one keeps its logs alike. */
const SEED = 1;

/**
 * Prophet (Taylor and Letham: Forecasting at scale, The American Statistician 72, 2018): a piecewise linear trend and a
 * weekly season. Its intervals come from random draws and are not asked for.
 */
export function prophet({ Prophet, optimizer }: Modules): Model {
  return scaled((training, horizon) => {
    const recent = lastDays(training, DAYS);
    const seconds = (index: number) => (recent.firstDay + index) * SECONDS_PER_DAY;
    const model = new Prophet({
      optimizer,
      growth: recent.values.length < TREND_FROM_DAYS ? 'flat' : 'linear',
      weeklySeasonality: { type: 'manual', enabled: true },
      dailySeasonality: { type: 'manual', enabled: false },
      yearlySeasonality: { type: 'manual', enabled: false },
      changepointPriorScale: CHANGEPOINT_PRIOR_SCALE,
      uncertaintySamples: 0,
    });
    try {
      model.fit({ ds: recent.values.map((_, index) => seconds(index)), y: [...recent.values] }, { seed: SEED });
      return [...model.predict({ ds: ahead(recent, horizon, seconds) }).yhat.point];
    } finally {
      model.free();
    }
  });
}
