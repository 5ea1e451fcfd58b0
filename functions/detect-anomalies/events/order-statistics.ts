/** Order statistics over typed arrays: they look at ranks, so a few wild values do not move them. */
import { medianOfRanks, medianOfSorted } from '../../../shared/order-statistics.ts';

/** Of more values than these a quantile is taken of every k-th: it moves by less than a tenth of the spread. */
const SAMPLE = 1024;

/** A typed array's element as a number; NaN outside of it. */
export function at(values: Float64Array | Int32Array, index: number): number {
  return values[index] ?? Number.NaN;
}

/** The finite values, ascending; of many every k-th. */
export function sortedSample(values: Float64Array): Float64Array {
  const stride = Math.max(1, Math.ceil(values.length / SAMPLE));
  const sample = new Float64Array(Math.ceil(values.length / stride));
  let size = 0;
  for (let index = 0; index < values.length; index += stride) {
    const value = at(values, index);
    if (!Number.isFinite(value)) continue;
    sample[size] = value;
    size += 1;
  }
  return sample.subarray(0, size).sort();
}

/** Of the finite values. @returns NaN of nothing */
export function mean(values: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    sum += value;
    count += 1;
  }
  return sum / count;
}

/** Of the finite values, in any order. @returns NaN of nothing */
export function median(values: Float64Array): number {
  return medianOfSorted(sortedSample(values));
}

/** A window of values in ascending order, which slides: one value goes, one comes. */
export class SortedWindow {
  readonly #sorted: Float64Array;
  #size = 0;

  /** @param length how many values it holds at most; NaN is none of them */
  constructor(length: number) {
    this.#sorted = new Float64Array(length);
  }

  clear(): void {
    this.#size = 0;
  }

  add(value: number): void {
    let place = this.#size;
    while (place > 0 && at(this.#sorted, place - 1) > value) {
      this.#sorted[place] = at(this.#sorted, place - 1);
      place -= 1;
    }
    this.#sorted[place] = value;
    this.#size += 1;
  }

  replace(old: number, value: number): void {
    const gone = this.#placeOf(old);
    this.#size -= 1;
    for (let place = gone; place < this.#size; place += 1) this.#sorted[place] = at(this.#sorted, place + 1);
    this.add(value);
  }

  /** Median of the others. @param value one of the window's */
  medianWithout(value: number): number {
    const place = this.#placeOf(value);
    const other = (index: number) => at(this.#sorted, index < place ? index : index + 1);
    return medianOfRanks(this.#size - 1, other);
  }

  #placeOf(value: number): number {
    let low = 0;
    let high = this.#size - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at(this.#sorted, middle) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
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
  return medianOfSorted(window, size);
}

/** The factor that makes the median absolute deviation of a normal distribution its standard deviation. */
export const MAD_TO_SIGMA = 1.4826;
