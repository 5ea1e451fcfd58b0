import { mean } from '../statistics.ts';
import type { Model } from './model.ts';

/** Days that the first guess is of. */
const START = 28;
/** How fast what is believed follows: whether a day has energy, and how much such a day takes. */
const OFTEN = 0.05;
const MUCH = 0.1;

/**
 * What runs on some days only: how often times how much, each smoothed for itself (Teunter, Syntetos, Babai:
 * Intermittent demand, European Journal of Operational Research 214, 2011). What is not used any more fades away.
 */
export const intermittent: Model = ({ values }, horizon) => {
  const used = values.filter((value) => value !== 0);
  let often = mean(values.slice(0, START).map((value) => (value === 0 ? 0 : 1)));
  let much = mean(used.slice(0, Math.max(1, Math.round(often * START))));
  for (const value of values.slice(START)) {
    often += OFTEN * ((value === 0 ? 0 : 1) - often);
    if (value !== 0) much += MUCH * (value - much);
  }
  return Array(horizon).fill(often * much);
};
