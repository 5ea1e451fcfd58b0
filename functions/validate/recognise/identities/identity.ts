/**
 * Identities: columns whose numbers say the same energy in another way. They tell which columns belong together; which
 * of them is the total, the import or the counter is for words and signs to say.
 */

/** A column of numbers as identities look at it: one series, its rows in time order. */
export interface NumberColumn {
  /** Whatever the caller knows the column by, such as its position in the file. */
  readonly id: number;
  /** One value a row, NaN where there is none; columns that are compared are in one unit (kWh or kW). */
  readonly values: Float64Array;
  /** One step of the last digit that the column writes, in that unit: 0.001 for three decimals. */
  readonly resolution: number;
  /** Its values are powers. */
  readonly power?: true;
}

interface Seen {
  /** Rows in which all columns have a value. */
  readonly rows: number;
  /** Share of these in which the identity holds within rounding, at least `HOLDS`. */
  readonly share: number;
}

/** The signed terms add up to zero: a total and its parts, a net of import and export, the balance of a home. */
export interface LinearIdentity extends Seen {
  readonly kind: 'linear';
  readonly terms: readonly { readonly id: number; readonly sign: 1 | -1 }[];
}

/** `second` is `factor` times `first`: the same column twice, another unit, or power beside its energy. */
export interface ProportionalIdentity extends Seen {
  readonly kind: 'proportional';
  readonly first: number;
  readonly second: number;
  readonly factor: number;
}

/** The steps of `counter` are `factor` times the values of `energy`. */
export interface IncrementIdentity extends Seen {
  readonly kind: 'increments';
  readonly counter: number;
  readonly energy: number;
  readonly factor: number;
  /** Whether a row's energy ends at its counter's stand, or begins there. */
  readonly energyAt: 'end' | 'start';
}

/** Two counters go up by the same steps, except where one of them restarts: today's counter and the total one. */
export interface SameStepsIdentity extends Seen {
  readonly kind: 'same-steps';
  readonly first: number;
  readonly second: number;
  /** Steps of the second for one of the first. */
  readonly factor: number;
}

export type Identity = LinearIdentity | ProportionalIdentity | IncrementIdentity | SameStepsIdentity;

/** An identity holds in at least this share of the rows, and is looked for in at least this many of them. */
export const HOLDS = 0.99;
export const ROWS_NEEDED = 24;

/** Fewer different values than this do not vary. */
const VALUES_NEEDED = 4;

export function varies({ values }: NumberColumn): boolean {
  const seen = new Set<number>();
  for (const value of values) {
    if (!Number.isNaN(value)) seen.add(value);
    if (seen.size >= VALUES_NEEDED) return true;
  }
  return false;
}

/** Slack for sums in floating point, relative to the largest value. */
export const FLOAT_ERROR = 1e-9;
