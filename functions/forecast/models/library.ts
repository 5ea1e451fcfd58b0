import { mean } from '../statistics.ts';
import type { Model } from './model.ts';

/**
 * The same model on totals of about 1, whatever the unit's size: the optimizers of the packages have absolute
 * tolerances, and a forecast should not depend on whether a site counts in kWh or GWh.
 * @throws Error also when the answer is not finite
 */
export function scaled(model: Model): Model {
  return ({ firstDay, values }, horizon) => {
    const scale = mean(values.map(Math.abs)) || 1;
    const forecast = model({ firstDay, values: values.map((value) => value / scale) }, horizon);
    if (forecast.length !== horizon || !forecast.every(Number.isFinite)) throw new Error('The forecast is not finite.');
    return forecast.map((value) => value * scale);
  };
}
