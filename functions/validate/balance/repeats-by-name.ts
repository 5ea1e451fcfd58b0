/**
 * Records of the same energy under two names: today's counter beside the total one, a power
 * beside its energy, and what was counted before the directions of an hour were balanced.
 * Columns are compared by their numbers, see recognise/repeats.ts; here the names are all that differs.
 */
import { isPower as isPowerUnit } from '../../../shared/readings/layout.ts';
import { meaningOf, type Meaning as Words } from '../recognise/words/meaning.ts';
import type { Meaning } from './meanings.ts';

interface Kind {
  /** Whether a name is of what tells the energy again, and whether one is of what counts. */
  readonly repeats: (words: Words) => boolean;
  readonly counts: (words: Words) => boolean;
  /** What is said of the one that counts. */
  readonly why: string;
}

const BALANCED = 'is the same, balanced within the hour';

/** The first one by which another series counts decides. */
const KINDS: readonly Kind[] = [
  { repeats: isBeforeBalancing, counts: (words) => !isBeforeBalancing(words), why: BALANCED },
  { repeats: (words) => !isAfterBalancing(words), counts: isAfterBalancing, why: BALANCED },
  { repeats: isToday, counts: (words) => !isToday(words) && !isPower(words), why: 'counts the same, and goes on' },
  { repeats: isPower, counts: isEnergy, why: 'is its energy' },
];

/** @returns the series that tell the same energy again, and why */
export function repeatsByName(series: readonly Meaning[]): Map<Meaning, string> {
  const found = new Map<Meaning, string>();
  const named = series.flatMap((one) =>
    one.text === undefined ? [] : [{ one, words: meaningOf(one.text), text: one.text }],
  );
  for (const { one, words } of named) {
    const countsOf = ({ counts }: Kind) =>
      named.find(
        (each) =>
          each.one !== one &&
          // Of meters with several directions each, those of one meter.
          (one.text === one.recordName || each.one.recordName === one.recordName) &&
          goesSameWay(one, each.one) &&
          each.one.column === one.column &&
          each.words.tag === words.tag &&
          counts(each.words),
      );
    const whole = wholeOf({ one, words }, named);
    if (whole) found.set(one, `it is a phase of "${whole.text}"`);
    if (saysNothingButPower({ one, words }) && countsBothWays(named)) found.set(one, BOTH_WAYS);
    for (const kind of KINDS) {
      const other = kind.repeats(words) ? countsOf(kind) : undefined;
      if (!other) continue;
      found.set(one, `"${other.text}" ${kind.why}`);
      break;
    }
  }
  return found;
}

/** Beside a whole, what says no more is taken for its part: `power` beside `total_consumption`. */
function goesSameWay({ flow }: Meaning, counts: Meaning): boolean {
  return counts.flow === flow || (flow === 'submeter' && counts.flow === 'consumption');
}

interface Named {
  readonly one: Meaning;
  readonly words: Words;
  readonly text: string;
}

/** `Total import` beside `L1 import` to `L3 import`. */
function wholeOf({ one, words }: Omit<Named, 'text'>, named: readonly Named[]): Named | undefined {
  if (words.phase === undefined) return undefined;
  const withoutPhase = ({ tag }: Words) => tag.replace(/(?:^| )(?:l|ph|phase)?\d(?= |$)/g, '').trim();
  return named.find(
    (each) =>
      each.one.flow === one.flow &&
      each.one.column === one.column &&
      each.words.phase === undefined &&
      each.words.concepts.has('total') &&
      withoutPhase(each.words) === withoutPhase(words),
  );
}

const BOTH_WAYS = 'a power beside the energies of both directions of the grid, which count';

/** `Total system power` */
function saysNothingButPower({ one, words }: Omit<Named, 'text'>): boolean {
  const { concepts } = words;
  return one.flow === 'consumption' && isPower(words) && !concepts.has('home') && !concepts.has('consumption');
}

function countsBothWays(named: readonly Named[]): boolean {
  const counts = (flow: Meaning['flow']) => named.some(({ one, words }) => one.flow === flow && isEnergy(words));
  return counts('import') && counts('export');
}

function isBeforeBalancing({ concepts }: Words): boolean {
  return concepts.has('before_balancing');
}

function isAfterBalancing({ concepts }: Words): boolean {
  return concepts.has('after_balancing');
}

function isToday({ concepts }: Words): boolean {
  return concepts.has('today');
}

/** `Meter Power_Sum__W`: a watt in the name outweighs the meter, and so does its last word (`Stromzähler power`). */
function isPower({ concepts, last, unit }: Words): boolean {
  const says = last.includes('power') || !isEnergy({ concepts });
  return concepts.has('power') && (unit === undefined ? says : isPowerUnit(unit));
}

function isEnergy({ concepts }: Pick<Words, 'concepts'>): boolean {
  return concepts.has('energy') || concepts.has('register') || concepts.has('today');
}
