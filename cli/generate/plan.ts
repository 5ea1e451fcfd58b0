import type { Random } from './random.ts';

/** What a person can choose about a generated file. */
export interface GeneratorOptions {
  /** First local date, `2026-10-01`. */
  readonly start: string;
  readonly days: number;
  /** Stops after this many rows; without it the days are filled. */
  readonly rows?: number | undefined;
  readonly seed: number;
}

/** A field of a generated row: text, or an energy in units of 0.0001 kWh (whole numbers keep four decimals exact). */
export type Field = string | number;

export interface GeneratedRow {
  /** In the order of the plan's columns. */
  readonly fields: readonly Field[];
  /** Set when one of the energies was made anomalous. */
  readonly anomaly?: Anomaly | undefined;
}

export interface Anomaly {
  /** Which energy. */
  readonly column: string;
  /** What it would have been, 0.0001 kWh. */
  readonly expected: number;
  /** What that was multiplied by. */
  readonly factor: number;
}

/** A file to be generated, row by row. */
export interface Plan {
  readonly columns: readonly string[];
  /** Columns that tell one reading from another; the truth repeats them. */
  readonly keys: readonly string[];
  readonly rows: number;
  readonly anomalies: number;
  generate(): Iterable<GeneratedRow>;
}

const UNITS_PER_KWH = 10_000;

/** @returns whole units of 0.0001 kWh, never negative */
export function toUnits(kwh: number): number {
  return Math.max(0, Math.round(kwh * UNITS_PER_KWH));
}

/**
 * Marks exactly `wanted` of `total` rows, each set of rows equally likely, in one pass: selection sampling, Knuth, The
 * Art of Computer Programming, volume 2, algorithm 3.4.2 S.
 * @returns a function to be called once for each row, in order
 */
export function createSelection(total: number, wanted: number, random: Random): () => boolean {
  let left = total;
  let open = wanted;
  return () => {
    const selected = random.next() * left < open;
    left -= 1;
    if (selected) open -= 1;
    return selected;
  };
}

/**
 * Makes a normal energy anomalous. The factor is rounded first, so that the truth's factor is the one that was used.
 */
export function distort(column: string, expected: number, factor: number): { units: number; anomaly: Anomaly } {
  const rounded = Math.round(factor * 1000) / 1000;
  return { units: Math.round(expected * rounded), anomaly: { column, expected, factor: rounded } };
}

/** Rows of a file: what was asked for, or all that the days hold. */
export function rowCount(options: GeneratorOptions, rowsPerDay: number): number {
  return options.rows ?? options.days * rowsPerDay;
}
