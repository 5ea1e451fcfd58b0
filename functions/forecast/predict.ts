/** The forecast of one series: models side by side, tried on the past, combined, with an interval. */
import { backtest, type Faults, forecastFrom, type Origin, type Work } from './backtest.ts';
import { combine, weightsBefore } from './ensemble.ts';
import { empiricalCoverage, halfWidths, type Miss } from './interval.ts';
import { type Candidate, ENSEMBLE, NAIVE } from './models/index.ts';
import { mostlyRests, type Series } from './series.ts';
import { mean } from './statistics.ts';

const WEEK = 7;

/** One day to come, kWh. */
export interface ForecastDay {
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly yhat: number;
  readonly lower: number;
  readonly upper: number;
}

/** How a model did on the past of the series; null where that is not known. */
export interface ModelScore {
  readonly model: string;
  /** Days from which it was tried, and days that were scored. */
  readonly origins: number;
  readonly days: number;
  readonly maeKwh: number | null;
  readonly wape: number | null;
  readonly mase: number | null;
  readonly relativeError: number | null;
  readonly coverage: number | null;
  /** Part of the forecast, 0 to 1; of the ensemble, all but what seasonal naive has. */
  readonly weight: number;
  readonly chosen: boolean;
}

export interface Prediction {
  readonly days: readonly ForecastDay[];
  readonly chosen: typeof ENSEMBLE | typeof NAIVE;
  /** The ensemble first, unless nothing of it is chosen, then the models as they are listed. */
  readonly scores: readonly ModelScore[];
  readonly faults: Faults;
}

export interface Task {
  readonly candidates: readonly Candidate[];
  readonly work: Work;
  readonly horizon: number;
  readonly isHoliday: (day: number) => boolean;
}

/** Parts of the ensemble that are tried, the rest seasonal naive. */
const SHARES = [1, 0.75, 0.5, 0.25] as const;
/** What the ensemble misses on most series, relative to seasonal naive, is believed by so many origins. */
const USUAL_ERROR = 0.8;
const BELIEF = 4;

/**
 * Forecasts the days after a series' last. At each origin of the backtest the ensemble is weighted by what was known
 * then: its score and its interval are those of forecasts that could really have been made. Where it lost to seasonal
 * naive by more than chance it is drawn towards it, as little as makes it win (a mean of two forecasts usually beats
 * both); where nothing does, seasonal naive is chosen.
 */
export function predict(series: Series, { candidates, work, horizon, isHoliday }: Task): Prediction {
  const faults: Faults = { count: 0 };
  const setting = { candidates, horizon, isHoliday, faults };
  const origins = backtest(series, work, setting);
  const past = origins.flatMap(({ at, scored, actual, forecasts }) => {
    if (!scored) return [];
    const ensemble = combine(forecasts, weightsBefore(at, origins, candidates, forecasts, series.values), horizon);
    return [{ actual, forecasts, ensemble, naive: forecasts.get(NAIVE) ?? [] }];
  });
  const share = shareThatWins(past, mostlyRests(series, series.values.length) ? missedTotals : missedDays);
  const tried = past.map(({ actual, forecasts, ensemble, naive }) => ({
    actual,
    forecasts: new Map([...forecasts, [ENSEMBLE, mixed(ensemble, naive, share)]]),
  }));

  const end = series.values.length;
  const forecasts = forecastFrom(series, end, work.costlyOrigins > 0, setting);
  const naive = forecasts.get(NAIVE) ?? [];
  const weights = weightsBefore(end, origins, candidates, forecasts, series.values);
  const yhat = mixed(combine(forecasts, weights, horizon), naive, share);
  const chosen = share === 0 ? NAIVE : ENSEMBLE;
  const weightOf = (name: string) => {
    if (name === ENSEMBLE) return share;
    return name === NAIVE ? 1 - share : share * (weights.get(name) ?? 0);
  };
  const scores = [...(share === 0 ? [] : [ENSEMBLE]), ...forecasts.keys()].map((name) => ({
    ...score(name, tried, series, horizon),
    weight: weightOf(name),
    chosen: name === chosen,
  }));
  return { days: withInterval(series, yhat, missesOf(chosen, tried).flat()), chosen, scores, faults };
}

function mixed(ensemble: readonly number[], naive: readonly number[], share: number): readonly number[] {
  return share === 1 ? ensemble : ensemble.map((value, lead) => share * value + (1 - share) * (naive[lead] ?? 0));
}

