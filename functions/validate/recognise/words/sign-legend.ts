/** What a heading says of the signs of its values: `Saldo (+ Bezug / − Einspeisung)`. */
import { meaningOf } from './meaning.ts';

const WORDS = '[=:]?\\s*(\\p{L}[^/,;|()+−–]*?)\\s*';
const [PLUS, MINUS] = ['(?:\\+|positiv[aeo]?|positif|pos\\.)', '(?:[-−–]|negativ[aeo]?|n[eé]gatif|neg\\.)'];
const between = (first: string, second: string) =>
  new RegExp(`(?:^|[\\s(/,;:[])${first}\\s*${WORDS}(?:[/,;|]|\\s)\\s*${second}\\s*${WORDS}(?:[)\\],;]|$)`, 'iu');
const PLUS_FIRST = between(PLUS, MINUS);
const MINUS_FIRST = between(MINUS, PLUS);

/** Into the site, as from the grid or the battery, or out of it. */
function wayOf(text: string): 'in' | 'out' | undefined {
  const { concepts } = meaningOf(text);
  const out = concepts.has('export') || (concepts.has('charge') && !concepts.has('discharge'));
  const into = concepts.has('import') || concepts.has('discharge');
  return out === into ? undefined : out ? 'out' : 'in';
}

/** @returns which way a positive value goes; undefined for a text that does not say it of both signs */
export function positiveBySigns(text: string): 'in' | 'out' | undefined {
  const [, plus = '', minus = ''] = PLUS_FIRST.exec(text) ?? [];
  const [, less = '', more = ''] = plus === '' ? (MINUS_FIRST.exec(text) ?? []) : [];
  const [positive, negative] = [wayOf(plus || more), wayOf(minus || less)];
  return positive !== undefined && negative !== undefined && positive !== negative ? positive : undefined;
}
