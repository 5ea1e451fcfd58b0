/**
 * What the numbers of a column say by themselves: signs, steps, size beside the steps, whole or fractional, constant.
 */
import { medianOfSorted } from '../../../shared/order-statistics.ts';
import { type NumberFormat, toNumber } from './numbers.ts';
import type { RowOrder } from './row-order.ts';
import type { Sample } from './sample.ts';

export interface Evidence {
  readonly count: number;
  readonly negative: number;
  readonly zero: number;
  readonly min: number;
  readonly max: number;
  readonly median: number;
  /** All values are written as whole numbers. */
  readonly whole: boolean;
  /** Decimals that the column writes, at most 9. */
  readonly decimals: number;
  /** Different values. */
  readonly distinct: number;
  /** Several series, each of which has one value in all of its rows: it names the series. */
  readonly constantInSeries: boolean;
  readonly growth: Growth;
  /** In time order, the series with the most rows; NaN where a row has no number. */
  readonly values: Float64Array;
}

/** Steps from a row to the next of the same series, in time order. */
export interface Growth {
  readonly steps: number;
  readonly up: number;
  readonly down: number;
  /** Those of them that are more than the last digits of the stand. */
  readonly large: number;
  /** Those of them that fall to little: a counter that starts again. */
  readonly drops: number;
  /** Steps down that neither restart the counter, nor are made good by the next step, nor are too small to count. */
  readonly falls: number;
  /**
   * Mean of the steps up, and how many of them the median value is; the highest value, where the values fall to little.
   */
  readonly step: number;
  readonly size: number;
  /** Nearly all steps up are alike. */
  readonly even: boolean;
}

/** A counter that starts again shows at most this share of what it showed. */
const RESTART = 0.1;

export function evidenceOf(index: number, sample: Sample, order: RowOrder, format: NumberFormat): Evidence {
  const fraction = new RegExp(`\\d${format.decimal === 'both' ? '[.,]' : `\\${format.decimal}`}\\d`);
  const cellOf = (row: number) => sample.rows[row]?.[index] ?? '';
  const numberOf = (row: number) => toNumber(cellOf(row), format);
  const series = order.series.map((rows) => rows.map(numberOf).filter((value) => !Number.isNaN(value)));
  const all = series.flat().sort((a, b) => a - b);
  const longest = order.series.reduce<readonly number[]>((most, each) => (each.length > most.length ? each : most), []);
  const decimals = all.reduce((most, value) => Math.max(most, decimalsOf(value)), 0);
  const median = all.length === 0 ? 0 : medianOfSorted(all);
  return {
    count: all.length,
    negative: all.filter((value) => value < 0).length,
    zero: all.filter((value) => value === 0).length,
    min: all[0] ?? 0,
    max: all.at(-1) ?? 0,
    median,
    whole: decimals === 0 && !longest.some((row) => fraction.test(cellOf(row))),
    decimals,
    distinct: new Set(all).size,
    constantInSeries: series.length > 1 && series.every((each) => each.length > 1 && new Set(each).size === 1),
    growth: growthOf(longEnough(series), median),
    values: Float64Array.from(longest, numberOf),
  };
}

/** Series of a few readings are looked at only where there are no longer ones: stands tell themselves by their size. */
function longEnough(series: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const long = series.filter(({ length }) => length > STEPS_NEEDED);
  return long.length > 0 ? long : series.filter(({ length }) => length > FEW_STEPS);
}

/** @param series of which nothing is known where they are shorter than a register must be */
function growthOf(series: readonly (readonly number[])[], median: number): Growth {
  let [steps, up, down, large, drops, falls, rise, squares, highest] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (const numbers of series) {
    falls += fallsIn(numbers);
    steps += Math.max(0, numbers.length - 1);
    for (const [at, value] of numbers.entries()) {
      const before = numbers[at - 1] ?? value;
      highest = Math.max(highest, value);
      if (value > before) {
        up += 1;
        rise += value - before;
        squares += (value - before) ** 2;
      } else if (value < before) {
        down += 1;
        if (before - value > SMALL_FALL * Math.abs(before)) large += 1;
        if (value >= 0 && value <= RESTART * before) drops += 1;
      }
    }
  }
  const step = up === 0 ? 0 : rise / up;
  const spread = up === 0 ? 0 : Math.sqrt(Math.max(0, squares / up - step ** 2));
  const even = up > 1 && spread <= EVEN * step;
  // Behind a rollover most stands may be low ones.
  const stand = down > 0 && drops === down ? highest : Math.abs(median);
  return { steps, up, down, large, drops, falls, step, size: step === 0 ? 0 : stand / step, even };
}

/** A step down of at most this share of the stand is a rounding, or a meter that was read too early. */
const SMALL_FALL = 0.001;
/** Steps that differ by less than this share of them are alike. */
const EVEN = 0.1;

function fallsIn(numbers: readonly number[]): number {
  let falls = 0;
  for (const [at, value] of numbers.entries()) {
    const before = numbers[at - 1];
    if (before === undefined || value >= before) continue;
    const after = numbers[at + 1];
    const small = before - value <= SMALL_FALL * Math.abs(before);
    const madeGood = after !== undefined && after >= before;
    // The value before was the false one: the stand goes on where it was.
    const earlier = numbers[at - 2];
    const back = earlier !== undefined && value >= earlier && before > value;
    if (!small && !madeGood && !back && !(value >= 0 && value <= RESTART * before)) falls += 1;
  }
  return falls;
}

