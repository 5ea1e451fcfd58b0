import type { Modules } from '../modules.ts';
import { scaled } from './library.ts';
import { lastDays, type Model } from './model.ts';

/** A fit takes 50 microseconds a day of training; four months say as much of next week as a year. */
const DAYS = 120;
/** Error and trend are chosen by AICc; the package has no seasonal part. */
const SPECIFICATION = 'ZZN';

/**
 * Exponential smoothing in state-space form (Hyndman, Koehler, Snyder, Grose, International Journal of Forecasting 18,
 * 2002).
 */
export function ets({ AutoETS }: Modules): Model {
  return scaled((training, horizon) => {
    const model = new AutoETS(1, SPECIFICATION);
    try {
      model.fit([...lastDays(training, DAYS).values]);
      return model.predict(horizon).point;
    } finally {
      model.free();
    }
  });
}
