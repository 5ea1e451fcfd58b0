/** Reads a name: the unit in it, what its words mean, the direction they give, and the words that somebody made up. */
import { isPower, type Unit } from '../../../../shared/readings/layout.ts';
import { scaleIn } from '../../../../shared/readings/scaled-units.ts';
import { type OtherUnit, otherUnitIn, unitIn } from '../../../../shared/readings/units.ts';
import { tokensOf } from '../../vocabulary/tokens.ts';
import { type Concept, conceptsOfToken, phraseAt } from '../../vocabulary/vocabulary.ts';
import { type Code, codeIn } from './codes.ts';

export const PLACES = ['grid', 'battery', 'solar', 'home'] as const;
export type Place = (typeof PLACES)[number];

export interface Meaning {
  readonly text: string;
  readonly unit: Unit | undefined;
  readonly otherUnit: OtherUnit | 'rate' | undefined;
  /** What its values are counted in, of its unit: 100 where they are `in 100 kWh`. */
  readonly scale: number;
  readonly concepts: ReadonlySet<Concept>;
  /** Concepts of its last word, which is what the others say more of: `campus key` is a key. */
  readonly last: readonly Concept[];
  readonly code: Code | undefined;
  /** `from grid`, `to battery`, `solar to home`. */
  readonly from: Place | undefined;
  readonly to: Place | undefined;
  readonly phase: 'L1' | 'L2' | 'L3' | undefined;
  /** Words of no concept: what people called a room, a circuit, a car. */
  readonly names: readonly string[];
  /** What tells it from another of the same flow: names, tariffs and numbers. */
  readonly tag: string;
}

/** Words that only join others, and what they say elsewhere is not meant when they stand in a name. */
const JOINING: ReadonlySet<Concept> = new Set(['from', 'to', 'in', 'out', 'filler']);
const PHASE_TOKEN = /^(?:l|ph|phase|fase|faza|vaihe)([123])$/;
const PHASE_LETTER = /(?:\(|(?:phase|fase|faza|mains)[\s_])([ABC]|(?<=(?:phase|fase|faza)[\s_])[123RST])\)?\s*$/i;
const PHASE_OF_ONE = /^[abcrst123]$/;
/** A unit that stands once more in its name: `KW_total (kW)`. */
const UNIT_TOKEN = /^[kmg]?wh?$/;
/** `P L1 [W]`, `E total [kWh]`: how the field writes power and energy. */
const symbolOf = (unit: Unit): string => (isPower(unit) ? 'p' : 'e');
/** What is left where a unit stood. */
const EMPTY_BRACKETS = /[[(]\s*[\])]/g;
const BRACKETED = /[[(][^\])]*[\])]?/g;
/** `JI4101.PV Incomer`: the process value of a control system's tag, and no panels. */
const PROCESS_VALUE = /^((?!INV|PV|SOL)[A-Z][A-Z0-9_]*\d[A-Z]?)\.PV(?=\s+\p{L})/u;
/** `Power 15 min`, `30分kWh`: how long an interval lasts, and no least power. */
const MINUTES = /(?<!\p{L})\d{1,3}[\s_-]?(?:min(?:ute[ns]?|s)?|分)(?!\p{L})/giu;
const PHASES = { 1: 'L1', 2: 'L2', 3: 'L3', A: 'L1', B: 'L2', C: 'L3', R: 'L1', S: 'L2', T: 'L3' } as const;

const known = new Map<string, Meaning>();
const MOST_KEPT = 5000;

/** Names say the same again and again: each is read once. */
export function meaningOf(text: string): Meaning {
  const kept = known.get(text);
  if (kept) return kept;
  const meaning = read(text);
  if (known.size >= MOST_KEPT) known.clear();
  known.set(text, meaning);
  return meaning;
}

interface Word {
  readonly tokens: readonly string[];
  readonly concepts: readonly Concept[];
}

function wordsOf(tokens: readonly string[]): Word[] {
  const words: Word[] = [];
  for (let at = 0; at < tokens.length; ) {
    const phrase = phraseAt(tokens, at);
    const length = phrase?.tokens.length ?? 1;
    const own = tokens.slice(at, at + length);
    words.push({ tokens: own, concepts: phrase ? [phrase.concept] : conceptsOfToken(own[0] ?? '') });
    at += length;
  }
  return words;
}

/** Concepts of words that somebody gave a circuit as its name. */
const NAMING: readonly Concept[] = ['appliance', 'consumer', 'hall'];

/** A lone letter tells meters apart, whatever it joins in some language: `Meter A`. */
function isName({ tokens: [token = ''], concepts }: Word): boolean {
  if (concepts.length === 0 || NAMING.some((concept) => concepts.includes(concept))) return true;
  return /^[a-z]$/.test(token) && concepts.every((concept) => JOINING.has(concept));
}

