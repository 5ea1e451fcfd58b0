/** What holds when: the rates of some days, cut where a price changes, as instants. */
import type { Clock } from '../readings/clock.ts';
import { MS_PER_DAY } from '../text/days.ts';
import { MINUTE_MS, MINUTES_PER_DAY, MINUTES_PER_HOUR } from '../time-units.ts';
import { PRICE_DECIMALS } from './amounts.ts';
import { decimalText, scaled, timesDecimal } from './decimals.ts';
import { type PriceSeries, pricesWithin } from './price-series.ts';
import type { Rate } from './rate-schema.ts';
import { type DayPattern, patternsOf } from './rates.ts';
import type { DayStretch } from './rates-of-day.ts';
import type { Plan, Version } from './schema.ts';

/** Band of the energy of a day on which its site's tariff has no valid version. */
export const NO_TARIFF = 'no tariff';
/** Band of the energy of a time at which a series has no price, and no other rate fits. */
export const NO_PRICE = 'no price';

/** A step of a ladder: what the energy of the period costs from one sum on up to another. */
export interface Step {
  readonly band: string;
  /** Null where there is none. */
  readonly price: string | null;
  /** kWh; null for the first, and for the last. */
  readonly lower: string | null;
  readonly upper: string | null;
}

/** A stretch of time in which nothing of a tariff changes. Instants and wall clock in milliseconds. */
export interface Stretch {
  readonly plan: number;
  readonly zone: number;
  /** Position of its date. */
  readonly date: number;
  readonly begin: number;
  readonly end: number;
  readonly beginLocal: number;
  readonly endLocal: number;
  /** Positions in `ladders`; null where the tariff has no such price. */
  readonly energy: number;
  readonly network: number | null;
  readonly exported: number | null;
}

export interface Timeline {
  /** In the order of their instants, for each tariff and zone. */
  readonly stretches: readonly Stretch[];
  readonly ladders: readonly (readonly Step[])[];
  /** By tariff and date: the version's position in `versions`, null where none is valid. */
  readonly days: readonly (readonly (number | null)[])[];
  readonly versions: readonly { readonly plan: number; readonly version: Version }[];
  /** Every stretch begins and ends at a multiple of it, from 1970 on. */
  readonly grainMinutes: number;
  /** Whether a price changes within an hour of a wall clock, or an hour that comes twice has two. */
  readonly withinHours: boolean;
}

export interface Tariffs {
  readonly plans: readonly Plan[];
  readonly series: ReadonlyMap<string, PriceSeries>;
}

/**
 * @param used tariffs and zones of the sites, positions in `plans` and `clocks`
 * @param dates local dates, in order
 * @param holidays of each tariff, in their order
 */
export function timelineOf(
  { plans, series }: Tariffs,
  used: readonly { readonly plan: number; readonly zone: number }[],
  dates: readonly string[],
  holidays: readonly ReadonlySet<string>[],
  clocks: readonly Clock[],
): Timeline {
  const { patterns, days } = patternsOf(plans, dates, holidays);
  const ladders = new Ladders(series);
  const stretches: Stretch[] = [];
  for (const { plan, zone } of used) {
    const clock = clocks[zone];
    if (!clock) throw new Error(`There is no clock ${zone}.`);
    for (const [date, pattern] of (days[plan] ?? []).entries()) {
      const found = patterns[pattern ?? -1];
      for (const piece of piecesOf(found?.stretches ?? WHOLE_DAY, dates[date] ?? '', clock)) {
        const place = { plan, zone, date };
        stretches.push(...cutAtSeries(piece, found, ladders).map((each) => ({ ...place, ...each })));
      }
    }
  }
  const versions = [...new Set(patterns.map(({ version }) => version))];
  return {
    stretches,
    ladders: ladders.all,
    days: days.map((each) => each.map((pattern) => versionAt(versions, patterns[pattern ?? -1]))),
    versions: versions.map((version) => ({
      version,
      plan: patterns.find((each) => each.version === version)?.plan ?? 0,
    })),
    grainMinutes: grainOf(stretches),
    withinHours:
      ladders.changes || stretches.some(({ beginLocal, endLocal }) => !isHour(beginLocal) || !isHour(endLocal)),
  };
}

const WHOLE_DAY: readonly DayStretch[] = [{ from: 0, to: MINUTES_PER_DAY, ladders: [] }];

function versionAt(versions: readonly Version[], pattern: DayPattern | undefined): number | null {
  return pattern ? versions.indexOf(pattern.version) : null;
}

function isHour(at: number): boolean {
  return at % (MINUTES_PER_HOUR * MINUTE_MS) === 0;
}

function grainOf(stretches: readonly Stretch[]): number {
  let grain = MINUTES_PER_HOUR;
  for (const { begin, end } of stretches) grain = gcd(gcd(grain, begin / MINUTE_MS), end / MINUTE_MS);
  return grain;
}

function gcd(a: number, b: number): number {
  return b === 0 ? Math.abs(a) : gcd(b, a % b);
}

interface Piece extends Pick<Stretch, 'begin' | 'end' | 'beginLocal' | 'endLocal'> {
  readonly stretch: DayStretch;
}

