/** What may be worked out from the figures: declared here and in docs/METHODS.md, and nothing else. */
import type { Mention, Period } from '../check/mention.ts';
import type { Figure } from './figure.ts';

const DAYS_PER_YEAR = 365;
const DAYS_PER_WEEK = 7;
const MONTHS_PER_YEAR = 12;
/** Of more series together nobody sums or compares. */
const MOST_TOGETHER = 4;
/** Kinds whose values can be added over series. */
const SUMMABLE: ReadonlySet<string> = new Set(['energy', 'money', 'percent']);
/** Percentages that have a rest: "the remaining 69 %". */
const WHOLE = /^part of|that are there$/;
/** Parts of different wholes cannot be added. */
const PART_OF_ALL = 'part of all consumption';

/** Numbers that need no file: hours of a day, days of a week and of a year, months of a year. */
const CALENDAR: readonly Figure[] = [24, 168, 8760, 8766].map((value) => ({
  about: [],
  name: 'calendar',
  kind: 'duration',
  value,
}));

/** A figure in another period: an estimate of a year by month, an average day by week. Empty where it cannot be. */
export function inPeriod({ per, value }: Figure, wanted: Period | undefined): number[] {
  if (wanted === undefined || per === undefined || per === wanted) return [value];
  if (per === 'year') {
    const parts = { month: MONTHS_PER_YEAR, week: DAYS_PER_YEAR / DAYS_PER_WEEK, day: DAYS_PER_YEAR, year: 1 };
    return [value / parts[wanted]];
  }
  if (per === 'day' && wanted === 'week') return [value * DAYS_PER_WEEK];
  if (per === 'day' && wanted === 'month') return [(value * DAYS_PER_YEAR) / MONTHS_PER_YEAR];
  return [];
}

/**
 * The figures that a piece of advice may use.
 * @param scope aliases of the series that it is about
 */
export function figuresFor(scope: readonly string[], figures: readonly Figure[]): Figure[] {
  const own = figures.filter(({ about }) => about.every((alias) => scope.includes(alias)));
  return [...own, ...CALENDAR, ...together(scope, own), ...largestTogether(figures), ...scopeSize(scope)];
}

/** Sums over two to four series that a text names, and differences and ratios of two. */
function together(scope: readonly string[], figures: readonly Figure[]): Figure[] {
  if (scope.length > MOST_TOGETHER) return [];
  return subsets(scope).flatMap((aliases) => {
    const names = new Set(figures.flatMap(({ about, name }) => (about.length === 1 ? [name] : [])));
    return [...names].flatMap((name) => {
      const each = aliases.flatMap((alias) => figures.find((f) => f.name === name && f.about[0] === alias) ?? []);
      const [first, second] = each;
      if (!first || !second || each.length < aliases.length || !SUMMABLE.has(first.kind)) return [];
      const make = (what: string, value: number, kind = first.kind): Figure => ({
        ...first,
        ...{ about: aliases, name: `${name}, ${what}`, value, kind },
      });
      const added = first.kind !== 'percent' || name === PART_OF_ALL;
      return [
        ...(added
          ? [
              make(
                'together',
                each.reduce((total, { value }) => total + value, 0),
              ),
            ]
          : []),
        ...(each.length === 2
          ? [
              make('difference', Math.abs(first.value - second.value)),
              make('ratio', Math.max(first.value / second.value, second.value / first.value), 'ratio'),
            ]
          : []),
      ];
    });
  });
}

/** Subsets with two members or more. */
function subsets(scope: readonly string[]): string[][] {
  const all: string[][] = [[]];
  for (const alias of scope) all.push(...all.map((set) => [...set, alias]));
  return all.filter(({ length }) => length >= 2);
}

/** Parts of the two and three largest consumers together. */
function largestTogether(figures: readonly Figure[]): Figure[] {
  const parts = figures.filter(({ name }) => name === PART_OF_ALL);
  return [2, 3]
    .filter((count) => parts.length >= count)
    .map((count) => ({
      about: [],
      name: `${PART_OF_ALL}, the ${count} largest together`,
      kind: 'percent',
      value: parts.slice(0, count).reduce((total, { value }) => total + value, 0),
    }));
}

/** "these three appliances" */
function scopeSize(scope: readonly string[]): Figure[] {
  return scope.length < 2 ? [] : [{ about: [], name: 'series named here', kind: 'count', value: scope.length }];
}

/** Every value of a figure that a mention may stand for, in the mention's unit. */
export function candidates(mention: Mention, figure: Figure): { value: number; until?: number }[] {
  const { kind, value, until } = figure;
  if (mention.kind === 'window') {
    if (kind === 'window') return [{ value, ...(until === undefined ? {} : { until }) }];
    return kind === 'hour' ? [{ value, until: (value + 1) % 24 }] : [];
  }
  if (mention.kind === 'hour') {
    if (kind === 'hour') return [{ value }];
    return kind === 'window' ? [{ value }, { value: until ?? value }] : [];
  }
  if (mention.kind === kind) {
    const values = inPeriod(figure, mention.per).map((each) => ({ value: each }));
    return kind === 'percent' && WHOLE.test(figure.name) ? [...values, { value: 100 - value }] : values;
  }
  if (mention.kind === 'part' && kind === 'percent') return [{ value: value / 100 }];
  if (mention.kind === 'part' && kind === 'ratio') return [{ value: 1 / value }];
  if (mention.kind === 'percent' && kind === 'ratio') return [{ value: value * 100 }, { value: (value - 1) * 100 }];
  if (mention.kind === 'ratio' && kind === 'percent') return [{ value: value / 100 }];
  return mention.kind === 'money' && kind === 'price' ? [{ value }] : [];
}
