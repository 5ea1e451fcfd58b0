/** Finds, among series of one kind, which are exactly the sum of others: a building beside its floors and flats. */

export interface SumTree {
  /** Of each series that is part of a sum, the least sum that holds it. */
  readonly wholeOf: ReadonlyMap<number, number>;
  /** Sums of series that other sums hold already, such as tenants beside floors. */
  readonly again: ReadonlySet<number>;
}

/** Rows that tell enough: fewer where all of them hold exactly. */
const MANY_ROWS = 24;
const FEW_ROWS = 5;
const HOLDS = 0.99;
/** Different values that a sum needs to show. */
const DISTINCT = 4;
/** A sum varies by this many times the rounding of its parts, or it would be one by chance. */
const ABOVE_ROUNDING = 3;
/** Meters that were read apart differ by this share; what differs explains next to nothing of how the sum varies. */
const METERS_DIFFER = 0.01;
const UNEXPLAINED = 0.05;
/** Steps of the search for the parts of one sum. */
const MOST_STEPS = 4000;
/** More digits than files write; finer ones come from a conversion. */
const MOST_DECIMALS = 6;
/** Meters show a thousandth of what they usually measure, at least. */
const FINEST = 0.001;
const FLOAT_ERROR = 1e-8;

interface Row {
  readonly at: number;
  readonly values: Float64Array;
  readonly mean: number;
  readonly resolution: number;
}

/** @param table kWh of each series in the same intervals, none missing */
export function sumsAmong(table: readonly Float64Array[]): SumTree {
  const wholeOf = new Map<number, number>();
  const again = new Set<number>();
  const rows = table[0]?.length ?? 0;
  const series = table.map(
    (values, at): Row => ({ at, values, mean: sumOf(values) / rows, resolution: stepOf(values) }),
  );
  const ascending = series.filter(({ mean }) => mean > 0).sort((a, b) => a.mean - b.mean);
  if (ascending.length < 3 || rows < FEW_ROWS) return { wholeOf, again };
  const positive = ascending.filter(({ values }) => values.every((value) => value >= 0));
  for (const total of positive) {
    const smaller = positive.filter((one) => one !== total && one.mean <= total.mean).reverse();
    const parts = partsOf(
      total,
      smaller.filter(({ at }) => !wholeOf.has(at)),
    );
    for (const part of parts ?? []) wholeOf.set(part.at, total.at);
    const wholes = new Set(wholeOf.values());
    if (
      !parts &&
      wholes.size > 0 &&
      partsOf(
        total,
        smaller.filter(({ at }) => !wholes.has(at)),
      )
    )
      again.add(total.at);
  }
  const tops = ascending.filter(({ at }) => !wholeOf.has(at) && !again.has(at));
  const largest = tops.at(-1);
  const others = tops.slice(0, -1);
  if (
    largest &&
    others.length > 1 &&
    isNearly(
      largest.values,
      others.map(({ values }) => values),
    )
  )
    for (const { at } of others) wholeOf.set(at, largest.at);
  return { wholeOf, again };
}

/** Takes the largest parts first, and turns back where what is left of the sum falls below zero or cannot be filled. */
function partsOf(total: Row, candidates: readonly Row[]): readonly Row[] | undefined {
  const { values } = total;
  if (candidates.length < 2 || new Set(values).size < DISTINCT) return undefined;
  const halves = values.length < MANY_ROWS ? 1 : 2;
  const slackOf = (parts: readonly Row[]) =>
    (halves * parts.reduce((sum, { resolution }) => sum + resolution, total.resolution)) / 2 + FLOAT_ERROR * total.mean;
  const allowed = values.length < MANY_ROWS ? 0 : (1 - HOLDS) * values.length;
  const reach = candidates.map((_, from) => candidates.slice(from).reduce((sum, { mean }) => sum + mean, 0));
  let steps = 0;
  const search = (
    from: number,
    left: Float64Array,
    mean: number,
    parts: readonly Row[],
  ): readonly Row[] | undefined => {
    const slack = slackOf(parts);
    if (parts.length > 1 && left.filter((value) => Math.abs(value) > slack).length <= allowed)
      return deviation(values) >= ABOVE_ROUNDING * slack ? parts : undefined;
    for (let at = from; at < candidates.length; at += 1) {
      const next = candidates[at];
      steps += 1;
      if (!next || steps > MOST_STEPS || (reach[at] ?? 0) < mean - slack) return undefined;
      const rest = left.map((value, row) => value - (next.values[row] ?? 0));
      const more = [...parts, next];
      if (rest.filter((value) => value < -slackOf(more)).length > allowed) continue;
      const found = search(at + 1, rest, mean - next.mean, more);
      if (found) return found;
    }
    return undefined;
  };
  return search(0, values, total.mean, []);
}

/** Whether a meter shows what others show together, but for how exactly meters measure. */
function isNearly(total: Float64Array, others: readonly Float64Array[]): boolean {
  if (total.length < MANY_ROWS || new Set(total).size < 2) return false;
  const rest = total.map((value, row) => others.reduce((left, each) => left - (each[row] ?? 0), value));
  const near = rest.filter((left, row) => Math.abs(left) <= METERS_DIFFER * Math.abs(total[row] ?? 0) + FLOAT_ERROR);
  const squares = rest.reduce((sum, left) => sum + left * left, 0) / rest.length;
  return near.length >= HOLDS * total.length && squares <= UNEXPLAINED * deviation(total) ** 2;
}

/** One step of the last digit that a series writes, or of what its unit became. */
function stepOf(values: Float64Array): number {
  for (let digits = 0; digits <= MOST_DECIMALS; digits += 1) {
    const scale = 10 ** digits;
    if (values.every((value) => Math.abs(value * scale - Math.round(value * scale)) <= FLOAT_ERROR * scale))
      return 1 / scale;
  }
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  const steps = sorted.slice(1).map((value, at) => value - (sorted[at] ?? 0));
  return Math.min(...steps, (FINEST * sumOf(values)) / values.length);
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function deviation(values: Float64Array): number {
  const mean = sumOf(values) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
