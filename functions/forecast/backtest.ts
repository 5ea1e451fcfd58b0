/** Forecasts that could have been made earlier, beside what became of them. */
import { holidayEffect } from './holiday-effect.ts';
import type { Candidate } from './models/index.ts';
import { mostlyRests, type Series, trainingBefore } from './series.ts';

const WEEK = 7;
/** Before two weeks there is nothing to learn a weekday from; where there are hardly more, a week has to do. */
const FIRST_ORIGIN = 2 * WEEK;
const FIRST_ORIGIN_OF_FEW = WEEK;
const FEW_DAYS = 3 * WEEK;

/**
 * The first origins are for learning which models suit the series: what the ensemble says there rests on belief alone,
 * and is not what it will say. Nothing is scored there.
 */
const LEARNING = 4;
/** Where there are no more than these, all are scored. */
const SCORED_AT_LEAST = 8;

/** How much is tried. A costly model takes milliseconds a fit, the others together about one. */
export interface Work {
  /** Days from which a forecast is tried and scored. */
  readonly origins: number;
  /** Of these, the ones that costly models are tried from; with 0 they are left out altogether. */
  readonly costlyOrigins: number;
}

/**
 * Decided by the number of series alone, so that two runs do the same: 100 series take about 15 s, 1,000 about as long.
 */
export function workFor(series: number): Work {
  if (series <= 100) return { origins: 14, costlyOrigins: 4 };
  if (series <= 400) return { origins: 10, costlyOrigins: 1 };
  return { origins: 8, costlyOrigins: 0 };
}

/** What the models said on one day, knowing only what was known before it. */
export interface Origin {
  /** Index of the first day that was forecast. */
  readonly at: number;
  /** Whether the models are scored by it; else it only tells which of them suit the series. */
  readonly scored: boolean;
  /** What came, one value a day of the horizon; NaN where that is not known. */
  readonly actual: readonly number[];
  /** By model; one that was not asked or could not answer is absent. */
  readonly forecasts: ReadonlyMap<string, readonly number[]>;
}

export interface Faults {
  /** How many fits failed, and what the first said. */
  count: number;
  first?: string;
}

interface Setting {
  readonly candidates: readonly Candidate[];
  readonly horizon: number;
  readonly isHoliday: (day: number) => boolean;
  readonly faults: Faults;
}

/**
 * What each model says of the days from index `end` on.
 * @param costly whether the costly ones are asked
 */
export function forecastFrom(
  series: Series,
  end: number,
  costly: boolean,
  { candidates, horizon, isHoliday, faults }: Setting,
): Map<string, readonly number[]> {
  const training = trainingBefore(series, end, isHoliday);
  const effect = holidayEffect(series, training, isHoliday);
  const neverNegative = series.values.slice(0, end).every((value) => !(value < 0));
  const floor = neverNegative ? 0 : Number.NEGATIVE_INFINITY;
  const forecasts = new Map<string, readonly number[]>();
  // A constant leaves nothing to fit: its likelihood grows without bound as the noise goes to zero.
  const fits = costly && training.values.some((value) => value !== training.values[0]);
  const suits = mostlyRests(series, end) ? 'resting' : 'running';
  for (const candidate of candidates) {
    if (candidate.asked !== 'always' && candidate.asked !== suits) continue;
    if (training.values.length < candidate.fromDays || (candidate.costly && !fits)) continue;
    try {
      const values = candidate.model(training, horizon);
      const days = values.map((value, lead) => Math.max(floor, value + effect(series.firstDay + end + lead)));
      forecasts.set(candidate.name, days);
    } catch (error) {
      faults.count += 1;
      faults.first ??= `${candidate.name}: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  return forecasts;
}

/**
 * A rolling-origin backtest (Tashman: Out-of-sample tests of forecasting accuracy, International Journal of Forecasting
 * 16, 2000): origins a week apart, closer where the series is short, up to the day before the last. The days beyond the
 * last one of the series are simply not scored, so the origins of the last week count for as many days as they have.
 * @returns ascending by time
 */
export function backtest(series: Series, work: Work, setting: Setting): Origin[] {
  const days = series.values.length;
  const first = days < FEW_DAYS ? FIRST_ORIGIN_OF_FEW : FIRST_ORIGIN;
  const wanted = work.origins + LEARNING;
  const step = Math.min(WEEK, Math.max(1, Math.floor((days - first) / wanted)));
  const count = Math.max(0, Math.min(wanted, Math.floor((days - first) / step)));
  const scored = count - Math.max(0, Math.min(LEARNING, count - SCORED_AT_LEAST));
  const costlyEvery = Math.ceil(scored / Math.max(1, work.costlyOrigins));
  return Array.from({ length: count }, (_, index) => {
    const age = count - index;
    const at = days - age * step;
    const costly = work.costlyOrigins > 0 && age <= scored && (age - 1) % costlyEvery === 0;
    const actual = Array.from({ length: setting.horizon }, (_, lead) => series.values[at + lead] ?? Number.NaN);
    return { at, scored: age <= scored, actual, forecasts: forecastFrom(series, at, costly, setting) };
  });
}
