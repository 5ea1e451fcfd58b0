/** One forecast from several: a mean weighted by what each has been worth. */
import type { Origin } from './backtest.ts';
import { type Candidate, NAIVE } from './models/index.ts';
import { mean } from './statistics.ts';

/** Weight of what is believed of a model before it was tried, in origins of the backtest. */
const BELIEF = 2;
/**
 * Weights fall with a power of the error (after Bates and Granger: The combination of forecasts, OR Quarterly 20,
 * 1969). Theirs, the square, leaves a model that misses five times as much a part that spoils the mean.
 */
const POWER = 8;
/** Keeps a perfect model from an infinite weight. */
const SMALLEST = 1e-3;
/** Keeps models that all missed by far, beside a seasonal naive that hardly did, from having no weight at all. */
const LARGEST = 1e6;
const WEEK = 7;
/** The days before an origin that tell how much of a series is its week. */
const JUDGED_DAYS = 84;

type Tried = Pick<Origin, 'at' | 'actual' | 'forecasts'>;

/**
 * Each model's error relative to seasonal naive over the days before `end`, drawn towards its usual one, as a weight.
 * Seasonal naive itself is the yardstick and has none.
 * @param values of the series, of which only those before `end` are looked at
 * @returns weights that add up to 1, by model
 */
export function weightsBefore(
  end: number,
  origins: readonly Tried[],
  candidates: readonly Candidate[],
  asked: ReadonlyMap<string, readonly number[]>,
  values: readonly number[],
): Map<string, number> {
  const weights = new Map<string, number>();
  const flat = flatError(values.slice(Math.max(0, end - JUDGED_DAYS), end));
  let total = 0;
  for (const { name, usualError, flatWeek } of candidates) {
    if (name === NAIVE || !asked.has(name)) continue;
    const { ratio, tried } = relativeError(name, end, origins);
    const believed = flatWeek ? Math.max(usualError, flat) : usualError;
    const error = (ratio * tried + believed * BELIEF) / (tried + BELIEF);
    const weight = Math.min(LARGEST, Math.max(SMALLEST, error)) ** -POWER;
    weights.set(name, weight);
    total += weight;
  }
  return new Map([...weights].map(([name, weight]) => [name, weight / total]));
}

/**
 * How far a day is from the mean of the week before it, divided by how far it is from the same weekday: what a model
 * that knows no weekdays will miss, relative to seasonal naive. In a factory that is many times as much, and a mean
 * with such a model in it would be spoilt before a backtest could tell.
 */
function flatError(values: readonly number[]): number {
  let flat = 0;
  let naive = 0;
  for (let at = WEEK; at < values.length; at += 1) {
    const week = values.slice(at - WEEK, at);
    const change = Math.abs((values[at] ?? Number.NaN) - (week[0] ?? Number.NaN));
    const distance = Math.abs((values[at] ?? Number.NaN) - mean(week));
    if (Number.isNaN(change) || Number.isNaN(distance)) continue;
    flat += distance;
    naive += change;
  }
  return naive === 0 ? 0 : flat / naive;
}

/** Over the origins where the model was asked, and the days that were known before `end`. */
function relativeError(name: string, end: number, origins: readonly Tried[]): { ratio: number; tried: number } {
  let missed = 0;
  let naive = 0;
  let tried = 0;
  for (const { at, actual, forecasts } of origins) {
    const mine = forecasts.get(name);
    const theirs = forecasts.get(NAIVE);
    if (!mine || !theirs || at >= end) continue;
    tried += 1;
    for (let lead = 0; lead < actual.length && at + lead < end; lead += 1) {
      const was = actual[lead] ?? Number.NaN;
      if (Number.isNaN(was)) continue;
      missed += Math.abs(was - (mine[lead] ?? 0));
      naive += Math.abs(was - (theirs[lead] ?? 0));
    }
  }
  // Where seasonal naive was never wrong there is nothing to compare with; the choice falls to it anyway.
  return naive === 0 ? { ratio: 1, tried: 0 } : { ratio: missed / naive, tried };
}

/** The weighted mean of the forecasts, day by day; seasonal naive where no other model was asked. */
export function combine(
  forecasts: ReadonlyMap<string, readonly number[]>,
  weights: ReadonlyMap<string, number>,
  horizon: number,
): readonly number[] {
  if (weights.size === 0) return forecasts.get(NAIVE) ?? [];
  return Array.from({ length: horizon }, (_, lead) => {
    let value = 0;
    for (const [name, weight] of weights) value += weight * (forecasts.get(name)?.[lead] ?? 0);
    return value;
  });
}
