/** How a file writes its numbers: recognised from whole columns, never from one cell. */
import type { DecimalSign } from '../../../shared/readings/layout.ts';

/** A number with its sign, its digits and separators, and what stands around it. */
const NUMBER = /^([€$£])?\s*([-+]?[\d.,' \u00a0\u202f’]*\d[\d.,]*(?:[eE][-+]?\d+)?)\s*([A-Za-z]{1,14}|[€$£])?$/;
/**
 * One decimal sign at most, and groups of three: `01.10.2026` is no number. In India the groups before the last one
 * are of two: `1,10,716.5`.
 */
const DIGITS = /^[-+]?(\d+|\d{1,3}([.,'’ \u00a0\u202f]\d{3})+|\d{1,2}(,\d{2})+,\d{3})?([.,]\d*)?([eE][-+]?\d+)?$/;

/** A longer text is no number: patterns need not try every way to take it apart. */
const MAX_LENGTH = 64;

export type Thousands = '' | '.' | ',' | ' ' | "'";

export interface NumberFormat {
  readonly decimal: DecimalSign;
  readonly thousands: Thousands;
}

/** @returns the number's own text and the word or sign beside it; undefined when the cell is no number */
export function numberIn(cell: string): { digits: string; word: string; currency: boolean } | undefined {
  const text = cell.trim();
  if (text.length > MAX_LENGTH) return undefined;
  const found = NUMBER.exec(text);
  if (!found?.[2] || !DIGITS.test(found[2])) return undefined;
  const word = found[3] ?? '';
  const sign = found[1] !== undefined || /[€$£]/.test(word);
  return { digits: found[2], word: sign ? '' : word, currency: sign };
}

/** What separators a column's numbers show. */
export interface Separators {
  /** Numbers in which a dot (a comma) can only be the decimal sign. */
  dotDecimal: number;
  commaDecimal: number;
  /** Numbers in which a dot (a comma) can only group thousands. */
  dotGroups: number;
  commaGroups: number;
  /** Numbers such as `11.210`: eleven thousand, or eleven and a bit. */
  dotEither: number;
  commaEither: number;
  /** Of the numbers with a decimal sign, those with three digits behind it. */
  threeDecimals: number;
  spaceGroups: number;
  quoteGroups: number;
  /** Plain whole numbers below and from a thousand on. */
  small: number;
  large: number;
  example: string;
}

export function noSeparators(): Separators {
  return {
    dotDecimal: 0,
    commaDecimal: 0,
    dotGroups: 0,
    commaGroups: 0,
    dotEither: 0,
    commaEither: 0,
    threeDecimals: 0,
    spaceGroups: 0,
    quoteGroups: 0,
    small: 0,
    large: 0,
    example: '',
  };
}

/** Whether all numbers were plain whole ones. */
export function showsNoSeparator({ small, large, ...separators }: Separators): boolean {
  return Object.values(separators).every((each) => each === 0 || each === '');
}

const GROUPED = (separator: string) => new RegExp(`^[-+]?[1-9]\\d{0,2}(\\${separator}\\d{3})+$`);
const DOT_GROUPED = GROUPED('.');
const COMMA_GROUPED = new RegExp(`${GROUPED(',').source}|^[-+]?[1-9]\\d?(,\\d{2})+,\\d{3}$`);

/** Adds what one number shows. */
export function lookAt(digits: string, seen: Separators): void {
  const dots = digits.split('.').length - 1;
  const commas = digits.split(',').length - 1;
  if (/\d[ \u00a0\u202f]\d{3}/.test(digits)) seen.spaceGroups += 1;
  if (/\d['’]\d{3}/.test(digits)) seen.quoteGroups += 1;
  if (dots === 0 && commas === 0) {
    if (/^[-+]?\d{1,3}$/.test(digits)) seen.small += 1;
    else if (/^[-+]?\d{4,}$/.test(digits)) seen.large += 1;
    return;
  }
  if (dots > 0 && commas > 0) {
    if (digits.lastIndexOf('.') > digits.lastIndexOf(',')) {
      seen.dotDecimal += 1;
      seen.commaGroups += 1;
    } else {
      seen.commaDecimal += 1;
      seen.dotGroups += 1;
    }
    return;
  }
  if (/^[-+]?0*[.,]\d{3}$/.test(digits)) seen.threeDecimals += 1;
  if (dots > 0) {
    if (dots > 1) seen.dotGroups += DOT_GROUPED.test(digits) ? 1 : 0;
    else if (DOT_GROUPED.test(digits)) {
      seen.dotEither += 1;
      seen.example ||= digits;
    } else seen.dotDecimal += 1;
    return;
  }
  if (commas > 1) seen.commaGroups += COMMA_GROUPED.test(digits) ? 1 : 0;
  else if (COMMA_GROUPED.test(digits)) {
    seen.commaEither += 1;
    seen.example ||= digits;
  } else seen.commaDecimal += 1;
}

/** A few cells may be damaged; more than that are written in another way than the others. */
const OF_BOTH_SIGNS = 0.02;

/** Whether numbers have a dot as decimal sign and others a comma, such as from before and after an update. */
export function hasBothSigns({ dotDecimal, commaDecimal }: Separators): boolean {
  const fewer = Math.min(dotDecimal, commaDecimal);
  return fewer > 1 && fewer > OF_BOTH_SIGNS * (dotDecimal + commaDecimal);
}

/**
 * Where nothing groups thousands, each separator is a decimal sign: `1.234` is no group, either, where all numbers are
 * of three decimals.
 */
function writesBoth(seen: Separators): boolean {
  if (!hasBothSigns(seen) || seen.dotGroups + seen.commaGroups > 0) return false;
  return seen.dotEither + seen.commaEither === 0 || seen.threeDecimals === seen.dotDecimal + seen.commaDecimal;
}

export type NumberVerdict =
  | (NumberFormat & { readonly kind: 'known'; readonly why: string })
  | { readonly kind: 'ambiguous'; readonly example: string };

/**
 * @param given what a person said the decimal sign is
 * @param delimiter of the cells: where it is a comma, an unquoted comma is not in a number
 */
export function decideNumbers(
  seen: Separators,
  delimiter: string | undefined,
  given: DecimalSign | undefined,
): NumberVerdict {
  const gap: Thousands = seen.quoteGroups > 0 ? "'" : seen.spaceGroups > 0 ? ' ' : '';
  const dot = (thousands: boolean, why: string): NumberVerdict => ({
    kind: 'known',
    decimal: '.',
    thousands: gap || (thousands ? ',' : ''),
    why,
  });
  const comma = (thousands: boolean, why: string): NumberVerdict => ({
    kind: 'known',
    decimal: ',',
    thousands: gap || (thousands ? '.' : ''),
    why,
  });
  if (given === 'both' || (given === undefined && writesBoth(seen))) {
    const why = given ? 'given' : 'some numbers have a dot and some a comma that cannot group thousands';
    return { kind: 'known', decimal: 'both', thousands: '', why };
  }
  if (given === '.') return dot(seen.commaGroups + seen.commaEither > 0, 'given');
  if (given === ',') return comma(seen.dotGroups + seen.dotEither > 0, 'given');
  if (seen.commaDecimal > seen.dotDecimal)
    return comma(seen.dotGroups + seen.dotEither > 0, 'commas that cannot group thousands');
  if (seen.dotDecimal > 0) return dot(seen.commaGroups + seen.commaEither > 0, 'dots that cannot group thousands');
  if (seen.dotGroups > 0 && seen.commaEither === 0) return comma(true, 'several dots in one number group thousands');
  if (seen.commaGroups > 0 && seen.dotEither === 0) return dot(true, 'several commas in one number group thousands');
  if (seen.dotEither + seen.commaEither === 0) return dot(false, 'whole numbers, or none with a separator');
  // Where commas separate the cells, a comma inside one is quoted and groups, and a bare dot is the decimal sign.
  if (delimiter === ',' && seen.dotEither > 0 && seen.commaEither === 0)
    return dot(false, 'cells are separated by commas, so the dot is the decimal sign');
  if (seen.dotEither > 0 && seen.commaEither > 0) return { kind: 'ambiguous', example: seen.example };
  // Whoever writes three decimals writes them everywhere, and whoever groups thousands leaves small numbers alone.
  if (seen.small > 0 && seen.large === 0) {
    const why = `numbers below a thousand have no separator, those above have one (${seen.example})`;
    return seen.dotEither > 0 ? comma(true, why) : dot(true, why);
  }
  return { kind: 'ambiguous', example: seen.example };
}

/** @returns the number that a cell holds; NaN when it is none */
export function toNumber(cell: string, format: NumberFormat): number {
  const found = numberIn(cell);
  if (!found) return Number.NaN;
  let digits = found.digits.replace(/['’ \u00a0\u202f]/g, '');
  if (format.thousands === '.' || format.thousands === ',') digits = digits.replaceAll(format.thousands, '');
  return Number(format.decimal === '.' ? digits : digits.replace(',', '.'));
}
