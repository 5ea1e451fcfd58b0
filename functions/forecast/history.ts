import { z } from 'zod';
import type { Database } from '../../shared/database/duckdb.ts';
import { BUCKET_DAY } from '../../shared/readings/hourly-buckets.ts';
import { COMPLETE, type EarlierDays } from '../../shared/record/earlier-days.ts';
import { MEASURES, type Measure } from '../../shared/tables/schema.ts';

/** Two weekly cycles: with less, no weekday has been seen twice and a weekly pattern is a guess. */
export const MINIMUM_DAYS = 14;

/** Older days are not fitted. Three years hold two of every season, and a fit takes time that grows with them. */
const HISTORY_DAYS = 3 * 365 + 1;

/** With fewer days a series' habit is not known, and its interval says how many readings a day should have. */
const HABIT_DAYS = 7;

const MINUTES_PER_DAY = 24 * 60;

/**
 * A series without an interval whose readings cover less of its time is of charges and the like: its days lack nothing.
 */
const NOW_AND_THEN = 0.5;

/** Nine of ten equal series are 0.9, whatever the order in which threads add them. */
const ROUNDING = 1e-9;

/** Daily totals of one site and measure. Days count from 1970-01-01 by the site's calendar. */
export interface History {
  readonly siteId: string;
  readonly measure: Measure;
  /** The last local date with any reading of this upload, complete or not: the forecast begins on the day after. */
  readonly lastDay: number;
  /** Complete days, ascending; a day without readings is absent, it is not a zero. */
  readonly days: readonly number[];
  /** kWh of each of `days`. */
  readonly totals: readonly number[];
  /** Days with readings that are left out, because too many are missing. */
  readonly incompleteDays: number;
  /** How many of `days` are known from other uploads, and from which. */
  readonly earlier: { readonly days: number; readonly datasets: readonly string[] };
}

const rowSchema = z.object({
  site_id: z.string(),
  measure: z.enum(MEASURES),
  last_day: z.number(),
  incomplete: z.coerce.number(),
  days: z.array(z.number()).nullable(),
  totals: z.array(z.number()).nullable(),
  /** Index of the upload that a day is from; -1 is this one. */
  sources: z.array(z.number()).nullable(),
});

/**
 * Sums the buckets by local day, per site and measure, adds the days that other uploads have given of the same series,
 * and leaves out the days that are not complete: where a file begins or ends in the middle of a day, and where readings
 * are missing.
 *
 * A series' day is measured against its own habit, the median day, so a logger that sleeps at night is complete and so
 * is a day of 23 hours; a series of less than a week against its interval. A site's day is complete when series that
 * make 90 % of its energy are, and no day with energy that is spread from a longer stretch, or with a reading that is
 * not believed; on a day before this upload all of its series are expected, within it those that have begun and not
 * ended. Readings of more than a day (a monthly bill) are no daily totals and are left out.
 * @param buckets relation of `fetchHourlyBuckets`
 * @returns one history per site and measure, sorted by both
 */
