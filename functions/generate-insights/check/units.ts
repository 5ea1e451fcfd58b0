/** The words and signs that say what a number measures. */
import type { Kind, Period } from './mention.ts';

interface Unit {
  /** Anchored where the number ends. */
  readonly pattern: RegExp;
  readonly kind: Kind;
  /** Of the kind's unit, see Kind. */
  readonly factor: number;
}

/** What may stand between a number and its hours or days. */
const KIND_OF_TIME =
  '(?:[ -](?:busiest|quietest|peak|off-peak|cheap|cheaper|full|whole|complete|consecutive|measured|night|evening|' +
  'weekend|more|or so))?';
const HOURS = { minute: 1 / 60, hour: 1, day: 24, week: 168, month: 730.5, year: 8766 } as const;

function electrical(symbol: string, word: string, kind: Kind, factor: number): Unit {
  return { pattern: new RegExp(`^[ -]?(?:${symbol}\\b|${word})`, 'i'), kind, factor };
}

/** The first that matches counts: an energy begins with the letters of a power. */
const UNITS: readonly Unit[] = [
  electrical('GWh', 'gigawatt[ -]?hours?', 'energy', 1e6),
  electrical('MWh', 'megawatt[ -]?hours?', 'energy', 1e3),
  electrical('kWh', 'kilowatt[ -]?hours?', 'energy', 1),
  electrical('Wh', 'watt[ -]?hours?', 'energy', 1e-3),
  electrical('GW', 'gigawatts?', 'power', 1e6),
  electrical('MW', 'megawatts?', 'power', 1e3),
  electrical('kW', 'kilowatts?', 'power', 1),
  electrical('W', 'watts?', 'power', 1e-3),
  { pattern: /^ ?(?:%|percent(?:age points?)?\b|per cent\b)/i, kind: 'percent', factor: 1 },
  { pattern: /^(?: times\b| ?[x×](?!\p{L})|[ -]?fold\b)/iu, kind: 'ratio', factor: 1 },
  ...Object.entries(HOURS).map(
    ([name, factor]): Unit => ({
      pattern: new RegExp(`^${KIND_OF_TIME}[ -]${name}s?\\b`, 'i'),
      kind: 'duration',
      factor,
    }),
  ),
];

/** @returns the unit at the beginning of a text, and its length */
export function unitAt(after: string): { kind: Kind; factor: number; length: number } | undefined {
  for (const { pattern, kind, factor } of UNITS) {
    const found = pattern.exec(after);
    if (found) return { kind, factor, length: found[0].length };
  }
  return undefined;
}

const PERIOD = /^[ ,]*(?:(?:a|an|per|each|every)[ ]|\/ ?)(year|month|week|day)\b/i;
const PERIODS: readonly (readonly [RegExp, Period])[] = [
  [/^ ?(?:annually|yearly|p\.a\.)/i, 'year'],
  [/^ ?monthly\b/i, 'month'],
  [/^ ?weekly\b/i, 'week'],
  [/^ ?daily\b/i, 'day'],
];
const PERIOD_NAMES: readonly Period[] = ['year', 'month', 'week', 'day'];

/** "a year", "per day", "monthly" behind an amount. */
export function periodAt(after: string): Period | undefined {
  const name = PERIOD.exec(after)?.[1]?.toLowerCase();
  return PERIOD_NAMES.find((each) => each === name) ?? PERIODS.find(([pattern]) => pattern.test(after))?.[1];
}

/** A price rather than an amount: "30 cents per kWh". */
export const PER_KWH = /^ ?(?:per|a|an|for each|for every|each|\/) ?(?:kWh|kilowatt[ -]?hour)\b/i;

interface Currency {
  /** Of what stands behind the number. */
  readonly length: number;
  /** Whether it is the tariff's. */
  readonly own: boolean;
  /** 0.01 for cents. */
  readonly factor: number;
}

export interface CurrencyWords {
  /** A currency before a number. */
  before(text: string): Currency | undefined;
  /** A currency behind a number. */
  after(text: string): Currency | undefined;
}

/** Any sign of a currency, a code of three letters, or a name people write. */
const ANY_BEFORE = /(?:(?:US|A|C|NZ|HK|CA)?\p{Sc}|\b[A-Z]{3}) ?$/u;
const CURRENCY_NAMES =
  'euros?\\b|(?:US |Canadian |Australian )?dollars?\\b|pounds?\\b|yen\\b|rupees?\\b|francs?\\b|' +
  'kron(?:or|er|a|e)\\b|zlot\\w+';
const ANY_AFTER = new RegExp(`^ ?(?:\\p{Sc}|[A-Z]{3}\\b|${CURRENCY_NAMES})`, 'u');
const CENTS = /^[ -]?(?:cents?\b|ct\b|¢|pence\b|pennies\b|p\b)/i;

/** @param currency code of the tariff's currency, such as EUR */
export function currencyWords(currency: string): CurrencyWords {
  const own = new Set(ownWords(currency));
  const isOwn = (text: string) => own.has(text.trim().toLowerCase());
  return {
    before(text) {
      const found = ANY_BEFORE.exec(text);
      return found ? { length: 0, own: isOwn(found[0]), factor: 1 } : undefined;
    },
    after(text) {
      const cents = CENTS.exec(text);
      if (cents) return { length: cents[0].length, own: true, factor: 0.01 };
      const found = ANY_AFTER.exec(text);
      return found ? { length: found[0].length, own: isOwn(found[0]), factor: 1 } : undefined;
    },
  };
}

/** "€", "EUR", "euro", "euros"; of "US dollars" also the last word alone. */
function ownWords(currency: string): string[] {
  const part = (display: 'symbol' | 'narrowSymbol' | 'name', amount: number) =>
    new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: display })
      .formatToParts(amount)
      .flatMap(({ type, value }) => (type === 'currency' ? [value] : []));
  const words = [currency, ...part('symbol', 1), ...part('narrowSymbol', 1), ...part('name', 1), ...part('name', 2)];
  return words.flatMap((word) => [word, word.split(' ').at(-1) ?? word]).map((word) => word.toLowerCase());
}
