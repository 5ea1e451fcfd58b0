/**
 * Mean and standard deviation that do not depend on the order of the readings.
 *
 * Sums over DOUBLE depend on the order in which threads add, so count, sum and sum of squares are kept in DECIMAL,
 * exact, in one scan. The squares' deviation from the mean is then taken about a pivot p, the mean rounded to the
 * readings' last digit:
 *
 *     S = sum((x - p)^2) = sum(x^2) - p (2 sum(x) - n p)          exact
 *     sum((x - mean)^2) = S - r^2 / n,  r = sum(x) - n p          r is below one last digit a reading
 *     std = sqrt(sum((x - mean)^2) / (n - 1))                     kWh
 *
 * The pivot is the textbook shift against cancellation (Chan, Golub, LeVeque: Algorithms for computing the sample
 * variance, The American Statistician 37, 1983).
 */
import type { Survey } from './series.ts';

const DECIMAL_DIGITS = 38;
/** Decimals of a reading as it is stored. */
const STORED_DECIMALS = 9;
/** The pivot's expression holds up to three times the sum of squares. */
const HEADROOM = 4;

/**
 * How many decimals of a reading can be squared and summed without leaving 38 digits. It is 9, all that are stored, up
 * to a sum of 2.5e19 kWh²: a million readings of 5 GWh each. Beyond that the last decimals of such readings are dropped
 * from the squares, and only from them.
 */
export function squareDecimals({ rows, largest }: Pick<Survey, 'rows' | 'largest'>): number {
  const digits = Math.ceil(Math.log10(Math.max(1, HEADROOM * rows * largest * largest)));
  return Math.max(0, Math.min(STORED_DECIMALS, Math.floor((DECIMAL_DIGITS - digits) / 2)));
}

/** 19 digits, because DuckDB takes products of 18 digits and fewer than nine decimals in 64 bits, and overflows. */
function squaredType(survey: Survey): string {
  return `DECIMAL(19,${squareDecimals(survey)})`;
}

/** What is squared of a reading. */
function squared(survey: Survey, column: string): string {
  if (squareDecimals(survey) < STORED_DECIMALS) return `CAST(${column} AS ${squaredType(survey)})`;
  // Nine digits have a square of 18, which is one multiplication of the processor: the scan takes half the time.
  return survey.largest < 1 ? `CAST(${column} AS DECIMAL(9,9))` : column;
}

/**
 * The aggregates that moments are made from: n, total (exact), squared_total and squares. Groups of groups take
 * COMBINED_SUMS of them.
 * @param column energies, kWh; rows where it is null must have been left out
 * @param part what of them is added to `total`, where it is not all; then null energies are those that were counted
 * elsewhere
 */
export function momentSums(survey: Survey, column: string, part?: string): string {
  const x = squared(survey, column);
  const rounded = squareDecimals(survey) < STORED_DECIMALS ? x : column;
  const counted = part === undefined ? '*' : column;
  return (
    `count(${counted}) AS n, sum(${part ?? column}) AS total, ` +
    `sum(${rounded}) AS squared_total, sum(${x} * ${x}) AS squares`
  );
}

/** `momentSums` of a union of groups that each have them. */
export const COMBINED_SUMS =
  'CAST(sum(n) AS BIGINT) AS n, sum(total) AS total, sum(squared_total) AS squared_total, sum(squares) AS squares';

/** The mean, kWh, of a group with `momentSums`. */
export const MEAN = 'CAST(total AS DOUBLE) / n';

/** The sample standard deviation, kWh, of a group with `momentSums`; null for fewer than two readings. */
export function sampleDeviation(survey: Survey): string {
  const pivot = `CAST(CAST(squared_total AS DOUBLE) / n AS ${squaredType(survey)})`;
  const aboutPivot = `CAST(squares - ${pivot} * (2 * squared_total - n * ${pivot}) AS DOUBLE)`;
  const remainder = `CAST(squared_total - n * ${pivot} AS DOUBLE)`;
  return `CASE WHEN n > 1 THEN sqrt(greatest(0, ${aboutPivot} - ${remainder} * ${remainder} / n) / (n - 1)) END`;
}
