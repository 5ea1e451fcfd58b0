/** Whether the numbers of one column may be, are, or cannot be those of others together. */
import { kilowattHoursIn } from '../../../shared/readings/layout.ts';
import type { Series } from './series.ts';

const ROWS = 500;
const ROUNDING = 0.01;
const FEW_ROWS = 3;
const MOST = 0.95;
const ROWS_OF_A_COVERING_ONE = 24;

export function comparable(a: Series, b: Series): boolean {
  return a.role === b.role && (a.unit === undefined) === (b.unit === undefined);
}

/** Parts exceed their whole in a few rows, where clocks differ; a meter beside it does so again and again. */
const ROWS_BESIDE = 0.2;

export function standBeside(one: Series, others: readonly Series[]): boolean {
  if (one.unit === undefined || others.some((other) => !comparable(one, other))) return false;
  const { rows, covers: above } = compare(one, others);
  return rows >= ROWS_OF_A_COVERING_ONE && rows - above >= ROWS_BESIDE * rows;
}

/** Kilowatt-hours of one of a column's units; of a unit that nobody says, one. */
export function scaleOf({ unit }: Pick<Series, 'unit'>): number {
  return unit === undefined ? 1 : kilowattHoursIn(unit);
}

interface Compared {
  readonly rows: number;
  readonly equal: number;
  readonly covers: number;
  readonly positive: number;
  /** Whether the steps of counters agree from end to end as well: each of them may be smaller than its rounding. */
  readonly agree: boolean;
}

function compare(total: Series, parts: readonly Series[]): Compared {
  const seen = { rows: 0, equal: 0, covers: 0, positive: 0 };
  let [whole, together] = [0, 0];
  const own = scaleOf(total);
  const factors = parts.map(scaleOf);
  const values = energiesOf(total);
  const energies = parts.map(energiesOf);
  const digits = total.role === 'register' ? [total, ...parts] : [];
  const rounding = digits.reduce((sum, one) => sum + 10 ** -one.evidence.decimals * scaleOf(one), 0);
  for (const [row, reading] of values.entries()) {
    const value = reading * own;
    // An empty cell is no energy of that part, where others of the row are there.
    const cells = energies.map((each) => each[row] ?? Number.NaN);
    if (Number.isNaN(value) || cells.every(Number.isNaN)) continue;
    const sum = cells.reduce((all, cell, at) => all + (Number.isNaN(cell) ? 0 : cell * (factors[at] ?? 1)), 0);
    seen.rows += 1;
    whole += value;
    together += sum;
    if (value > 0 && sum > 0) seen.positive += 1;
    const tolerance = ROUNDING * Math.max(Math.abs(value), Math.abs(sum)) + rounding + 1e-9;
    if (Math.abs(value - sum) <= tolerance) seen.equal += 1;
    if (value >= sum - tolerance) seen.covers += 1;
  }
  const apart = Math.abs(whole - together);
  const agree = digits.length === 0 || apart <= ROUNDING * Math.max(whole, together) + rounding + 1e-9;
  return { ...seen, agree };
}

/** What each row shows; of a register how far it went on since the row before, NaN where it fell. */
export function energiesOf({ role, evidence }: Series): Float64Array {
  const values = evidence.values.slice(0, ROWS);
  if (role !== 'register') return values;
  return values.map((value, row) => {
    const step = value - (values[row - 1] ?? Number.NaN);
    return step >= 0 ? step : Number.NaN;
  });
}

/** Nothing that stands beside another by chance is, row after row, at least this share of it and never more. */
const NEARLY_ALL_OF_IT = 0.5;

/** Whether one column is, in nearly every row, the greater part of another, as the demand of a part of a market is. */
export function isGreaterPart(part: Series, whole: Series): boolean {
  if (!comparable(part, whole) || part.unit !== whole.unit || part.role === 'register') return false;
  const pairs = [...whole.evidence.values.keys()]
    .slice(0, ROWS)
    .map((row) => [part.evidence.values[row] ?? Number.NaN, whole.evidence.values[row] ?? Number.NaN] as const)
    .filter(([own, all]) => !Number.isNaN(own + all));
  const within = pairs.filter(([own, all]) => own > 0 && own <= all && own >= NEARLY_ALL_OF_IT * all);
  return pairs.length >= ROWS_OF_A_COVERING_ONE && within.length >= MOST * pairs.length;
}

/** Shares of the rows in which two columns show something at once, or both nothing, and of what is next to nothing. */
const SELDOM_AT_ONCE = 0.15;
const SELDOM_NOTHING = 0.05;
const OFTEN_NOTHING = 0.2;
const NEXT_TO_NOTHING = 0.01;

/**
 * Whether two columns take turns as the two directions of one meter do: where one shows something the other shows
 * nothing, and there is next to no row in which neither does. Two appliances rest at the same time as well.
 */
export function takeTurnsAsDirections(one: Series, other: Series): boolean {
  if (!comparable(one, other) || one.unit !== other.unit) return false;
  const [own, others] = [energiesOf(one), energiesOf(other)];
  const rows = [...own.keys()].filter((row) => !Number.isNaN((own[row] ?? Number.NaN) + (others[row] ?? Number.NaN)));
  if (rows.length < ROWS_OF_A_COVERING_ONE) return false;
  const some = (values: Float64Array) => {
    const most = rows.reduce((max, row) => Math.max(max, values[row] ?? 0), 0);
    return (row: number) => (values[row] ?? 0) > NEXT_TO_NOTHING * most;
  };
  const [shows, otherShows] = [some(own), some(others)];
  const share = (is: (row: number) => boolean) => rows.filter(is).length / rows.length;
  return (
    share((row) => shows(row) && otherShows(row)) <= SELDOM_AT_ONCE &&
    share((row) => !shows(row) && !otherShows(row)) <= SELDOM_NOTHING &&
    share((row) => !shows(row)) >= OFTEN_NOTHING &&
    share((row) => !otherShows(row)) >= OFTEN_NOTHING
  );
}

