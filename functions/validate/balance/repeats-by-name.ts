/**
 * Records of the same energy under two names: today's counter beside the total one, a power
 * beside its energy, and what was counted before the directions of an hour were balanced.
 * Columns are compared by their numbers, see recognise/repeats.ts; here the names are all that differs.
 */
import { meaningOf, type Meaning as Words } from '../recognise/words/meaning.ts';
import type { Meaning } from './meanings.ts';

/** @returns the series that tell the same energy again, and why */
export function repeatsByName(series: readonly Meaning[]): Map<Meaning, string> {
  const found = new Map<Meaning, string>();
  const named = series.flatMap((one) =>
    one.text === undefined ? [] : [{ one, words: meaningOf(one.text), text: one.text }],
  );
  for (const { one, words } of named) {
    const isToday = words.concepts.has('today');
    const isBefore = words.concepts.has('before_balancing');
    if (!isToday && !isBefore && !isPower(words)) continue;
    const other = named.find(
      (each) =>
        each.one !== one &&
        // Of meters with several directions each, those of one meter.
        (one.text === one.recordName || each.one.recordName === one.recordName) &&
        each.one.flow === one.flow &&
        each.one.column === one.column &&
        each.words.tag === words.tag &&
        (isBefore
          ? !each.words.concepts.has('before_balancing')
          : isToday
            ? !each.words.concepts.has('today') && !isPower(each.words)
            : isEnergy(each.words)),
    );
    if (!other) continue;
    const why = isBefore
      ? 'is the same, balanced within the hour'
      : isToday
        ? 'counts the same, and goes on'
        : 'is its energy';
    found.set(one, `"${other.text}" ${why}`);
  }
  return found;
}

function isPower({ concepts }: Words): boolean {
  return concepts.has('power') && !isEnergy({ concepts });
}

function isEnergy({ concepts }: Pick<Words, 'concepts'>): boolean {
  return concepts.has('energy') || concepts.has('register') || concepts.has('today');
}