/** `Sum L1..L3` names phases and is none of them. */
function phaseOf(tokens: readonly string[], text: string): Meaning['phase'] {
  const numbers = new Set(tokens.flatMap((token) => PHASE_TOKEN.exec(token)?.[1] ?? []));
  if (numbers.size > 1) return undefined;
  const [number] = numbers;
  const key = number ?? PHASE_LETTER.exec(text)?.[1]?.toUpperCase();
  return key !== undefined && isPhase(key) ? PHASES[key] : undefined;
}

function isPhase(key: string): key is `${keyof typeof PHASES}` {
  return Object.hasOwn(PHASES, key);
}

function placeOf({ concepts }: Word | undefined = { tokens: [], concepts: [] }): Place | undefined {
  return PLACES.find((place) => concepts.includes(place));
}

/** The place that a preposition names: the next word but articles. */
function placeAfter(words: readonly Word[], at: number): Place | undefined {
  for (const word of words.slice(at + 1, at + 4)) {
    const place = placeOf(word);
    if (place) return place;
    if (!word.concepts.some((concept) => JOINING.has(concept) || concept === 'energy')) return undefined;
  }
  return undefined;
}

function pathOf(words: readonly Word[]): Pick<Meaning, 'from' | 'to'> {
  let from: Place | undefined;
  let to: Place | undefined;
  for (const [at, { concepts, tokens }] of words.entries()) {
    if (concepts.includes('from')) from ??= placeAfter(words, at);
    if (concepts.includes('to') || tokens[0] === '2') {
      to ??= placeAfter(words, at);
      // `grid to home`: what stands before it is where it comes from.
      if (to) from ??= placeOf(words[at - 1]);
    }
  }
  // `battery energy imported from grid`: what takes or gives stands first.
  const subject = placeOf(words[0]);
  const moves = words.some(({ concepts }) => concepts.includes('import') || concepts.includes('export'));
  if (from !== undefined && to === undefined && subject !== undefined && subject !== from && moves) to = subject;
  return { from, to };
}

const ASIDES = [
  { said: ['consumption', 'import'], aside: 'production' },
  { said: ['production', 'export'], aside: 'consumption' },
] as const satisfies readonly { said: readonly Concept[]; aside: Concept }[];

/** `Total consumption (taking part by generation)`: what names the other direction in brackets only is an aside. */
function withoutAsides(text: string): string {
  if (!/[[(]/.test(text)) return text;
  const own = text.replace(BRACKETED, ' ');
  const [said, all] = [own, text].map((each) => wordsOf(tokensOf(each)).flatMap(({ concepts }) => concepts));
  const isAside = ASIDES.some(
    (each) => each.said.some((one) => said?.includes(one)) && !said?.includes(each.aside) && all?.includes(each.aside),
  );
  return isAside ? own : text;
}

function read(text: string): Meaning {
  const unit = unitIn(text);
  const otherUnit = unit ? undefined : otherUnitIn(text);
  const rest = withoutAsides(unit?.rest ?? (otherUnit ? text.replace(BRACKETED, ' ') : text))
    .replace(MINUTES, ' ')
    .replace(PROCESS_VALUE, '$1');
  const tokens = tokensOf(rest);
  const code = codeIn(rest, tokens);
  const words = wordsOf(tokens);
  const concepts = new Set(words.flatMap((word) => word.concepts));
  const phase = code?.phase ?? phaseOf(tokens, unit ? rest.replace(EMPTY_BRACKETS, '') : '');
  const isPhaseToken = (token: string) => PHASE_TOKEN.test(token) || (phase !== undefined && PHASE_OF_ONE.test(token));
  const isCode = (token: string) => (code?.text ?? '').toLowerCase().includes(token);
  const names = words
    .filter((word) => isName(word))
    .flatMap((word) => word.tokens)
    .filter((token) => !/^\d+$/.test(token) && !isPhaseToken(token) && !isCode(token))
    .filter((token) => unit === undefined || !(UNIT_TOKEN.test(token) || token === symbolOf(unit.unit)));
  const told = words
    .filter(
      ({ concepts: own, tokens: [token = ''] }) =>
        isName({ tokens: [token], concepts: own }) || own.includes('tariff') || /\d/.test(token),
    )
    .flatMap((word) => word.tokens)
    .filter((token) => !isPhaseToken(token));
  return {
    text,
    unit: unit?.unit,
    otherUnit,
    scale: unit ? scaleIn(text) : 1,
    concepts,
    last: words.at(-1)?.concepts ?? [],
    code,
    ...pathOf(words),
    phase,
    names,
    tag: told.join(' '),
  };
}
