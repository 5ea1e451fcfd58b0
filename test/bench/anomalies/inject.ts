/** Anomalies put into real readings: where, how large and how often is declared here, and drawn from a fixed seed. */
import { createRandom, type Random } from '../../../cli/generate/random.ts';
import type { Direction } from '../../../functions/detect-anomalies/events/findings.ts';
import type { EventKind } from '../../../shared/energy/anomalies.ts';

/** One series of a file, in the order of time. */
export interface Series {
  readonly place: number;
  /** Start of each reading, hours by the wall clock and by UTC. */
  readonly local: Float64Array;
  readonly utc: Float64Array;
  readonly kwh: Float64Array;
  /** Hours. */
  readonly interval: number;
}

export interface Injection {
  readonly place: number;
  /** UTC hours; the end is exclusive. */
  readonly start: number;
  readonly end: number;
  /** New energies by index of the series. */
  readonly changed: ReadonlyMap<number, number>;
}

interface Kind {
  /** One in so many days of the series, at least `fewest`, each in a part of the series of its own. */
  readonly everyDays: number;
  readonly fewest: number;
  /** How long, hours, from and to; never more than a sixth of the series. */
  readonly hours: readonly [number, number];
  /** The changed energies of a window, from what it was and what is usual in it. */
  readonly change: (window: Window, random: Random, index: number) => number[];
  /** Whether a window can hold such an anomaly: nothing drops from zero. */
  readonly fits: (window: Window) => boolean;
  /** The events that say so, and the directions of the z-score that do. */
  readonly kinds: readonly EventKind[];
  readonly directions: readonly Direction[];
}

interface Window {
  readonly kwh: readonly number[];
  /** Median of the readings at the same hour of the two weeks before and after, for each reading of the window. */
  readonly usual: readonly number[];
  /** Their 95 % quantile less their 5 % quantile: the robust range. */
  readonly range: readonly number[];
  /** Mean of the series. */
  readonly mean: number;
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
/** In use: at least half of the series' mean. Nobody notices that an idle appliance drops. */
const inUse = ({ kwh, mean }: Window) => meanOf(kwh) >= mean / 2;

export const SEED = 20_261_121;

export const INJECTIONS = {
  /** In turn 2 to 4 times what is usual, and 1 to 2 robust ranges on top. */
  spike: {
    everyDays: 10,
    fewest: 3,
    hours: [1, 4],
    fits: ({ usual, range }) => Math.min(...usual) > 0 && Math.min(...range) > 0,
    change: ({ kwh, usual, range }, random, index) => {
      const [factor, ranges] = [random.between(2, 4), random.between(1, 2)];
      return kwh.map((value, at) =>
        index % 2 === 0 ? Math.max(value, (usual[at] ?? 0) * factor) : value + (range[at] ?? 0) * ranges,
      );
    },
    kinds: ['SPIKE', 'IMPOSSIBLE', 'NIGHT_GENERATION'],
    directions: ['HIGH'],
  },
  /** To 0 to 30 %. */
  drop: {
    everyDays: 10,
    fewest: 3,
    hours: [3, 12],
    fits: inUse,
    change: ({ kwh }, random) => {
      const left = random.between(0, 0.3);
      return kwh.map((value) => value * left);
    },
    kinds: ['DROP', 'DEAD'],
    directions: ['LOW'],
  },
  /** The first reading again and again. */
  stuck: {
    everyDays: 20,
    fewest: 2,
    hours: [12, 48],
    fits: (window) => (window.kwh[0] ?? 0) > 0 && inUse(window),
    change: ({ kwh }) => kwh.map(() => kwh[0] ?? 0),
    kinds: ['STUCK'],
    directions: ['HIGH', 'LOW'],
  },
  /** 40 to 80 % more, for four days to three weeks. */
  shift: {
    everyDays: 60,
    fewest: 1,
    hours: [96, 504],
    fits: inUse,
    change: ({ kwh }, random) => {
      const factor = random.between(1.4, 1.8);
      return kwh.map((value) => value * factor);
    },
    kinds: ['LEVEL_SHIFT', 'BASE_LOAD_RISE'],
    directions: ['HIGH'],
  },
} satisfies Record<string, Kind>;
export type InjectionKind = keyof typeof INJECTIONS;

/** Windows that are tried for an injection before it is given up. */
const TRIES = 20;

export function inject(series: Series, name: InjectionKind): Injection[] {
  const kind: Kind = INJECTIONS[name];
  const random = createRandom(SEED + series.place);
  const hours = (series.utc.at(-1) ?? 0) - (series.utc[0] ?? 0) + series.interval;
  const count = Math.max(kind.fewest, Math.round(hours / 24 / kind.everyDays));
  const usual = usualOf(series);
  const part = Math.floor(series.kwh.length / count);
  const injections: Injection[] = [];
  for (let index = 0; index < count; index += 1) {
    for (let tried = 0; tried < TRIES; tried += 1) {
      const length = Math.min(random.between(...kind.hours), hours / 6) / series.interval;
      const size = Math.max(1, Math.min(part, Math.round(length)));
      const first = index * part + Math.floor(random.next() * (part - size + 1));
      const window = usual(first, size);
      if (!kind.fits(window)) continue;
      injections.push(injectionOf(series, first, kind.change(window, random, index)));
      break;
    }
  }
  return injections;
}

function injectionOf(series: Series, first: number, kwh: readonly number[]): Injection {
  return {
    place: series.place,
    start: series.utc[first] ?? 0,
    end: (series.utc[first + kwh.length - 1] ?? 0) + series.interval,
    changed: new Map(kwh.map((value, index) => [first + index, Number(value.toFixed(9))])),
  };
}

const AROUND_DAYS = 14;

function usualOf(series: Series): (first: number, size: number) => Window {
  const mean = meanOf([...series.kwh]);
  const perDay = Math.round(24 / series.interval);
  const around = (index: number): number[] => {
    const values: number[] = [];
    const hour = Math.floor(series.local[index] ?? 0) % 24;
    const reach = AROUND_DAYS * perDay;
    for (let near = Math.max(0, index - reach); near <= Math.min(series.kwh.length - 1, index + reach); near += 1)
      if (Math.floor(series.local[near] ?? 0) % 24 === hour) values.push(series.kwh[near] ?? 0);
    return values.sort((a, b) => a - b);
  };
  return (first, size) => {
    const indexes = Array.from({ length: size }, (_, offset) => first + offset);
    const byHour = new Map<number, number[]>();
    const sorted = indexes.map((index) => {
      const hour = Math.floor(series.local[index] ?? 0) % 24;
      const known = byHour.get(hour) ?? around(index);
      byHour.set(hour, known);
      return known;
    });
    const quantile = (values: readonly number[], q: number) => values[Math.floor((values.length - 1) * q)] ?? 0;
    return {
      kwh: indexes.map((index) => series.kwh[index] ?? 0),
      usual: sorted.map((values) => quantile(values, 0.5)),
      range: sorted.map((values) => quantile(values, 0.95) - quantile(values, 0.05)),
      mean,
    };
  };
}
