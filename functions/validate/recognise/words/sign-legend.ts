/** What a heading says of the signs of its values: `Saldo (+ Bezug / − Einspeisung)`. */
import { meaningOf } from './meaning.ts';

const WORDS = '[=:]?\\s*(\\p{L}[^/,;|()+−–]*?)\\s*';
const [PLUS, MINUS] = ['(?:\\+|positiv[aeo]?|positif|pos\\.)', '(?:[-−–]|negativ[aeo]?|n[eé]gatif|neg\\.)'];
const between = (first: string, second: string) => {
  const apart = '(?:[/,;|]|\\s)\\s*\\(?';
  return new RegExp(`(?:^|[\\s(/,;:[])${first}\\)?\\s*${WORDS}${apart}${second}\\)?\\s*${WORDS}(?:[)[\\],;]|$)`, 'iu');
};
const PLUS_FIRST = between(PLUS, MINUS);
const MINUS_FIRST = between(MINUS, PLUS);

const behind = (first: string, second: string) => {
  const word = '(\\p{L}[^/,;|()+−–]*?)\\s*\\(?';
  return new RegExp(`(?:^|[\\s(/,;:[])${word}${first}\\)?\\s*[/,;|]?\\s*${word}${second}\\)?\\s*(?:[)\\],;]|$)`, 'iu');
};
const PLUS_BEHIND = behind(PLUS, MINUS);
const MINUS_BEHIND = behind(MINUS, PLUS);

/** Into the site, as from the grid or the battery, or out of it. */
function wayOf(text: string): 'in' | 'out' | undefined {
  const { concepts } = meaningOf(text);
  const out = concepts.has('export') || (concepts.has('charge') && !concepts.has('discharge'));
  const into = concepts.has('import') || concepts.has('discharge');
  return out === into ? undefined : out ? 'out' : 'in';
}

/** @returns which way the first of two words goes, of which the other goes the other way */
function firstOf(pattern: RegExp, text: string): 'in' | 'out' | undefined {
  const [, first = '', second = ''] = pattern.exec(text) ?? [];
  const [one, other] = [wayOf(first), wayOf(second)];
  return one !== undefined && other !== undefined && one !== other ? one : undefined;
}

/** @returns which way a positive value goes; undefined for a text that does not say it of both signs */
export function positiveBySigns(text: string): 'in' | 'out' | undefined {
  const positive = [PLUS_FIRST, PLUS_BEHIND].map((pattern) => firstOf(pattern, text));
  const negative = [MINUS_FIRST, MINUS_BEHIND].map((pattern) => firstOf(pattern, text));
  const [way] = positive.filter((each) => each !== undefined);
  const [other] = negative.filter((each) => each !== undefined);
  return way ?? (other && (other === 'in' ? 'out' : 'in'));
}