/** Digits behind the sign, of a number as a program wrote it; `1.9300000000000002` has two. */
function decimalsOf(value: number): number {
  if (Number.isInteger(value)) return 0;
  const text = String(Number(value.toPrecision(12)));
  const exponent = /e-(\d+)$/.exec(text)?.[1];
  const digits = text.split('.')[1]?.replace(/e.*$/, '').length ?? 0;
  return Math.min(9, digits + Number(exponent ?? 0));
}

/** Steps from which stands that lie far from zero are known; fewer may be chance. */
const FEW_STEPS = 2;
/** Steps of a register that are enough to know one by. */
const STEPS_NEEDED = 7;
/** A stand is at least this many of its steps. */
export const SIZE_OF_A_STAND = 10;
/** Of a register's steps at most this many may go down: restarts, and single false values. */
const STEPS_DOWN = 0.03;
/** Values that only ever grow, for this many readings, are no energies of intervals. */
const STEPS_OF_A_GROWING_ONE = 24;

/** A counter of the day goes up at least so often before it starts again. */
const STEPS_TO_A_RESTART = 10;

/** Stands of this many steps are those of a counter, however few they are. */
const SIZE_WITHOUT_DOUBT = 100;
/** Energies that grow evenly occur in made-up files and in forecasts; stands this far from zero do not. */
const SIZE_OF_EVEN_STEPS = 1000;

/** Energies fall as often as they rise. */
export const UPS_TO_A_JITTER = 4;

/** Runs of a machine that tell its counter; its energies would fall as often as they rise. */
const FEWEST_RUNS = 3;
const UPS_TO_A_REST = 3;

/**
 * - `stands`: the numbers can only be those of a counter.
 * - `restarts`: they grow, and fall to little again and again, as a counter of the day does.
 * - `grows`: they never fall, which a counter's do not and an energy's hardly would.
 * - `varies`: they go up and down as energies do.
 * - `unknown`: too few to tell.
 */
export type Counting = 'stands' | 'restarts' | 'grows' | 'varies' | 'unknown';

export function countingOf({ growth, max }: Pick<Evidence, 'growth' | 'max'>): Counting {
  const { steps, up, down, large, drops, falls, size, even } = growth;
  if (down >= 2 && drops === down && up >= STEPS_TO_A_RESTART * down) return 'restarts';
  // A stand that is worked out from others may fall by its last digit, and rises again and again.
  const jitters = down > 0 && large === 0 && up >= UPS_TO_A_JITTER * down;
  if (jitters && steps >= STEPS_OF_A_GROWING_ONE && size >= SIZE_OF_EVEN_STEPS) return 'stands';
  // A machine that runs now and then: its counter rests at the same stand, and after a restart at nothing.
  const rests = up >= FEWEST_RUNS && drops === down && up >= UPS_TO_A_REST * down && up <= steps / 2;
  if (rests && falls === 0 && steps >= STEPS_OF_A_GROWING_ONE && size >= SIZE_WITHOUT_DOUBT && max > 0) return 'stands';
  // One counter in place of another shows once; energies fall again and again.
  if (falls > 1 || down > Math.max(2, STEPS_DOWN * steps)) return 'varies';
  if (steps >= STEPS_NEEDED && up >= Math.max(3, steps / 5) && size >= SIZE_OF_A_STAND && max > 0 && falls < up / 5) {
    const plain = even ? size >= SIZE_OF_EVEN_STEPS : steps >= STEPS_OF_A_GROWING_ONE || size >= SIZE_WITHOUT_DOUBT;
    if (plain || down === 0) return plain ? 'stands' : 'grows';
  }
  if (down === 0 && up >= STEPS_OF_A_GROWING_ONE) return 'grows';
  if (steps < STEPS_NEEDED && steps >= FEW_STEPS && up === steps && size >= SIZE_OF_EVEN_STEPS) return 'grows';
  return steps < STEPS_NEEDED ? 'unknown' : 'varies';
}

/** Whole numbers of which each row has another: of rows, entries or seconds. */
export function numbersRowsOrSeconds({ count, distinct, whole, growth, min, max }: Evidence): boolean {
  if (count < 8 || !whole) return false;
  const stepsByOne = growth.down === 0 && growth.up >= growth.steps * 0.95 && Math.abs(growth.step - 1) < 0.05;
  const epoch = min > 1e8 && max < 1e14 && growth.down === 0 && growth.up > growth.steps / 2;
  return (stepsByOne && distinct >= count * 0.95) || epoch;
}

/** Seconds or milliseconds since 1970 of this century: the time of the row once more, whatever order the rows have. */
export function isEpoch({ count, distinct, whole, min, max }: Evidence): boolean {
  const seconds = min >= 946_684_800 && max <= 2_208_988_800;
  const milliseconds = min >= 946_684_800_000 && max <= 2_208_988_800_000;
  return count >= 2 && distinct > 1 && whole && (seconds || milliseconds) && max < 1.2 * min;
}

/** One whole number in every row, too large for an energy or nothing at all: a product's code, a table's number. */
export function isAConstantCode({ count, distinct, whole, max }: Evidence): boolean {
  return count >= 2 && distinct === 1 && whole && (max === 0 || max >= 1e6);
}

/** Values that stay within a narrow band far from zero, as temperatures, voltages and frequencies do. */
export function staysInABand({ count, min, max }: Evidence): boolean {
  return count >= 8 && min > 0 && max < 2.5 * min;
}
