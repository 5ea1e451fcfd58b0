/**
 * BASE_LOAD_RISE: what runs all night takes more than it did, for days: a pump that does not stop, a door that does not
 * shut.
 *
 * The night's smallest hour against the median of the four weeks of nights before. Those of a rise do not count among
 * them, until it has lasted four weeks: then it is the new ordinary.
 */
import type { Days } from './days.ts';
import { at, MAD_TO_SIGMA, mean, median } from './order-statistics.ts';

export interface Rise {
  /** First and last day, indexes of `Days`. */
  readonly from: number;
  readonly to: number;
  /** Above the usual base load, kWh a reading. */
  readonly above: number;
  readonly score: number;
}

const BEFORE = 28;
const FEWEST_BEFORE = 7;
const FEWEST_NIGHTS = 3;
const LONGEST = 28;
/** A rise is more than this many robust standard deviations of the nights before, */
const SIGMAS = 4;
/** more than this share of the usual base load, */
const LEAST_RISE = 0.3;
/** and more than this share of the mean level: of an idle appliance, the little it takes is no base load. */
const LEAST_OF_LEVEL = 0.1;

export function baseLoadRises(days: Days): Rise[] {
  const sizes = days.level.map(Math.abs);
  const typical = median(sizes) || mean(sizes);
  const before: number[] = [];
  const rises: Rise[] = [];
  let open: { from: number; nights: number[]; usual: number; bound: number } | undefined;
  const close = (to: number) => {
    if (open && open.nights.length >= FEWEST_NIGHTS) {
      const above = median(Float64Array.from(open.nights)) - open.usual;
      rises.push({ from: open.from, to, above, score: above / open.bound });
    }
    before.push(...(open?.nights ?? []));
    open = undefined;
  };
  for (let day = 0; day < days.size; day += 1) {
    const night = at(days.night, day);
    if (Number.isNaN(night)) continue;
    if (open && (night - open.usual <= open.bound || open.nights.length === LONGEST)) close(day - 1);
    if (open) {
      open.nights.push(night);
      continue;
    }
    const { usual, bound } = judged(before.slice(-BEFORE), typical);
    if (night - usual > bound) open = { from: day, nights: [night], usual, bound };
    else before.push(night);
  }
  close(days.size - 1);
  return rises;
}

function judged(before: readonly number[], typical: number): { usual: number; bound: number } {
  if (before.length < FEWEST_BEFORE) return { usual: 0, bound: Number.POSITIVE_INFINITY };
  const nights = Float64Array.from(before);
  const usual = median(nights);
  const sigma = MAD_TO_SIGMA * median(nights.map((night) => Math.abs(night - usual)));
  return { usual, bound: Math.max(SIGMAS * sigma, LEAST_RISE * Math.abs(usual), LEAST_OF_LEVEL * typical) };
}
