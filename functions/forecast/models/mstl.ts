import type { Modules } from '../modules.ts';
import { scaled } from './library.ts';
import { lastDays, type Model } from './model.ts';

const DAYS = 120;
const WEEK = 7;

/**
 * Seasonal-trend decomposition by loess for the week, exponential smoothing for the rest (Bandara, Hyndman, Bergmeir:
 * MSTL, International Journal of Operational Research 52, 2025; Cleveland et al.: STL, Journal of Official Statistics
 * 6, 1990).
 */
export function mstl({ MSTL }: Modules): Model {
  return scaled((training, horizon) => {
    const model = MSTL.ets([WEEK]);
    try {
      model.fit([...lastDays(training, DAYS).values]);
      return model.predict(horizon).point;
    } finally {
      model.free();
    }
  });
}
