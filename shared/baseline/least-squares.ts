/** Ordinary least squares of a few columns. */

export interface Fit {
  readonly coefficients: readonly number[];
  /** Of each coefficient. */
  readonly standardErrors: readonly number[];
  readonly residuals: Float64Array;
  /** Sum of the squared residuals. */
  readonly sse: number;
}

/**
 * By the normal equations, which suit the two or three well-scaled columns of a baseline.
 * @param columns of one length each; a column of ones is the intercept
 * @returns null where the columns depend on one another, or there are not more values than columns
 */
export function leastSquares(columns: readonly Float64Array[], values: Float64Array): Fit | null {
  if (values.length <= columns.length) return null;
  const inverse = inverted(columns.map((one) => columns.map((other) => product(one, other))));
  if (inverse === null) return null;
  const products = columns.map((column) => product(column, values));
  const coefficients = inverse.map((line) => line.reduce((sum, each, place) => sum + each * (products[place] ?? 0), 0));
  const residuals = new Float64Array(values);
  for (const [place, column] of columns.entries()) {
    const coefficient = coefficients[place] ?? 0;
    for (let row = 0; row < residuals.length; row += 1) {
      residuals[row] = (residuals[row] ?? 0) - coefficient * (column[row] ?? 0);
    }
  }
  const sse = product(residuals, residuals);
  const variance = sse / (values.length - columns.length);
  const standardErrors = inverse.map((line, place) => Math.sqrt(Math.max(0, variance * (line[place] ?? 0))));
  return { coefficients, standardErrors, residuals, sse };
}

function product(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < one.length; row += 1) sum += (one[row] ?? 0) * (other[row] ?? 0);
  return sum;
}

/** A pivot below this share of its column's size is none. */
const SINGULAR = 1e-12;

/** Gauss and Jordan with the largest pivot of a column. @returns null where there is no inverse */
function inverted(matrix: readonly (readonly number[])[]): number[][] | null {
  const size = matrix.length;
  const work = matrix.map((row, place) => [...row, ...Array.from({ length: size }, (_, other) => +(other === place))]);
  for (let column = 0; column < size; column += 1) {
    const order = work.slice(column).toSorted((a, b) => Math.abs(b[column] ?? 0) - Math.abs(a[column] ?? 0));
    work.splice(column, order.length, ...order);
    const pivot = work[column]?.[column] ?? 0;
    if (Math.abs(pivot) <= SINGULAR * Math.abs(matrix[column]?.[column] ?? 0)) return null;
    const lead = (work[column] ?? []).map((value) => value / pivot);
    for (const [place, row] of work.entries()) {
      const factor = row[column] ?? 0;
      work[place] = place === column ? lead : row.map((value, other) => value - factor * (lead[other] ?? 0));
    }
  }
  return work.map((row) => row.slice(size));
}
