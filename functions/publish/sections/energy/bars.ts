import { type Bar, gatherDays, type Step } from '../../../../shared/page/chart/periods.ts';
import type { Measure } from '../../../../shared/tables/schema.ts';
import type { Facts } from '../facts.ts';

/** The days of a measure as bars, with the serious events that begin in each. */
export function barsOf({ energy, events }: Facts, measure: Measure, step: Step): Bar[] {
  const ofMeasure = (each: { readonly measure: Measure }) => each.measure === measure;
  return gatherDays(energy.days.filter(ofMeasure), events.days.filter(ofMeasure), step);
}
