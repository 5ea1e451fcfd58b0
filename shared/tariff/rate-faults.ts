/** What cannot be meant by a list of rates: a time without one, one that is never reached, a band with two prices. */

import { clockText, type DayKind, dayKinds, nameOfKind } from './conditions.ts';
import { compareDecimals } from './decimals.ts';
import type { Rate } from './rate-schema.ts';
import { stretchesOfDay } from './rates-of-day.ts';

export interface Fault {
  readonly path: (string | number)[];
  readonly message: string;
}

/**
 * Every time has a rate, every rate a time, and a band one price a day; the steps of a ladder rise, and end in one
 * without an end.
 * @param field what the list is called in the file
 */
export function faultOfRates(rates: readonly Rate[], field: string): Fault | undefined {
  const used = new Set<number>();
  for (const kind of dayKinds()) {
    const stretches = stretchesOfDay([rates], kind);
    for (const { from, ladders } of stretches) {
      const [ladder = []] = ladders;
      const fault = faultOfLadder(rates, ladder, `${clockText(from)} on ${nameOfKind(kind)}`, field);
      if (fault) return fault;
      for (const position of ladder) used.add(position);
    }
    const positions = stretches.flatMap(({ ladders: [ladder = []] }) => ladder);
    const twice = bandWithTwoPrices(rates, positions, kind, field);
    if (twice) return twice;
  }
  const idle = rates.findIndex((_, position) => !used.has(position));
  if (idle < 0) return undefined;
  return { path: [field, idle], message: 'is never reached: the rates before it fit all of its hours' };
}

function faultOfLadder(
  rates: readonly Rate[],
  ladder: readonly number[],
  when: string,
  field: string,
): Fault | undefined {
  const last = rates[ladder.at(-1) ?? -1];
  if (!last) return { path: [field], message: `no rate for ${when}; let the last rate have no conditions` };
  if (last.upTo !== undefined) {
    const message = `no rate for ${when} beyond ${last.upTo} kWh; let the last rate have no up_to_kwh`;
    return { path: [field, ladder.at(-1) ?? 0, 'up_to_kwh'], message };
  }
  for (const [place, position] of ladder.entries()) {
    const [before, upTo] = [rates[ladder[place - 1] ?? -1]?.upTo, rates[position]?.upTo];
    if (before === undefined || upTo === undefined || compareDecimals(before, upTo) < 0) continue;
    const message = `is not above the ${before} kWh of the rate before it, which holds at the same time`;
    return { path: [field, position, 'up_to_kwh'], message };
  }
  return undefined;
}

function bandWithTwoPrices(
  rates: readonly Rate[],
  positions: readonly number[],
  kind: DayKind,
  field: string,
): Fault | undefined {
  const prices = new Map<string, string>();
  for (const position of positions) {
    const rate = rates[position];
    if (!rate) continue;
    const price = rate.price ?? JSON.stringify(rate.series);
    const other = prices.get(rate.band) ?? price;
    prices.set(rate.band, price);
    if (other === price) continue;
    const message = `${rate.band} has two prices on ${nameOfKind(kind)}; give each a name of its own`;
    return { path: [field, position, 'band'], message };
  }
  return undefined;
}
