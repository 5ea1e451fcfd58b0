import { SERIES } from '../../../shared/domain/series.ts';
import type { Database } from '../../../shared/duckdb.ts';
import { at, median } from './robust.ts';

/**
 * One series on the grid of local hours: a column entry per cell (shared/domain/cells.ts), in the order of the wall clock;
 * hours without readings are absent. What is out of the ordinary is looked for here, whatever the readings' interval is.
 */
export interface Grid {
  /** The series, see `bounds`. */
  readonly place: number;
  readonly size: number;
  /** Hours since 0001-01-01T00:00, a Monday, by the site's wall clock. */
  readonly hours: Int32Array;
  /** Readings in the cell. */
  readonly readings: Float64Array;
  /** Mean reading, kWh: a cell that lacks readings, or holds an hour twice, compares with any other. */
  readonly level: Float64Array;
  readonly smallest: Float64Array;
  readonly largest: Float64Array;
  /** Usual distance of two cells, hours: 1 for readings of an hour or less. */
  readonly step: number;
  /** Whether a cell usually holds several readings. */
  readonly fine: boolean;
  readonly generation: boolean;
}

const COLUMNS = 7;

/** Collects the cells of one series after another. */
class Columns {
  readonly #columns = Array.from({ length: COLUMNS }, () => [] as number[]);

  get size(): number {
    return this.#columns[0]?.length ?? 0;
  }

  /** The series that the cells belong to. */
  get place(): number {
    return this.#columns[0]?.[0] ?? -1;
  }

  add(chunk: readonly Float64Array[], row: number): void {
    for (const [index, column] of this.#columns.entries()) column.push(at(chunk[index] ?? EMPTY, row));
  }

  take(): Grid {
    const [place = [], generation = [], hours = [], readings = [], total = [], smallest = [], largest = []] =
      this.#columns;
    const grid = {
      place: place[0] ?? -1,
      size: place.length,
      hours: Int32Array.from(hours),
      readings: Float64Array.from(readings),
      level: Float64Array.from(total, (kwh, index) => kwh / (readings[index] ?? 1)),
      smallest: Float64Array.from(smallest),
      largest: Float64Array.from(largest),
      generation: generation[0] === 1,
    };
    for (const column of this.#columns) column.length = 0;
    return { ...grid, step: usualStep(grid.hours), fine: median(grid.readings) > 1 };
  }
}

const EMPTY = new Float64Array();

function usualStep(hours: Int32Array): number {
  if (hours.length < 2) return 1;
  return Math.max(
    1,
    Math.round(median(Float64Array.from(hours.subarray(1), (hour, index) => hour - at(hours, index)))),
  );
}

/**
 * Gives `use` each series' grid, one at a time: memory is bounded by the longest series.
 * @param cells relation with the columns of `cellsQuery`
 */
export async function eachGrid(db: Database, cells: string, use: (grid: Grid) => Promise<void>): Promise<void> {
  const columns = new Columns();
  const query = `
    SELECT b.place::DOUBLE, (measure = 'generation')::DOUBLE, hours::DOUBLE, c.n::DOUBLE, c.total::DOUBLE,
      smallest::DOUBLE, largest::DOUBLE
    FROM ${cells} c JOIN bounds b USING (${SERIES}) ORDER BY b.place, hours`;
  for await (const chunk of db.numbers(query)) {
    const place = chunk[0] ?? EMPTY;
    for (let row = 0; row < place.length; row += 1) {
      if (columns.size > 0 && columns.place !== at(place, row)) await use(columns.take());
      columns.add(chunk, row);
    }
  }
  if (columns.size > 0) await use(columns.take());
}
