import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import type { HourlyBuckets } from '../../../shared/readings/fetch-hourly-buckets.ts';
import { SERIES } from '../../../shared/readings/series.ts';
import { FEWEST_NEIGHBOURS, weatherOf } from './neighbours.ts';
import { at, median } from './order-statistics.ts';

/**
 * One series on the grid of local hours: a column entry per bucket (shared/readings/hourly-buckets.ts), in the order of
 * the wall clock; hours without readings are absent. What is out of the ordinary is looked for here, whatever the
 * readings' interval is.
 */
export interface Grid {
  /** The series, see `bounds`. */
  readonly place: number;
  readonly size: number;
  /** Hours since 0001-01-01T00:00, a Monday, by the site's wall clock. */
  readonly hours: Int32Array;
  /** Readings in the bucket. */
  readonly readings: Float64Array;
  /** Mean reading, kWh: a bucket that lacks readings, or holds an hour twice, compares with any other. */
  readonly level: Float64Array;
  readonly smallest: Float64Array;
  readonly largest: Float64Array;
  /** Usual distance of two buckets, hours: 1 for readings of an hour or less. */
  readonly step: number;
  /** Whether a bucket usually holds several readings. */
  readonly fine: boolean;
  readonly generation: boolean;
  /** The tariff that its site pays, see Prices. */
  readonly plan: number;
  /** A reading above it is not believed, kWh; infinite where all are. */
  readonly limit: number;
  /** Of panels with neighbours: what those made of their best, see neighbours.ts. */
  readonly weather?: Float64Array | undefined;
}

const OF_READINGS = 'c.n::DOUBLE, c.total::DOUBLE, smallest::DOUBLE, largest::DOUBLE';
/** Readings of a series without an interval do not compare with one another; the power of an hour does. */
const OF_PIECES = ['total', 'smallest', 'largest']
  .map(
    (energy) => `(CASE WHEN interval_minutes IS NULL THEN total * 60 / nullif(minutes, 0) ELSE ${energy} END)::DOUBLE`,
  )
  .reduce(
    (all, each) => `${all}, ${each}`,
    '(CASE WHEN interval_minutes IS NULL THEN 1 ELSE greatest(n, 1) END)::DOUBLE',
  );

const EMPTY = new Float64Array();

/** Collects the buckets of one series, piece by piece. */
class Pieces {
  #pieces: (readonly Float64Array[])[] = [];

  get empty(): boolean {
    return this.#pieces.length === 0;
  }

  /** The series that the buckets belong to. */
  get place(): number {
    return at(this.#pieces[0]?.[0] ?? EMPTY, 0);
  }

  add(columns: readonly Float64Array[], from: number, to: number): void {
    this.#pieces.push(columns.map((column) => column.subarray(from, to)));
  }

  /** @param neighbours whether the last column is of the weather that neighbours tell */
  take(neighbours: boolean): Grid {
    const size = this.#pieces.reduce((sum, [places = EMPTY]) => sum + places.length, 0);
    const column = (index: number) => {
      const whole = new Float64Array(size);
      let filled = 0;
      for (const piece of this.#pieces) {
        const part = piece[index] ?? EMPTY;
        whole.set(part, filled);
        filled += part.length;
      }
      return whole;
    };
    const readings = column(3);
    const hours = Int32Array.from(column(2));
    const generation = at(column(1), 0) === 1;
    const grid = {
      place: this.place,
      size,
      hours,
      readings,
      level: column(4).map((kwh, bucket) => kwh / at(readings, bucket)),
      smallest: column(5),
      largest: column(6),
      generation,
      plan: at(column(7), 0),
      limit: at(column(8), 0),
      step: usualStep(hours),
      fine: median(readings) > 1,
      weather: generation && neighbours ? column(9) : undefined,
    };
    this.#pieces = [];
    return grid;
  }
}

/**
 * How often a span of hours fits into the buckets that there are, at least once: a wrong date far away must not count
 * as time.
 */
export function spansOf({ size, step }: Grid, hours: number): number {
  return Math.max(1, Math.round((size * step) / hours));
}

/** Which of `count` spans of equally many buckets a bucket is in. */
export function spanOf({ size }: Grid, count: number, bucket: number): number {
  return Math.floor((bucket * count) / size);
}

/** The buckets of each class, ascending. */
export function bucketsByClass(
  grid: Grid,
  classes: number,
  classOf: (hours: number, bucket: number) => number,
): Int32Array[] {
  const of = grid.hours.map(classOf);
  const starts = new Int32Array(classes + 1);
  for (const each of of) starts[each + 1] = at(starts, each + 1) + 1;
  for (let each = 0; each < classes; each += 1) starts[each + 1] = at(starts, each) + at(starts, each + 1);
  const buckets = new Int32Array(grid.size);
  const next = starts.slice();
  for (const [bucket, each] of of.entries()) {
    buckets[at(next, each)] = bucket;
    next[each] = at(next, each) + 1;
  }
  return Array.from({ length: classes }, (_, each) => buckets.subarray(at(starts, each), at(starts, each + 1)));
}

function usualStep(hours: Int32Array): number {
  if (hours.length < 2) return 1;
  return Math.max(
    1,
    Math.round(median(Float64Array.from(hours.subarray(1), (hour, index) => hour - at(hours, index)))),
  );
}

const countSchema = z.tuple([z.object({ n: z.coerce.number() })]);

async function countOfPanels(db: Database): Promise<number> {
  const [{ n }] = countSchema.parse(await db.rows("SELECT count(*) AS n FROM bounds WHERE measure = 'generation'"));
  return n;
}

/**
 * Gives `use` each series' grid, one at a time: memory is bounded by the longest series.
 * @param plan SQL: the tariff that a site pays
 */
export async function eachGrid(
  db: Database,
  { relation: buckets, spans }: HourlyBuckets,
  plan: string,
  use: (grid: Grid) => Promise<void>,
): Promise<void> {
  const pieces = new Pieces();
  const neighbours = spans ? false : (await countOfPanels(db)) >= FEWEST_NEIGHBOURS;
  const weather = neighbours ? `LEFT JOIN (${weatherOf(buckets)}) USING (hours)` : 'CROSS JOIN (SELECT 1 AS weather)';
  const query = `
    SELECT b.place::DOUBLE, (measure = 'generation')::DOUBLE, hours::DOUBLE, ${spans ? OF_PIECES : OF_READINGS},
      (${plan})::DOUBLE, coalesce(limit_kwh, 'inf')::DOUBLE, coalesce(weather, 1)::DOUBLE
    FROM ${buckets} c JOIN bounds b USING (${SERIES}) ${weather} WHERE state = 'read' ORDER BY b.place, hours`;
  for await (const columns of db.numbers(query)) {
    const [places = EMPTY] = columns;
    for (let from = 0; from < places.length; ) {
      const place = at(places, from);
      if (!pieces.empty && pieces.place !== place) await use(pieces.take(neighbours));
      let to = from + 1;
      while (at(places, to) === place) to += 1;
      pieces.add(columns, from, to);
      from = to;
    }
  }
  if (!pieces.empty) await use(pieces.take(neighbours));
}
