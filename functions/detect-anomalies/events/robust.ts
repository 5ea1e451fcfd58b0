/** Order statistics over typed arrays: they look at ranks, so a few wild values do not move them. */

/** Of more values than these a quantile is taken of every k-th: it moves by less than a tenth of the spread. */
const SAMPLE = 4096;

/** A typed array's element as a number; NaN outside of it. */
export function at(values: Float64Array | Int32Array, index: number): number {
  return values[index] ?? Number.NaN;
}

/**
 * @param sorted ascending
 * @param q 0 to 1; linear interpolation, type 7 of Hyndman and Fan: Sample quantiles in statistical packages, The American
 * Statistician 50, 1996
 * @returns NaN of nothing
 */
export function quantileOfSorted(sorted: Float64Array, q: number): number {
  const position = (sorted.length - 1) * q;
  const below = Math.floor(position);
  const low = at(sorted, below);
  return position === below ? low : low + (at(sorted, below + 1) - low) * (position - below);
}

/** Quantile of the finite values, in any order. @returns NaN of nothing */
export function quantile(values: Float64Array, q: number): number {
  const stride = Math.max(1, Math.ceil(values.length / SAMPLE));
  const finite = values.filter((value, index) => index % stride === 0 && Number.isFinite(value));
  return quantileOfSorted(finite.sort(), q);
}

export function median(values: Float64Array): number {
  return quantile(values, 0.5);
}

/** Sorts the first `size` values in place and gives their median: for windows of a few dozen, without allocating. */
export function medianInPlace(window: Float64Array, size: number): number {
  for (let index = 1; index < size; index += 1) {
    const value = at(window, index);
    let place = index - 1;
    while (place >= 0 && at(window, place) > value) {
      window[place + 1] = at(window, place);
      place -= 1;
    }
    window[place + 1] = value;
  }
  const middle = size >> 1;
  return size % 2 === 1 ? at(window, middle) : (at(window, middle - 1) + at(window, middle)) / 2;
}

/** The factor that makes the median absolute deviation of a normal distribution its standard deviation. */
export const MAD_TO_SIGMA = 1.4826;