/**
 * The stretches of a date as instants. Where clocks go back, a time comes twice and belongs to its stretch both times,
 * which may be cut in two by that; what is skipped in spring is no piece.
 */
function piecesOf(stretches: readonly DayStretch[], date: string, clock: Clock): Piece[] {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const pieces: Piece[] = [];
  for (const { from, to, offset } of offsetsOn(clock, midnight)) {
    for (const stretch of stretches) {
      const begin = Math.max(from, midnight + stretch.from * MINUTE_MS - offset);
      const end = Math.min(to, midnight + stretch.to * MINUTE_MS - offset);
      if (begin >= end) continue;
      const last = pieces.at(-1);
      if (last?.stretch === stretch && last.end === begin)
        pieces[pieces.length - 1] = { ...last, end, endLocal: end + offset };
      else pieces.push({ begin, end, beginLocal: begin + offset, endLocal: end + offset, stretch });
    }
  }
  return pieces;
}

/** The distances to UTC in force around a date: each from one instant up to another. Milliseconds. */
function offsetsOn({ initial, transitions }: Clock, midnight: number) {
  const from = midnight - MS_PER_DAY;
  const to = midnight + 2 * MS_PER_DAY;
  const before = transitions.findLast(({ at }) => at <= from);
  const within = transitions.filter(({ at }) => at > from && at < to);
  const edges = [from, ...within.map(({ at }) => at), to];
  return [before?.after ?? initial, ...within.map(({ after }) => after)].map((minutes, place) => ({
    from: edges[place] ?? from,
    to: edges[place + 1] ?? to,
    offset: minutes * MINUTE_MS,
  }));
}

type Priced = Pick<Stretch, 'begin' | 'end' | 'beginLocal' | 'endLocal' | 'energy' | 'network' | 'exported'>;

/** Cuts a piece where the price of a series in it changes. */
function cutAtSeries({ stretch, ...piece }: Piece, pattern: DayPattern | undefined, ladders: Ladders): Priced[] {
  if (!pattern) {
    return [
      {
        ...piece,
        energy: ladders.add([{ band: NO_TARIFF, price: null, lower: null, upper: null }]),
        network: null,
        exported: null,
      },
    ];
  }
  const lists = [pattern.version.rates, pattern.version.network, pattern.version.export].map((rates, list) =>
    (stretch.ladders[list] ?? []).flatMap((position) => rates[position] ?? []),
  );
  const edges = [...new Set([piece.begin, ...ladders.edges(lists.flat(), piece), piece.end])].sort((a, b) => a - b);
  return edges.slice(0, -1).map((begin, place) => {
    const end = edges[place + 1] ?? piece.end;
    const [energy = 0, network = null, exported = null] = lists.map((rates) =>
      rates.length === 0 ? null : ladders.at(rates, begin, end),
    );
    return {
      ...{ begin, end, beginLocal: piece.beginLocal + begin - piece.begin, endLocal: piece.endLocal - piece.end + end },
      ...{ energy: energy ?? 0, network, exported },
    };
  });
}

/** The ladders that there are, each once. */
class Ladders {
  readonly all: (readonly Step[])[] = [];
  /** Whether the price of a series was used. */
  changes = false;
  readonly #places = new Map<string, number>();
  readonly #series: ReadonlyMap<string, PriceSeries>;

  constructor(series: ReadonlyMap<string, PriceSeries>) {
    this.#series = series;
  }

  add(steps: readonly Step[]): number {
    const key = JSON.stringify(steps);
    const place = this.#places.get(key) ?? this.all.push(steps) - 1;
    this.#places.set(key, place);
    return place;
  }

  /** Where within a piece the price of one of the rates' series begins or ends. */
  edges(rates: readonly Rate[], { begin, end }: Pick<Piece, 'begin' | 'end'>): number[] {
    return rates.flatMap(({ series }) => {
      if (!series) return [];
      this.changes = true;
      return pricesWithin(this.#of(series.name), begin, end).flatMap((each) => [each.start, each.end]);
    });
  }

  /** The ladder of rates that fit at a time in which none of their prices changes. */
  at(rates: readonly Rate[], begin: number, end: number): number {
    const steps: Step[] = [];
    let lower: string | null = null;
    for (const rate of rates) {
      const price = this.#priceAt(rate, begin, end);
      if (price === undefined) continue;
      steps.push({ band: rate.band, price, lower, upper: rate.upTo ?? null });
      if (rate.upTo === undefined) return this.add(steps);
      lower = rate.upTo;
    }
    return this.add([...steps, { band: NO_PRICE, price: null, lower, upper: null }]);
  }

  #priceAt({ price, series }: Rate, begin: number, end: number): string | undefined {
    if (!series) return price;
    const [found] = pricesWithin(this.#of(series.name), begin, end);
    if (!found) return undefined;
    const raw = timesDecimal(found.price, series.times, PRICE_DECIMALS);
    return decimalText(scaled(raw, PRICE_DECIMALS) + scaled(series.plus, PRICE_DECIMALS), PRICE_DECIMALS);
  }

  #of(name: string): PriceSeries {
    const found = this.#series.get(name);
    if (!found) throw new Error(`The price series ${name} was not read.`);
    return found;
  }
}
