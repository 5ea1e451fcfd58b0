/**
 * The one vocabulary of the field: what the words of headings and cells mean, concept by concept and language by
 * language.
 */
import { FLOW_WORDS } from './flow-words.ts';
import type { Words } from './languages.ts';
import { MEASURED_WORDS } from './measured-words.ts';
import { PLACE_WORDS } from './place-words.ts';
import { QUANTITY_WORDS } from './quantity-words.ts';
import { RECORD_WORDS } from './record-words.ts';
import { tokensOf } from './tokens.ts';

export const VOCABULARY = {
  ...FLOW_WORDS,
  ...PLACE_WORDS,
  ...MEASURED_WORDS,
  ...QUANTITY_WORDS,
  ...RECORD_WORDS,
} as const;
export type Concept = keyof typeof VOCABULARY;

interface Phrase {
  readonly concept: Concept;
  readonly tokens: readonly string[];
}

interface Compound {
  readonly concept: Concept;
  readonly core: string;
  readonly before: boolean;
  readonly after: boolean;
}

interface Lookup {
  readonly words: ReadonlyMap<string, readonly Concept[]>;
  readonly compounds: readonly Compound[];
  /** By their first token. */
  readonly phrases: ReadonlyMap<string, readonly Phrase[]>;
}

function isConcept(text: string): text is Concept {
  return Object.hasOwn(VOCABULARY, text);
}

function build(): Lookup {
  const words = new Map<string, Concept[]>();
  const compounds: Compound[] = [];
  const phrases = new Map<string, Phrase[]>();
  const add = <T>(map: Map<string, T[]>, key: string, value: T) => {
    const list = map.get(key);
    if (list) list.push(value);
    else map.set(key, [value]);
  };
  for (const concept of Object.keys(VOCABULARY)) {
    if (!isConcept(concept)) continue;
    const lists: Words = VOCABULARY[concept];
    for (const text of Object.values(lists).flatMap((list) => list.split(','))) {
      const word = text.trim();
      const tokens = tokensOf(word.replaceAll('*', ' '));
      const [first] = tokens;
      if (first === undefined) continue;
      if (word.includes('*')) {
        compounds.push({ concept, core: tokens.join(''), before: word.startsWith('*'), after: word.endsWith('*') });
      } else if (tokens.length > 1) add(phrases, first, { concept, tokens });
      else if (!words.get(first)?.includes(concept)) add(words, first, concept);
    }
  }
  for (const list of phrases.values()) list.sort((a, b) => b.tokens.length - a.tokens.length);
  return { words, compounds, phrases };
}

const LOOKUP = build();

/** A compound's other half has at least this many letters: `pv*` does not match `pvc`. */
function isCompound({ core, before, after }: Compound, token: string): boolean {
  const at = token.indexOf(core);
  if (at < 0) return false;
  return (before || at === 0) && (after || token.endsWith(core));
}

/** What a word means, where it stands alone. */
export function conceptsOfToken(token: string): readonly Concept[] {
  const exact = LOOKUP.words.get(token);
  if (exact) return exact;
  // `usage1`, `Grid2`: a number behind a word counts, and changes nothing of what it means.
  const [, stem] = /^(\p{L}{3,})\d+$/u.exec(token) ?? [];
  const counted = stem === undefined ? undefined : LOOKUP.words.get(stem);
  if (counted) return counted;
  const found = LOOKUP.compounds.filter((each) => isCompound(each, token)).map(({ concept }) => concept);
  return [...new Set(found)];
}

/** @returns the longest phrase of several words that begins at a token */
export function phraseAt(tokens: readonly string[], at: number): Phrase | undefined {
  const candidates = LOOKUP.phrases.get(tokens[at] ?? '') ?? [];
  return candidates.find((phrase) => phrase.tokens.every((token, offset) => tokens[at + offset] === token));
}