export async function dailyHistories(db: Database, buckets: string, earlier: EarlierDays): Promise<History[]> {
  const rows = await db.rows(`
    WITH all_days AS (
      SELECT site_id, appliance, measure, ${BUCKET_DAY} AS day, sum(n) AS n,
        sum(total) AS total, sum(minutes) AS minutes,
        any_value(interval_minutes) AS interval_minutes, bool_or(state = 'spread' OR impossible) AS uncertain
      FROM ${buckets} WHERE coalesce(interval_minutes <= ${MINUTES_PER_DAY}, true) GROUP BY ALL
    ),
    own AS (
      SELECT *, CASE WHEN uncertain THEN 0
        WHEN interval_minutes IS NULL AND sum(minutes) OVER series < ${NOW_AND_THEN} * ${MINUTES_PER_DAY} *
          (max(day) OVER series - min(day) OVER series + 1) THEN 1
        ELSE coalesce(nullif(minutes, 0) / ${MINUTES_PER_DAY}, n / median(n) OVER series) END AS share
      FROM all_days WINDOW series AS (PARTITION BY site_id, appliance, measure)
    ),
    series AS (
      SELECT site_id, measure, appliance, min(day) AS first_day, max(day) AS last_day, abs(sum(total)) AS energy
      FROM own GROUP BY ALL
    ),
    sites AS (
      SELECT site_id, measure, min(first_day) AS first_day, max(last_day) AS last_day, sum(energy) AS energy
      FROM series GROUP BY ALL
    ),
    weights AS (
      SELECT series.*, sites.first_day AS from_day,
        CASE WHEN sites.energy > 0 THEN CAST(series.energy AS DOUBLE) / CAST(sites.energy AS DOUBLE)
          ELSE 1 END AS weight
      FROM series JOIN sites USING (site_id, measure)
    ),
    series_days AS (${seriesDays(earlier)}),
    measured AS (
      SELECT *, least(1, CASE WHEN share = 0 THEN 0
        WHEN count(*) OVER series >= ${HABIT_DAYS} THEN share / nullif(median(share) OVER series, 0)
        ELSE share END) AS coverage
      FROM series_days WINDOW series AS (PARTITION BY site_id, appliance, measure)
    ),
    best AS (
      SELECT * FROM measured
      QUALIFY row_number() OVER (PARTITION BY site_id, appliance, measure, day
        ORDER BY coverage >= ${COMPLETE} DESC, source) = 1
    ),
    sums AS (
      SELECT site_id, measure, day, sum(total) AS total, sum(weight * coverage) AS covered, max(source) AS source
      FROM best JOIN weights USING (site_id, appliance, measure) GROUP BY ALL
    ),
    days AS (
      SELECT sums.site_id, sums.measure, day, any_value(total) AS total, any_value(source) AS source,
        any_value(covered) + ${ROUNDING} >= ${COMPLETE} * sum(weight) FILTER (day < from_day
          OR day BETWEEN first_day AND last_day) AS complete
      FROM sums JOIN weights USING (site_id, measure) GROUP BY sums.site_id, sums.measure, day
    ),
    recent AS (
      SELECT days.*, last_day, row_number() OVER (PARTITION BY site_id, measure, complete ORDER BY day DESC) AS age
      FROM days JOIN sites USING (site_id, measure) WHERE day <= last_day
    )
    SELECT site_id, measure, CAST(max(last_day) - DATE '1970-01-01' AS INTEGER) AS last_day,
      count(*) FILTER (NOT complete) AS incomplete,
      list(CAST(day - DATE '1970-01-01' AS INTEGER) ORDER BY day) FILTER (complete AND age <= ${HISTORY_DAYS}) AS days,
      list(CAST(total AS DOUBLE) ORDER BY day) FILTER (complete AND age <= ${HISTORY_DAYS}) AS totals,
      list(source ORDER BY day) FILTER (complete AND age <= ${HISTORY_DAYS}) AS sources
    FROM recent GROUP BY site_id, measure ORDER BY site_id, measure`);
  return z
    .array(rowSchema)
    .parse(rows)
    .map((row) => toHistory(row, earlier.datasets));
}

/** This upload's days and those that others give of the same series. */
function seriesDays({ relation }: EarlierDays): string {
  const names = 'site_id, appliance, measure, day, total, share';
  const own = `SELECT ${names}, -1 AS source FROM own`;
  if (relation === null) return own;
  return `${own} UNION ALL
      SELECT site_id, appliance, measure, day, total_kwh AS total, coverage AS share, source
      FROM ${relation} SEMI JOIN series USING (site_id, appliance, measure)`;
}

function toHistory(row: z.infer<typeof rowSchema>, datasets: readonly string[]): History {
  const earlier = (row.sources ?? []).filter((source) => source >= 0);
  return {
    siteId: row.site_id,
    measure: row.measure,
    lastDay: row.last_day,
    days: row.days ?? [],
    totals: row.totals ?? [],
    incompleteDays: row.incomplete,
    earlier: {
      days: earlier.length,
      datasets: [...new Set(earlier)].sort((a, b) => a - b).flatMap((source) => datasets[source] ?? []),
    },
  };
}
