/** What the cells of each column hold. */

import { otherUnitOf, unitOf } from '../../../shared/readings/units.ts';
import { isMissingWord } from '../reject-codes.ts';
import { namesUnits } from '../vocabulary/column-names.ts';
import { isClock, type Parts, partsOf } from './calendar.ts';
import { areDottedClocks } from './dotted-clocks.ts';
import { areMonths, monthOf } from './months.ts';
import { exceptions, nearlyAll } from './nearly-all.ts';
import { numberIn } from './numbers.ts';
import type { Sample } from './sample.ts';

export type ColumnKind = 'datetime' | 'date' | 'month' | 'clock' | 'number' | 'unit' | 'text' | 'empty';

export interface Profile {
  readonly index: number;
  readonly name: string;
  readonly kind: ColumnKind;
  readonly filled: number;
  /** Cells that are numbers, and how many of them have a word or a currency sign beside them. */
  readonly numbers: number;
  readonly words: number;
  readonly currency: number;
  /** The word beside most numbers. */
  readonly word: string | undefined;
}

/** Cells say the same again and again: each text is looked at once. */
class Cache<T> {
  readonly #known = new Map<string, T>();
  readonly #look: (text: string) => T;
  constructor(look: (text: string) => T) {
    this.#look = look;
  }
  get(text: string): T {
    const known = this.#known.get(text);
    if (known !== undefined || this.#known.has(text)) return known ?? this.#look(text);
    const seen = this.#look(text);
    this.#known.set(text, seen);
    return seen;
  }
}

/** A column's kind shows in this many rows; only its separators need more. */
const ROWS_LOOKED_AT = 600;

export function profilesOf(sample: Sample): Profile[] {
  const dates = new Cache<Parts | undefined>(partsOf);
  // From the beginning and spread over the rest: a column may be empty for weeks.
  const stride = Math.max(1, Math.floor(sample.rows.length / ROWS_LOOKED_AT));
  const rows = sample.rows.filter((_, at) => at < 50 || at % stride === 0);
  const profiles = sample.names.map((name, index): Profile => {
    const seen = { filled: 0, dates: 0, clocks: 0, clock: 0, months: 0, numbers: 0, words: 0, currency: 0 };
    const units = { known: 0, other: 0 };
    const words = new Map<string, number>();
    const ofUnits = namesUnits(name);
    for (const row of rows) {
      const cell = row[index] ?? '';
      if (cell.trim() === '') continue;
      seen.filled += 1;
      const number = DOTTED_MONTH.test(cell) ? undefined : numberIn(cell);
      if (number) {
        seen.numbers += 1;
        if (number.currency) seen.currency += 1;
        if (number.word !== '') {
          seen.words += 1;
          words.set(number.word, (words.get(number.word) ?? 0) + 1);
        }
      }
      const date = number && !COMPACT_DATE.test(cell) ? undefined : dates.get(cell);
      if (date) {
        seen.dates += 1;
        if (date.clock !== undefined) seen.clock += 1;
      } else if (isClock(cell) && (!number || isHalf(number.word))) seen.clocks += 1;
      else if (!number && monthOf(cell) !== undefined) seen.months += 1;
      else if (!number && unitOf(cell) !== undefined) units.known += 1;
      else if (!number && ofUnits && otherUnitOf(cell) !== undefined) units.other += 1;
      else if (!number && isMissingWord(cell)) seen.filled -= 1;
    }
    const most = (count: number) => count > 0 && count >= 0.6 * seen.filled;
    const kind: ColumnKind =
      seen.filled === 0
        ? 'empty'
        : most(seen.dates) && !(most(seen.numbers) && !plausibleDate(rows, index))
          ? seen.clock > exceptions(seen.dates)
            ? 'datetime'
            : 'date'
          : most(seen.clocks)
            ? 'clock'
            : most(seen.months) && areMonths(filledCells(rows, index))
              ? 'month'
              : most(seen.numbers)
                ? 'number'
                : units.known > 0 && most(units.known + units.other)
                  ? 'unit'
                  : 'text';
    return {
      index,
      // A header cell may be broken into lines; the member of an object is found by its very name.
      name: sample.holds === 'cells' ? name.replace(/\p{Cc}+/gu, ' ').trim() : name,
      kind,
      filled: seen.filled,
      numbers: seen.numbers,
      words: seen.words,
      currency: seen.currency,
      word: [...words].sort(([, n], [, m]) => m - n)[0]?.[0],
    };
  });
  return withDottedClocks(profiles, sample.rows);
}

/** `01 PM` is no number of anything. */
function isHalf(word: string): boolean {
  return /^[ap]\.?m\.?$/i.test(word);
}

/** Beside a date, that is. */
function withDottedClocks(profiles: readonly Profile[], rows: readonly (readonly string[])[]): Profile[] {
  const date = profiles.find(({ kind }) => kind === 'date');
  const dates = date ? filledCells(rows, date.index) : [];
  const isClock = ({ name, kind, index }: Profile) =>
    date !== undefined && kind === 'number' && areDottedClocks(name, filledCells(rows, index), dates);
  return profiles.map((each) => (isClock(each) ? { ...each, kind: 'clock' } : each));
}

/** `02.2025`, which is a number otherwise. */
const DOTTED_MONTH = /^\s*(0[1-9]|1[0-2])\.(19|20)\d\d\s*$/;
/** `20261001`, `202610010030`, `20261001003000`. */
const COMPACT_DATE = /^\s*(19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])(([01]\d|2[0-4])[0-5]\d([0-5]\d)?)?\s*$/;

/** A column of digits is one of dates only when nearly all of them are one of this age. */
function plausibleDate(rows: readonly (readonly string[])[], index: number): boolean {
  return nearlyAll(filledCells(rows, index), (cell) => COMPACT_DATE.test(cell));
}

function filledCells(rows: readonly (readonly string[])[], index: number): string[] {
  return rows.flatMap((row) => {
    const cell = (row[index] ?? '').trim();
    return cell === '' ? [] : [cell];
  });
}

/**
 * Names under which a person finds the columns: the second of one name is `Name (2)`, one without a name is `column 3`.
 */
export function labelsOf(profiles: readonly Profile[]): ReadonlyMap<number, string> {
  const taken = new Set<string>();
  return new Map(
    profiles.map(({ index, name }): [number, string] => {
      const own = name === '' ? `column ${index + 1}` : name;
      let label = own;
      for (let nth = 2; taken.has(label); nth += 1) label = `${own} (${nth})`;
      taken.add(label);
      return [index, label];
    }),
  );
}
