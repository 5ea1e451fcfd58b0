import { z } from 'zod';
import { CELL_DAY } from '../../shared/domain/cells.ts';
import type { Database } from '../../shared/duckdb.ts';
import { MEASURES, type Measure } from '../../shared/schema.ts';
import { counted } from '../../shared/totals.ts';

/** Two weekly cycles: with less, no weekday has been seen twice and a weekly pattern is a guess. */
export const MINIMUM_DAYS = 14;

/**
 * Older days are not fitted: without a yearly season they say little of next week, and the time that a fit takes grows
 * with them.
 */
const HISTORY_DAYS = 365;

/** A day that lacks more than a tenth of its readings is not its total. */
const COMPLETE = 0.9;

const MINUTES_PER_DAY = 24 * 60;

/** Daily totals of one site and measure. Days count from 1970-01-01 by the site's calendar. */
export interface History {
  readonly siteId: string;
  readonly measure: Measure;
  /** The last local date with any reading, complete or not: the forecast begins on the day after. */
  readonly lastDay: number;
  /** Complete days, ascending; a day without readings is absent, it is not a zero. */
  readonly days: readonly number[];
  /** kWh of each of `days`. */
  readonly totals: readonly number[];
}

const rowSchema = z
  .object({
    site_id: z.string(),
    measure: z.enum(MEASURES),
    last_day: z.number(),
    days: z.array(z.number()).nullable(),
    totals: z.array(z.number()).nullable(),
  })
  .transform(
    (row): History => ({
      siteId: row.site_id,
      measure: row.measure,
      lastDay: row.last_day,
      days: row.days ?? [],
      totals: row.totals ?? [],
    }),
  );

/**
 * Sums the cells by local day, per site and measure, and leaves out the days that are not complete: where the file
 * begins or ends in the middle of a day, and where readings are missing. A day's expected number of readings is the
 * median of each of its series, so it needs no interval and fits days of 23 and 25 hours. Readings of more than a day
 * (a monthly bill) are no daily totals and are left out.
 * @returns one history per site and measure, sorted by both
 */
export async function dailyHistories(db: Database, cells: string, totals: readonly string[] = []): Promise<History[]> {
  const seriesDays = `
    SELECT site_id, appliance, measure, ${CELL_DAY} AS day, sum(n) AS n, sum(total) AS total
    FROM ${cells} WHERE coalesce(interval_minutes <= ${MINUTES_PER_DAY}, true) GROUP BY ALL`;
  const rows = await db.rows(`
    WITH all_days AS (${seriesDays}), series_days AS (SELECT * FROM ${counted('all_days', totals)}),
    expected AS (SELECT *, median(n) OVER (PARTITION BY site_id, appliance, measure) AS usual FROM series_days),
    days AS (
      SELECT site_id, measure, CAST(day - DATE '1970-01-01' AS INTEGER) AS day,
        sum(n) / sum(usual) >= ${COMPLETE} AS complete, CAST(sum(total) AS DOUBLE) AS total
      FROM expected GROUP BY ALL
    )
    SELECT site_id, measure, max(day) AS last_day,
      list(day ORDER BY day) FILTER (complete)[-${HISTORY_DAYS}:] AS days,
      list(total ORDER BY day) FILTER (complete)[-${HISTORY_DAYS}:] AS totals
    FROM days GROUP BY site_id, measure ORDER BY site_id, measure`);
  return z.array(rowSchema).parse(rows);
}
