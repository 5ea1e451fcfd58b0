/** Numbers that say that there is none, as loggers and portals write them: 9999, 65535, -1. */
import { type NumberFormat, toNumber } from './numbers.ts';
import type { Sample } from './sample.ts';

/** Nines of at least three digits, the highest numbers of 16 and 32 bits, and a few below zero. */
const CODES = /^-?9{3,}(?:[.,](?:9+|0+))?$|^(?:-1|-99|-32768|32767|65535|2147483647|4294967295)(?:[.,]0+)?$/;
/** A code stands there more than once, and is so many times what the column shows else. */
const TIMES_SEEN = 2;
const FAR_OFF = 10;
/** Of so many other numbers. */
const OTHERS_NEEDED = 10;

/**
 * @param columns those whose numbers may be energies
 * @returns the cells that are no numbers, as they are written: far off all others in every column in which they stand
 */
export function missingCodes(
  { rows }: Sample,
  columns: readonly { readonly index: number }[],
  format: NumberFormat,
): string[] {
  const found = new Map<string, boolean>();
  for (const { index } of columns) {
    const cells = rows.flatMap((row) => row[index]?.trim() || []);
    const coded = [...new Set(cells.filter((cell) => CODES.test(cell)))];
    if (coded.length === 0) continue;
    const others = cells.filter((cell) => !CODES.test(cell)).map((cell) => toNumber(cell, format));
    const range = rangeOf(others.filter((value) => !Number.isNaN(value)));
    for (const code of coded) {
      const seen = cells.filter((cell) => cell === code).length;
      const isNone = seen >= TIMES_SEEN && range !== undefined && isFarOff(toNumber(code, format), range);
      found.set(code, isNone && found.get(code) !== false);
    }
  }
  return [...found].flatMap(([code, isNone]) => (isNone ? code : []));
}

interface Range {
  readonly least: number;
  readonly most: number;
}

function rangeOf(values: readonly number[]): Range | undefined {
  if (values.length < OTHERS_NEEDED) return undefined;
  return values.reduce(({ least, most }, value) => ({ least: Math.min(least, value), most: Math.max(most, value) }), {
    least: Number.POSITIVE_INFINITY,
    most: Number.NEGATIVE_INFINITY,
  });
}

/** Below zero nothing else may be, and no -1 W of an inverter at night; above it everything else is far smaller. */
function isFarOff(code: number, { least, most }: Range): boolean {
  return code < 0 ? least >= 0 && most > 0 && -code * FAR_OFF >= most : code >= FAR_OFF * most;
}

/** The same sample, with empty cells in place of the codes. */
export function withoutCodes(
  sample: Sample,
  columns: readonly { readonly index: number }[],
  codes: readonly string[],
): Sample {
  if (codes.length === 0) return sample;
  const indices = new Set(columns.map(({ index }) => index));
  const rows = sample.rows.map((row) =>
    row.map((cell, index) => (indices.has(index) && codes.includes(cell.trim()) ? '' : cell)),
  );
  return { ...sample, rows };
}