interface Past {
  readonly actual: readonly number[];
  readonly ensemble: readonly number[];
  readonly naive: readonly number[];
}

/**
 * The largest share of the ensemble that missed less than seasonal naive, a few origins being bad luck; 1 where nothing
 * was tried, 0 where none did.
 */
function shareThatWins(past: readonly Past[], missed: (past: Past, values: readonly number[]) => number): number {
  const missedBy = (share: number) =>
    past.reduce((total, each) => total + missed(each, mixed(each.ensemble, each.naive, share)), 0);
  if (past.length === 0) return 1;
  const naive = missedBy(0);
  const believed = (BELIEF / past.length) * naive;
  const lost = (share: number) => missedBy(share) - naive - share * (1 - USUAL_ERROR) * believed;
  return SHARES.find((share) => lost(share) < 0) ?? 0;
}

function missedDays({ actual }: Past, values: readonly number[]): number {
  let missed = 0;
  for (const [lead, was] of actual.entries()) if (!Number.isNaN(was)) missed += Math.abs(was - (values[lead] ?? 0));
  return missed;
}

/** Of a series that mostly rests the energy of all days together counts: on single days 0 would miss least. */
function missedTotals({ actual }: Past, values: readonly number[]): number {
  let missed = 0;
  for (const [lead, was] of actual.entries()) if (!Number.isNaN(was)) missed += was - (values[lead] ?? 0);
  return missed ** 2;
}

/** With fewer misses the backtest says nothing of how far a forecast can be off. */
const MINIMUM_MISSES = 7;

/** How far the days are from their mean: what would have been missed by who knows nothing else. */
function spreadOf({ values }: Series): Miss[] {
  const known = values.filter((value) => !Number.isNaN(value));
  const middle = mean(known);
  return known.map((value) => ({ lead: 0, by: value - middle }));
}

/** What was never negative is not going to be. */
function withInterval(series: Series, yhat: readonly number[], misses: readonly Miss[]): ForecastDay[] {
  const widths = halfWidths(misses.length < MINIMUM_MISSES ? spreadOf(series) : misses, yhat.length);
  const floor = series.values.every((value) => !(value < 0)) ? 0 : Number.NEGATIVE_INFINITY;
  return yhat.map((value, lead) => ({
    day: series.firstDay + series.values.length + lead,
    yhat: value,
    lower: Math.max(floor, value - (widths[lead] ?? 0)),
    upper: value + (widths[lead] ?? 0),
  }));
}

type Tried = Pick<Origin, 'actual' | 'forecasts'>;

/** What a model missed, origin by origin. */
function missesOf(model: string, origins: readonly Tried[]): Miss[][] {
  return origins.flatMap(({ actual, forecasts }) => {
    const values = forecasts.get(model);
    if (!values) return [];
    return [actual.flatMap((was, lead) => (Number.isNaN(was) ? [] : [{ lead, by: was - (values[lead] ?? 0) }]))];
  });
}

function score(
  model: string,
  origins: readonly Tried[],
  series: Series,
  horizon: number,
): Omit<ModelScore, 'weight' | 'chosen'> {
  const mine = origins.filter(({ forecasts }) => forecasts.has(model));
  const byOrigin = missesOf(model, mine);
  const misses = byOrigin.flat().map(({ by }) => Math.abs(by));
  const naive = mean(
    missesOf(NAIVE, mine)
      .flat()
      .map(({ by }) => Math.abs(by)),
  );
  const actual = mean(mine.flatMap((origin) => origin.actual.filter((was) => !Number.isNaN(was)).map(Math.abs)));
  const mae = mean(misses);
  const share = (of: number) => (misses.length === 0 || of === 0 ? null : mae / of);
  return {
    model,
    origins: mine.length,
    days: misses.length,
    maeKwh: misses.length === 0 ? null : mae,
    wape: share(actual),
    mase: share(weeklyChange(series)),
    relativeError: share(naive),
    coverage: empiricalCoverage(byOrigin, horizon),
  };
}

/**
 * Mean absolute change from one week to the next over the whole series: the scale of MASE (Hyndman and Koehler, 2006).
 */
function weeklyChange({ values }: Series): number {
  const changes = values.map((value, index) => Math.abs(value - (values[index - WEEK] ?? Number.NaN)));
  return mean(changes.filter((change) => !Number.isNaN(change)));
}
