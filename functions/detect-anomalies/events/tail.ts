/**
 * What chance gives once in a long time, from what is seen every day: peaks over a threshold (Pickands, Statistical
 * inference using extreme order statistics, The Annals of Statistics 3, 1975). The tail is drawn on as a generalized
 * Pareto distribution; its shape is Pickands' estimate from three quantiles, so that the odd values themselves, which
 * are fewer than one in twenty, have no say in what is odd.
 */
import { quantileOfSorted } from '../../../shared/order-statistics.ts';

/** The tail begins at this quantile; the other two have half and a quarter as much above them. */
const ABOVE = 0.2;
/** A roof cannot make more than its panels: its tail ends. A home's is heavy, and drawing it on further is guessing. */
const LIGHTEST = -0.2;
const HEAVIEST = 0.1;
/** Between them the formula would divide zero by zero: an exponential tail. */
const NO_SHAPE = 1e-6;

/**
 * @param sorted ascending
 * @param share of the values that lie above the answer, less than a twentieth
 * @returns NaN of nothing
 */
export function tailQuantile(sorted: Float64Array, share: number): number {
  const beyond = (part: number) => quantileOfSorted(sorted, 1 - part);
  const first = beyond(ABOVE);
  const width = beyond(ABOVE / 2) - first;
  const shape = Math.log2((beyond(ABOVE / 4) - first - width) / width) || 0;
  const bounded = Math.min(HEAVIEST, Math.max(LIGHTEST, shape));
  const times = ABOVE / share;
  const grown = Math.abs(bounded) < NO_SHAPE ? Math.log2(times) : (times ** bounded - 1) / (2 ** bounded - 1);
  return first + width * grown;
}
