/** A number as a text gives it, and how it compares with a figure. */

export const KINDS = [
  'energy',
  'power',
  'money',
  'price',
  'percent',
  'duration',
  'hour',
  'window',
  'date',
  'count',
  'ratio',
  'part',
] as const;
/**
 * What a number measures, and in which unit `value` is: energy kWh; power kW; money and price (of a kWh) the tariff's
 * currency; percent 0 to 100; duration hours; hour and window hours of the day; date as 20261031; count; ratio
 * ("twice"); part 0 to 1 ("a third").
 */
export type Kind = (typeof KINDS)[number];

/** What an amount is counted over. */
export type Period = 'year' | 'month' | 'week' | 'day';

/** How a text qualifies a number: "about 5", "over 5", "nearly 5". */
export type Hedge = 'none' | 'about' | 'above' | 'below';

export interface Mention {
  /** As it stands in the text. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** `unreadable`: digits of which nothing says what they are. */
  readonly kind: Kind | 'unreadable';
  readonly value: number;
  /** End of a window, hour of the day. */
  readonly until?: number;
  /** What one of the last printed digit is worth: 0.01 in "2.63", 1 in "300". */
  readonly step: number;
  /** What one of the last digit that is not zero is worth: 100 in "300", 0.1 in "6.90". */
  readonly roundedTo: number;
  readonly per?: Period | undefined;
  readonly hedge: Hedge;
}

/** Part of the figure that rounding may hide, so that "1 MWh" does not stand for 1.4 MWh. */
const MOST_ROUNDING = { none: 0.1, about: 0.15, above: 0.1, below: 0.1 } as const;
/** Part of the figure that zeros at the end may hide: "8,800" for 8,760, "about 300" for 312. */
const MOST_ZEROS = { none: 0.01, about: 0.05, above: 0.01, below: 0.01 } as const;
/** How far "over 300" may be below the figure, and "nearly 300" above it. */
const MOST_BEYOND = 0.1;
const MOST_STEP_BEYOND = 0.3;
/** Words such as "a third" and "twice" are rounder than digits. */
const WORDS = { none: 0.08, about: 0.12, above: 0.08, below: 0.08 } as const;
const WORDS_BEYOND = { above: 0.2, below: 0.1 } as const;
/** Kinds that are exact or wrong. */
const EXACT: ReadonlySet<string> = new Set(['hour', 'window', 'date', 'count']);

/**
 * Whether a figure, rounded the way the text rounds, is the number in the text.
 * @param figure in the unit of the mention's kind
 */
export function saysSo(mention: Mention, figure: number): boolean {
  const { kind, hedge } = mention;
  const [value, actual] = [Math.abs(mention.value), Math.abs(figure)];
  const off = Math.abs(value - actual);
  if (EXACT.has(kind)) return off < 1e-9;
  const words = kind === 'ratio' || kind === 'part';
  if (off <= (words ? WORDS[hedge] * actual : rounding(mention, actual))) return true;
  if (hedge !== 'above' && hedge !== 'below') return false;
  // "Under two years" is any that is more than one: the next step of what is printed, where that is not too far.
  const beyond = words
    ? WORDS_BEYOND[hedge] * value
    : Math.max(MOST_BEYOND * value, Math.min(mention.step, MOST_STEP_BEYOND * value));
  const far = hedge === 'above' ? actual - value : value - actual;
  return far >= 0 && far <= beyond;
}

/**
 * Half of the last digit, all of it behind "about", bounded: small printed numbers must not swallow large differences.
 */
function rounding({ kind, step, roundedTo, hedge }: Mention, actual: number): number {
  // Halves round either way, and a printed number went through floating point.
  const slack = 1 + 1e-9;
  // Percentages are read as points: "8 %" is 8.4 %, whatever part of it 0.4 is.
  const last = hedge === 'about' && kind !== 'percent' ? step : step / 2;
  const digits = kind === 'percent' ? last : Math.min(last, MOST_ROUNDING[hedge] * actual);
  const zeros = Math.min(roundedTo / 2, MOST_ZEROS[hedge] * actual);
  return Math.max(digits, zeros) * slack;
}
