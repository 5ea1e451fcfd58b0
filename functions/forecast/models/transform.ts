import { median } from '../statistics.ts';
import type { Model } from './model.ts';

/** Keeps the logarithm of a small day from running away; 5 % of a usual one. */
const OFFSET = 0.05;

/**
 * The same model on the logarithm of the totals: a weekend is then a share of a weekday, not a fixed amount less, and a
 * forecast is never negative. A series with zeros or negative days stays as it is.
 */
export function onLogarithm(model: Model): Model {
  return (training, horizon) => {
    const { firstDay, values } = training;
    if (values.some((value) => value <= 0)) return model(training, horizon);
    const offset = OFFSET * median(values);
    const logarithms = values.map((value) => Math.log(value + offset));
    return model({ firstDay, values: logarithms }, horizon).map((value) => Math.max(0, Math.exp(value) - offset));
  };
}
