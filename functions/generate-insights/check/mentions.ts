/** Finds every number in a text: digits and words, with what they measure. */
import { dateAt } from './dates.ts';
import { hourAt, isHourBehind } from './hours.ts';
import type { Hedge, Kind, Mention } from './mention.ts';
import { type CurrencyWords, currencyWords, PER_KWH, periodAt, unitAt } from './units.ts';
import { fractionWords, numberWords } from './words.ts';

/** Digits that say no number of the facts. */
const IDIOMS = /\bCO2e?\b|\b24\/7\b/g;
/** Thousands in groups of three, or plain digits; then decimals. */
const NUMBER = /(?:\d{1,3}(?:[, ']\d{3})+(?!\d)|\d+)(?:\.\d+|,\d{1,2}(?!\d))?/y;
const A_BIT = '(?:just |a little |slightly )?';
const HEDGE_WORDS: Readonly<Record<Exclude<Hedge, 'none'>, string>> = {
  below: `nearly|almost|${A_BIT}under|less than|${A_BIT}below|up to|at most|not quite|close to`,
  above:
    '(?:just |well |a little |slightly )?(?:over|above)|(?:a little |slightly )?more than|at least|upwards of|' +
    'in excess of',
  about: 'about|around|roughly|approximately|some|circa|an estimated|or so|in the region of',
};
const hedge = (words: string) => `(?:${words}) (?:a |an |the )?`;
const HEDGES: readonly (readonly [Hedge, RegExp])[] = [
  ['below', new RegExp(`${hedge(HEDGE_WORDS.below)}$`, 'i')],
  ['above', new RegExp(`${hedge(HEDGE_WORDS.above)}$`, 'i')],
  ['about', new RegExp(`(?:${hedge(HEDGE_WORDS.about)}|[~≈] ?)$`, 'i')],
];
/** Between the ends of a range. */
const CONNECTOR = /^ ?(?:-|to|until|till|through|and|or|of|out of) ?$/i;
/** Between two amounts of one statement. */
const JOINED =
  /^,? ?(?:and|or|worth) (?:about |around |some |roughly |nearly |over )?(?:[A-Z]{0,3}\p{Sc}|[A-Z]{3} )?$/u;
/** What is counted in words: without it, "the two" counts nothing that the facts know. */
const COUNTABLE =
  'readings?|values?|anomal(?:y|ies)|events?|outliers|appliances?|devices|consumers|circuits|sites?|homes|buildings|' +
  'meters?|series|intervals?|upgrades?|replacements?|changes|measures|recommendations?|findings?';
const COUNTED = new RegExp(
  `^(?:[ -](?!of\\b|and\\b|or\\b|to\\b|largest|biggest|main|other)[a-z-]+){0,2} (?:${COUNTABLE})\\b`,
  'i',
);
/** A currency before a number. */
const SIGN = /(?:[A-Z]{0,3}\p{Sc}|\b[A-Z]{3}) ?$/u;
const SCALE = /^ (thousand|million)\b/i;

/** One number on its way to a mention. */
interface Token {
  readonly start: number;
  end: number;
  number: number;
  readonly decimals: number;
  kind?: Kind | 'unreadable' | undefined;
  factor: number;
  until?: number;
  per?: Mention['per'];
}

/**
 * @param text plain text whose names are masked
 * @param currency code of the tariff's currency; an amount in another one is unreadable
 */
export function findMentions(text: string, currency: string): Mention[] {
  const readable = normalise(text);
  const words = currencyWords(currency);
  const tokens = [...digitTokens(readable, words), ...wordTokens(readable)].sort((a, b) => a.start - b.start);
  spreadUnits(tokens, readable);
  spreadPeriods(tokens, readable);
  return joinWindows(tokens, readable).map((token) => toMention(token, text, readable));
}

/** One kind of space, dash and digit; of the same length, so that places stay. Idioms are blanked. */
function normalise(text: string): string {
  return text
    .replace(/[\u00a0\u2007-\u200a\u202f\u2009]/g, ' ')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[’‘]/g, "'")
    .replace(IDIOMS, (idiom) => ' '.repeat(idiom.length));
}

function digitTokens(text: string, currency: CurrencyWords): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  // Digits of other scripts, too, which may be two code units.
  for (const { 0: digit, index } of text.matchAll(/\p{N}/gu)) {
    if (index < end) continue;
    const token = dateToken(text, index) ?? tokenAt(text, index, digit, currency);
    tokens.push(token);
    end = token.end;
  }
  return tokens;
}

function dateToken(text: string, at: number): Token | undefined {
  const date = dateAt(text, at);
  return date && { start: at, end: date.end, number: date.date, decimals: 0, kind: 'date', factor: 1 };
}

function tokenAt(text: string, start: number, digit: string, currency: CurrencyWords): Token {
  NUMBER.lastIndex = start;
  const digits = NUMBER.exec(text)?.[0];
  // A digit of another script or a fraction sign, or one that belongs to a word ("Q3").
  if (digits === undefined || /[\p{L}_]$/u.test(text.slice(0, start))) {
    return {
      start,
      end: start + (digits ?? digit).length,
      number: Number.NaN,
      decimals: 0,
      kind: 'unreadable',
      factor: 1,
    };
  }
  const [whole = '', decimals = ''] = digits.split(/\.|,(?=\d{1,2}$)/);
  const number = Number(`${whole.replace(/[, ']/g, '')}.${decimals}`);
  const token: Token = { start, end: start + digits.length, number, decimals: decimals.length, factor: 1 };
  const hour = hourAt(text, token);
  return hour ? Object.assign(token, hour) : withUnit(token, text, currency);
}

function withUnit(token: Token, text: string, currency: CurrencyWords): Token {
  const scale = SCALE.exec(text.slice(token.end));
  if (scale) {
    token.factor = scale[1]?.toLowerCase() === 'million' ? 1e6 : 1e3;
    token.end += scale[0].length;
  }
  const after = text.slice(token.end);
  const unit = unitAt(after);
  const money = currency.before(text.slice(0, token.start)) ?? (unit ? undefined : currency.after(after));
  if (money) {
    token.kind = money.own ? 'money' : 'unreadable';
    token.end += money.length;
    token.factor *= money.factor;
    if (money.own && PER_KWH.test(text.slice(token.end))) token.kind = 'price';
  } else if (unit) {
    token.kind = unit.kind;
    token.factor *= unit.factor;
    token.end += unit.length;
  } else if (/^[\p{L}°^_]/u.test(after)) {
    token.kind = 'unreadable';
  }
  token.per = periodAt(text.slice(token.end));
  return token;
}

function wordTokens(text: string): Token[] {
  const fractions = fractionWords(text).map(({ start, end, value, kind }) => ({
    ...{ start, end, kind, factor: 1, decimals: 0 },
    number: value,
  }));
  const numbers = numberWords(text).flatMap(({ start, end, value }) => {
    if (fractions.some((fraction) => start < fraction.end && end > fraction.start)) return [];
    const after = text.slice(end);
    const unit = unitAt(after);
    const place = { start, number: value, decimals: 0 };
    if (unit) return [{ ...place, end: end + unit.length, kind: unit.kind, factor: unit.factor }];
    return COUNTED.test(after) ? [{ ...place, end, kind: 'count' as const, factor: 1 }] : [];
  });
  return [...numbers, ...fractions];
}

/** In a range the unit stands once: "20-30 %", "€10 to 20", "between 6 and 10 pm". */
function spreadUnits(tokens: Token[], text: string): void {
  tokens.forEach((token, index) => {
    const next = tokens[index + 1];
    if (!next || !CONNECTOR.test(text.slice(token.end, next.start))) return;
    const [bare, full] = token.kind === undefined ? [token, next] : [next, token];
    if (bare.kind !== undefined || full.kind === undefined) return;
    if (bare === next && full.kind !== 'money') return;
    Object.assign(bare, { kind: full.kind, factor: full.factor, per: full.per });
    if (full.kind === 'date') bare.number += full.number - (full.number % 100);
    if (full.kind === 'hour')
      Object.assign(bare, { factor: 1, number: isHourBehind(full, bare) ? bare.number + 12 : bare.number });
  });
}

/** In "32 kWh or €12 a month" the period stands once. */
function spreadPeriods(tokens: readonly Token[], text: string): void {
  tokens.toReversed().forEach((token, index, reversed) => {
    const next = reversed[index - 1];
    const joined = next && next.kind !== token.kind && JOINED.test(text.slice(token.end, next.start));
    if (joined) token.per ??= next.per;
  });
}

/** "18:00 to 22:00" is one statement, of both ends. */
function joinWindows(tokens: readonly Token[], text: string): Token[] {
  const joined: Token[] = [];
  for (const token of tokens) {
    const last = joined.at(-1);
    const isEnd = last?.kind === 'hour' && token.kind === 'hour' && last.until === undefined;
    const between = last ? text.slice(last.end, token.start) : '';
    const isRange =
      /^ ?(?:-|to|until|till|through) ?$/i.test(between) ||
      (/^ and $/.test(between) && /between $/i.test(text.slice(0, last?.start)));
    if (last && isEnd && isRange) Object.assign(last, { kind: 'window', until: token.number, end: token.end });
    else joined.push(token);
  }
  return joined;
}

function toMention(token: Token, text: string, readable: string): Mention {
  const { start, end, number, decimals, factor, kind = 'count', until, per } = token;
  const before = readable.slice(0, start).replace(SIGN, '');
  const step = 10 ** -decimals * factor;
  const zeros = /0*$/.exec(number.toFixed(decimals).replace('.', ''))?.[0].length ?? 0;
  return {
    text: text.slice(before.length, end),
    start,
    end,
    kind,
    value: number * factor,
    ...(until === undefined ? {} : { until }),
    step,
    roundedTo: step * 10 ** zeros,
    per,
    hedge: HEDGES.find(([, pattern]) => pattern.test(before))?.[0] ?? 'none',
  };
}