export function isSum(total: Series, parts: readonly Series[]): boolean {
  const { rows, equal, positive, agree } = compare(total, parts);
  return agree && rows >= FEW_ROWS && positive >= rows / 10 && equal >= MOST * rows;
}

/**
 * Whether a column may be the whole of the others: never less than they are together. Units that differ are not
 * compared.
 */
export function covers(total: Series, parts: readonly Series[]): boolean {
  if (total.unit === undefined || parts.some((part) => !comparable(total, part))) return true;
  const { rows, covers: above } = compare(total, parts);
  return rows === 0 || above >= MOST * rows;
}

/** Whether a column of the same kind shows at least what the others do together, in enough rows to tell. */
export function alwaysCovers(whole: Series, parts: readonly Series[]): boolean {
  if (parts.some((part) => !comparable(whole, part))) return false;
  const { rows, covers: above } = compare(whole, parts);
  return rows >= ROWS_OF_A_COVERING_ONE && above >= MOST * rows;
}

/** Of columns that take turns, such as what is billed and what is not yet, a row has one: none is another's whole. */
export function takeTurns(twins: readonly Series[]): boolean {
  const [first] = twins;
  const rows = [...(first?.evidence.values.keys() ?? [])];
  const filled = (row: number) => twins.filter(({ evidence }) => !Number.isNaN(evidence.values[row] ?? Number.NaN));
  return rows.every((row) => filled(row).length <= 1) && twins.every(({ evidence }) => evidence.count > 0);
}

/** Rows in which all of some columns have a number. */
export function rowsOfAll(series: readonly Series[]): number {
  const [first, ...others] = series.map(({ evidence }) => evidence.values);
  const is = (values: Float64Array, row: number) => !Number.isNaN(values[row] ?? Number.NaN);
  return [...(first?.keys() ?? [])].filter((row) => first && [first, ...others].every((each) => is(each, row))).length;
}

/** A column ends where the others begin: a meter of one register was exchanged for one of several. */
export function goesOnAs(one: Series, others: readonly Series[]): boolean {
  return others.every((other) => takeTurns([one, other]));
}

const RUNS_NEEDED = 2;

/** `Daily Total` beside each hour of its day: a number that stays as long as it is the sum of what stands beside it. */
export function repeatsSums(one: Series, other: Series): boolean {
  const given = one.look.given !== undefined || other.look.given !== undefined;
  if (given || !comparable(one, other) || one.evidence.distinct * RUNS_NEEDED > one.evidence.count) return false;
  const rounding = (rows: number) => 10 ** -one.evidence.decimals + rows * 10 ** -other.evidence.decimals;
  const isSumOfRun = ({ whole, sum, rows }: Run) => rows > 1 && Math.abs(whole - sum) <= rounding(rows);
  const runs: Run[] = [];
  for (const [row, whole] of one.evidence.values.entries()) {
    if (Number.isNaN(whole)) continue;
    const last = runs.at(-1);
    const run = last?.whole === whole ? last : { whole, sum: 0, rows: 0 };
    if (run !== last) {
      // Most columns hold no sums of one another: the second run shows it.
      if (last && runs.length > 1 && !isSumOfRun(last)) return false;
      runs.push(run);
    }
    run.sum += other.evidence.values[row] || 0;
    run.rows += 1;
  }
  // The first and the last may be cut.
  const inner = runs.length > RUNS_NEEDED + 1 ? runs.slice(1, -1) : runs;
  return inner.length >= RUNS_NEEDED && inner.every(isSumOfRun);
}

/** Rows in which a column shows the same number, and what stands beside them together. */
interface Run {
  readonly whole: number;
  sum: number;
  rows: number;
}

/** Totals stand in few of the rows of what they are of. */
function mayBeTotals(one: Series, other: Series): boolean {
  const given = one.look.given !== undefined || other.look.given !== undefined;
  return !given && comparable(one, other) && 2 * one.evidence.count <= other.evidence.count;
}

/** A session's whole energy may stand in a row of its own, above the rows of its intervals. */
export function isTotalOfRows(one: Series, other: Series): boolean {
  if (!mayBeTotals(one, other)) return false;
  const sum = ({ evidence: { values } }: Series) =>
    values.reduce((all, each) => all + (Number.isNaN(each) ? 0 : each), 0);
  const [whole, parts] = [sum(one), sum(other)];
  const rounding = 0.5 * 10 ** -other.evidence.decimals * other.evidence.count;
  return whole > 0 && takeTurns([one, other]) && Math.abs(whole - parts) <= rounding;
}

const TOTALS_NEEDED = 3;

/** `Total of the day` in the last row of each day: what the other column shows since the total before. */
export function totalsSinceLast(one: Series, other: Series): boolean {
  if (!mayBeTotals(one, other)) return false;
  const rounding = 0.5 * 10 ** -Math.min(one.evidence.decimals, other.evidence.decimals);
  let [totals, sum, rows] = [0, 0, 0];
  for (const [at, value] of other.evidence.values.entries()) {
    sum += Number.isNaN(value) ? 0 : value;
    rows += 1;
    const total = one.evidence.values[at] ?? Number.NaN;
    if (Number.isNaN(total)) continue;
    // Of the first one the beginning may lie before the file.
    if (totals > 0 && Math.abs(total - sum) > rounding * (rows + 1)) return false;
    [totals, sum, rows] = [totals + 1, 0, 0];
  }
  return totals >= TOTALS_NEEDED;
}
