/**
 * Median, quantiles and the commonest value, once for every step. Of an even count the median is the mean of the two in
 * the middle; a quantile is interpolated between two ranks. Of nothing both are not a number: what that means is the
 * caller's to say.
 */

/**
 * @param count how many values there are
 * @param valueAt the value of a rank, 0 being the smallest
 * @returns NaN of nothing
 */
export function medianOfRanks(count: number, valueAt: (rank: number) => number): number {
  if (count === 0) return Number.NaN;
  const middle = count >> 1;
  return count % 2 === 1 ? valueAt(middle) : (valueAt(middle - 1) + valueAt(middle)) / 2;
}

/** @param sorted ascending, without NaN. @returns NaN of nothing */
export function medianOfSorted(sorted: ArrayLike<number>, count = sorted.length): number {
  return medianOfRanks(count, (rank) => sorted[rank] ?? Number.NaN);
}

/** @param values in any order, without NaN; they stay as they are. @returns NaN of nothing */
export function median(values: readonly number[]): number {
  return medianOfSorted(values.toSorted((a, b) => a - b));
}

/**
 * @param sorted ascending, without NaN
 * @param q 0 to 1; linear interpolation, type 7 of Hyndman and Fan: Sample quantiles in statistical packages, The
 * American Statistician 50, 1996. DuckDB's quantile_cont is the same.
 * @returns NaN of nothing
 */
export function quantileOfSorted(sorted: ArrayLike<number>, q: number): number {
  const position = (sorted.length - 1) * q;
  const below = Math.floor(position);
  const low = sorted[below] ?? Number.NaN;
  return position === below ? low : low + ((sorted[below + 1] ?? Number.NaN) - low) * (position - below);
}

/** @returns the value that is there most often, the largest of several; 0 of nothing */
export function commonest(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([x, n], [y, m]) => m - n || y - x)[0]?.[0] ?? 0;
}
