/** What may be worked out from the figures: declared here and in docs/METHODS.md, and nothing else. */
import type { Advice } from '../../../shared/report/insights.ts';
import type { Mention, Period } from '../check/mention.ts';
import type { Figure } from './figure.ts';

const DAYS_PER_YEAR = 365;
const DAYS_PER_WEEK = 7;
const MONTHS_PER_YEAR = 12;
/** Sums and comparisons of more series than these are not derived. */
const MOST_TOGETHER = 4;
/** Kinds whose values can be added over series. */
const SUMMABLE: ReadonlySet<string> = new Set(['energy', 'money', 'percent']);
/** Percentages that have a rest. */
const WHOLE = /^part of|that are there$/;
/** What a sentence says when it means a figure that is worked out. */
export const CUES = {
  rest: /remain|\brest\b|other|missing|absent|\bnot\b|n't|without|\belse\b|left|lack|gaps?\b/i,
  difference: /differ|more|busier|less|than|ahead|behind|higher|lower|cheaper|saves?\b|saving|gap/i,
  sum: /together|both|combined|sum|\band\b|jointly|total|two|three|four/i,
} as const;
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

/** What a sentence speaks of. */
export interface Scope {
  readonly code: Advice['code'];
  /** Aliases of the series that its piece of advice names. */
  readonly piece: readonly string[];
  /** The sentence as it stands. */
  readonly sentence: string;
  /** Aliases of the series that the sentence names; those of the piece when it names fewer than two. */
  readonly compared: readonly string[];
}

/** The figures that a sentence may use. */
export function figuresFor({ code, piece, sentence, compared }: Scope, figures: readonly Figure[]): Figure[] {
  const own = figures.filter(
    (each) => (each.code === undefined || each.code === code) && each.about.every((alias) => piece.includes(alias)),
  );
  const derived = [...rests(own), ...together(compared, own), ...largestTogether(figures), ...scopeSize(piece)];
  return [...own, ...CALENDAR, ...derived].filter(({ cue }) => cue === undefined || cue.test(sentence));
}

/** What is left of a whole: "the remaining 69 %". */
function rests(figures: readonly Figure[]): Figure[] {
  return figures
    .filter(({ kind, name }) => kind === 'percent' && WHOLE.test(name))
    .map((each) => ({ ...each, name: `${each.name}, the rest`, value: 100 - each.value, cue: CUES.rest }));
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
      const make = (what: 'together' | 'difference' | 'ratio', value: number): Figure => ({
        ...{ about: aliases, name: `${name}, ${what}`, value, kind: what === 'ratio' ? 'ratio' : first.kind },
        ...(first.per ? { per: first.per } : {}),
        ...(what === 'ratio' ? {} : { cue: what === 'together' ? CUES.sum : CUES.difference }),
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
              make('ratio', Math.max(first.value / second.value, second.value / first.value)),
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
      cue: CUES.sum,
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
    return inPeriod(figure, mention.per).map((each) => ({ value: each }));
  }
  if (mention.kind === 'part' && kind === 'percent') return [{ value: value / 100 }];
  if (mention.kind === 'part' && kind === 'ratio') return [{ value: 1 / value }];
  if (mention.kind === 'percent' && kind === 'part') return [{ value: value * 100 }];
  // More than all of something is said in times: 227 % is "more than twice".
  if (mention.kind === 'ratio' && kind === 'percent' && value > 100) return [{ value: value / 100 }];
  return mention.kind === 'money' && kind === 'price' ? [{ value }] : [];
}
