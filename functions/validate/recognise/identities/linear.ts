/**
 * Finds which columns add up to zero with signs. A column that is a combination of others leaves nothing when it is
 * projected on them; the combination's coefficients must then be 1 and -1. (Gram-Schmidt with the coefficients kept;
 * Golub and Van Loan, Matrix Computations, 5.2.)
 */
import { FLOAT_ERROR, HOLDS, type LinearIdentity, type NumberColumn, ROWS_NEEDED, varies } from './identity.ts';

/** Rows looked at; identities hold in all of a file or not at all. */
const MAX_ROWS = 600;
/** More columns than that are compared with their sum only. */
const MAX_COLUMNS = 80;
/** A coefficient this near to a whole number is it: rounding in the file moves it a little. */
const NEARLY_WHOLE = 0.05;
/** Of a column that varies by less than this many times the rounding of a sum, nothing can be concluded. */
const ABOVE_ROUNDING = 3;
/** Parts of the rows that are also looked at by themselves: a damaged row spoils the projection of all rows. */
const SLICES = 3;

/** @param columns in one unit, none of them proportional to another */
export function linearIdentities(columns: readonly NumberColumn[]): LinearIdentity[] {
  const varying = columns.filter(varies);
  const rows = commonRows(varying);
  if (varying.length < 3 || rows.length < ROWS_NEEDED) return [];
  const table = varying.map((column) => Float64Array.from(rows, (row) => column.values[row] ?? Number.NaN));
  const found = new Map<string, LinearIdentity>();
  const keep = (coefficients: readonly number[]) => {
    const identity = verified(coefficients, varying, table);
    if (identity) found.set(keyOf(identity), identity);
  };
  for (const at of table.keys()) keep(table.map((_, other) => (other === at ? 1 : -1)));
  if (varying.length <= MAX_COLUMNS) {
    for (const slice of slicesOf(rows.length, varying.length)) {
      const sliced = table.map((values) => Float64Array.from(slice, (row) => values[row] ?? 0));
      // Parts are smaller than their totals: in this order the combinations are the short ones.
      for (const order of ordersOf(sliced))
        for (const combination of dependent(sliced, varying, order)) keep(combination);
    }
  }
  return [...found.values()].sort((a, b) => a.terms.length - b.terms.length);
}

function keyOf({ terms }: LinearIdentity): string {
  return terms.map(({ id, sign }) => `${sign}:${id}`).join(' ');
}

/** Rows in which every column has a value, spread over the whole. */
function commonRows(columns: readonly NumberColumn[]): number[] {
  const length = Math.min(...columns.map(({ values }) => values.length), Number.MAX_SAFE_INTEGER);
  const whole: number[] = [];
  if (columns.length === 0) return whole;
  for (let row = 0; row < length; row += 1) {
    if (columns.every(({ values }) => !Number.isNaN(values[row]))) whole.push(row);
  }
  const stride = Math.ceil(whole.length / MAX_ROWS);
  return stride <= 1 ? whole : whole.filter((_, at) => at % stride === 0);
}

/** All rows, and slices of them that still hold more rows than columns. */
function slicesOf(rows: number, columns: number): number[][] {
  const all = Array.from({ length: rows }, (_, row) => row);
  const slices = Array.from({ length: SLICES }, (_, slice) => all.filter((row) => row % SLICES === slice));
  return [all, ...slices].filter((slice) => slice.length >= Math.max(ROWS_NEEDED, columns + ROWS_NEEDED / 2));
}

function ordersOf(table: readonly Float64Array[]): number[][] {
  const size = table.map((values) => values.reduce((sum, value) => sum + Math.abs(value), 0));
  const ascending = [...table.keys()].sort((a, b) => (size[a] ?? 0) - (size[b] ?? 0));
  return [ascending, [...ascending].reverse()];
}

/** @returns for each column that is a combination of earlier ones in the order, the coefficients of all columns */
function dependent(
  table: readonly Float64Array[],
  columns: readonly NumberColumn[],
  order: readonly number[],
): number[][] {
  const basis: { direction: Float64Array; of: Float64Array }[] = [];
  const found: number[][] = [];
  for (const at of order) {
    const values = table[at];
    if (!values) continue;
    const rest = Float64Array.from(values);
    // The rest is `values` less a combination of the columns that span the basis.
    const combination = new Float64Array(table.length);
    combination[at] = 1;
    for (let pass = 0; pass < 2; pass += 1) {
      for (const { direction, of } of basis) {
        const along = dot(direction, rest);
        subtract(rest, direction, along);
        subtract(combination, of, along);
      }
    }
    const length = Math.sqrt(dot(rest, rest));
    const rounding = Math.sqrt(
      combination.reduce((sum, each, index) => sum + (each * (columns[index]?.resolution ?? 0)) ** 2, 0),
    );
    const noise = Math.sqrt(values.length) * (rounding + FLOAT_ERROR * largest(values));
    if (length <= noise) found.push([...combination]);
    else basis.push({ direction: scaled(rest, 1 / length), of: scaled(combination, 1 / length) });
  }
  return found;
}

/** The identity with these coefficients, when they are whole and it holds in nearly all rows. */
function verified(
  coefficients: readonly number[],
  columns: readonly NumberColumn[],
  table: readonly Float64Array[],
): LinearIdentity | undefined {
  const terms: { id: number; sign: 1 | -1; values: Float64Array; resolution: number }[] = [];
  for (const [index, coefficient] of coefficients.entries()) {
    const column = columns[index];
    const values = table[index];
    if (Math.abs(coefficient) <= NEARLY_WHOLE || !column || !values) continue;
    if (Math.abs(Math.abs(coefficient) - 1) > NEARLY_WHOLE) return undefined;
    terms.push({ id: column.id, sign: coefficient > 0 ? 1 : -1, values, resolution: column.resolution });
  }
  if (terms.length < 3) return undefined;
  const rounding = terms.reduce((sum, { resolution }) => sum + resolution, 0) / 2;
  if (terms.some(({ values }) => deviation(values) < ABOVE_ROUNDING * rounding)) return undefined;
  const rows = terms[0]?.values.length ?? 0;
  const slack = rounding * (1 + FLOAT_ERROR) + FLOAT_ERROR * Math.max(...terms.map(({ values }) => largest(values)));
  let holds = 0;
  for (let row = 0; row < rows; row += 1) {
    let sum = 0;
    for (const { sign, values } of terms) sum += sign * (values[row] ?? 0);
    if (Math.abs(sum) <= slack) holds += 1;
  }
  if (holds < HOLDS * rows) return undefined;
  return { kind: 'linear', terms: oriented(terms), rows, share: holds / rows };
}

/** The side with fewer terms is positive: a total is, and its parts are not. */
function oriented(terms: readonly { id: number; sign: 1 | -1 }[]): LinearIdentity['terms'] {
  const positive = terms.filter(({ sign }) => sign > 0).length;
  const flip = positive * 2 > terms.length || (positive * 2 === terms.length && terms[0]?.sign === -1);
  return terms
    .map(({ id, sign }) => ({ id, sign: (flip ? -sign : sign) > 0 ? (1 as const) : (-1 as const) }))
    .sort((a, b) => b.sign - a.sign || a.id - b.id);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

function subtract(from: Float64Array, what: Float64Array, times: number): void {
  for (let at = 0; at < from.length; at += 1) from[at] = (from[at] ?? 0) - times * (what[at] ?? 0);
}

function scaled(values: Float64Array, by: number): Float64Array {
  return values.map((value) => value * by);
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
