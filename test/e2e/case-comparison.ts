/** Compares what a run published with what a case expects. */

/** Figures are compared to a thousandth, whatever their unit. */
const TOLERANCE = 0.001;
/** What floating point adds to a difference of exactly the tolerance. */
const ROUNDING = 1e-9;

export interface Difference {
  readonly key: string;
  readonly expected: unknown;
  /** undefined where nothing was published under this name. */
  readonly actual: unknown;
}

/**
 * @param expected by name; null means that no such figure may be published
 * @param actual what was published, by the same names
 */
export function differences(
  expected: Readonly<Record<string, unknown>>,
  actual: Readonly<Record<string, unknown>>,
): Difference[] {
  return Object.entries(expected).flatMap(([key, value]) =>
    value === undefined || matches(value, actual[key]) ? [] : [{ key, expected: value, actual: actual[key] }],
  );
}

export function differenceText({ key, expected, actual }: Difference): string {
  return `${key} is ${shown(actual)}, expected ${shown(expected)}`;
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return 'not known';
  return JSON.stringify(value);
}

function matches(expected: unknown, actual: unknown): boolean {
  if (expected === null) return actual === null || actual === undefined;
  if (isRange(expected)) {
    const [from, to] = expected;
    return everyNumber(actual, (each) => each >= from - ROUNDING && each <= to + ROUNDING);
  }
  if (typeof expected === 'number') return everyNumber(actual, (each) => sameNumber(each, expected));
  if (typeof expected === 'string') return typeof actual === 'string' && plain(actual) === plain(expected);
  if (Array.isArray(expected)) return sameRecords(expected, actual);
  return isObject(expected) && isObject(actual) && hasAll(expected, actual);
}

/** Of a list of figures (the days of a forecast), each must be right; an empty list is no figure. */
function everyNumber(actual: unknown, right: (each: number) => boolean): boolean {
  const numbers: readonly unknown[] = Array.isArray(actual) ? actual : [actual];
  return numbers.length > 0 && numbers.every((each) => typeof each === 'number' && right(each));
}

function sameNumber(actual: number, expected: number): boolean {
  return Math.abs(actual - expected) <= TOLERANCE + ROUNDING + Number.EPSILON * Math.abs(expected);
}

function isRange(value: unknown): value is [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every((each) => typeof each === 'number');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The same wall clock with a T or a space between date and time. */
function plain(text: string): string {
  return text.replace(/^(\d{4}-\d{2}-\d{2})T/, '$1 ').normalize('NFC');
}

/** Names that the case does not speak of may be there as well. */
function hasAll(expected: Readonly<Record<string, unknown>>, actual: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(expected).every(([name, value]) => matches(value, actual[name]));
}

/** As many records, each of them found once, whatever their order. */
function sameRecords(expected: readonly unknown[], actual: unknown): boolean {
  if (!Array.isArray(actual) || actual.length !== expected.length) return false;
  const left: unknown[] = [...actual];
  return expected.every((each) => {
    const found = left.findIndex((other) => matches(each, other));
    if (found >= 0) left.splice(found, 1);
    return found >= 0;
  });
}
