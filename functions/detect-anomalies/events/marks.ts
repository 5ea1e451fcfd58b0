import { open } from 'node:fs/promises';
import type { Database } from '../../../shared/database/duckdb.ts';
import type { HourlyBuckets } from '../../../shared/readings/fetch-hourly-buckets.ts';
import { PRICE_TYPE } from '../../../shared/tables/schema.ts';
import { detectEvents } from './detect.ts';
import type { Finding } from './findings.ts';
import { eachGrid, type Grid } from './grid.ts';
import { at } from './order-statistics.ts';
import type { Prices } from './prices.ts';
import { LARGEST_SCORE, severityOf } from './severity.ts';
import { type Switching, switchingOf } from './switching.ts';

/** Columns of the file of marks: a row for each bucket of each event. */
export const MARK_COLUMNS = {
  event: 'INTEGER',
  place: 'INTEGER',
  kind: 'VARCHAR',
  direction: 'VARCHAR',
  severity: 'VARCHAR',
  score: 'DOUBLE',
  hours: 'BIGINT',
  expected: 'DOUBLE',
  /** Readings of the bucket that are part of the event, see Finding; null where all are. */
  least: 'DOUBLE',
  most: 'DOUBLE',
  /** Of a kWh in this hour; null without one. */
  price: PRICE_TYPE,
  currency: 'VARCHAR',
} as const;

export interface Marked {
  /** Whether some events begin and end within their buckets, so that the readings are needed to tell when. */
  readonly fine: boolean;
  /** The series that switch on and off. */
  readonly switching: readonly SwitchingSeries[];
}

export interface SwitchingSeries extends Switching {
  /** See `bounds`. */
  readonly place: number;
}

/** Looks for events in every series, and writes their buckets to a CSV file: DuckDB reads one faster than an INSERT. */
export async function markEvents(db: Database, buckets: HourlyBuckets, prices: Prices, file: string): Promise<Marked> {
  const output = await open(file, 'w');
  let events = 0;
  let fine = false;
  const switching: SwitchingSeries[] = [];
  try {
    await eachGrid(db, buckets, prices.plan, async (grid) => {
      const findings = detectEvents(grid);
      const switches = switchingOf(grid);
      if (switches) switching.push({ place: grid.place, ...switches });
      const lines = findings.map((finding, index) => marksOf(grid, finding, events + index, prices));
      if (lines.length > 0) await output.write(lines.join(''));
      events += findings.length;
      fine ||= grid.fine && findings.some(({ part }) => part !== undefined);
    });
  } finally {
    await output.close();
  }
  return { fine, switching };
}

function marksOf(
  grid: Grid,
  { kind, direction, score, expected, part, ...run }: Finding,
  event: number,
  prices: Prices,
): string {
  const severity = severityOf(kind, score, !grid.generation && prices.isHoliday(at(grid.hours, run.from)));
  const said = [event, grid.place, kind, direction, severity, Math.min(score, LARGEST_SCORE)].join(',');
  const currency = grid.generation ? '' : prices.currencies[grid.plan];
  let lines = '';
  for (let bucket = run.from; bucket <= run.to; bucket += 1) {
    const [least, most] = grid.fine && part ? part(bucket) : [Number.NaN, Number.NaN];
    const hours = at(grid.hours, bucket);
    const price = grid.generation ? '' : (prices.at(grid.plan, hours) ?? '');
    lines += `${said},${hours},${field(expected(bucket))},${field(least)},${field(most)},${price},${currency}\n`;
  }
  return lines;
}

/** NaN is null; infinity is a word that DuckDB reads. */
function field(value: number): string {
  return Number.isNaN(value) ? '' : String(value);
}
