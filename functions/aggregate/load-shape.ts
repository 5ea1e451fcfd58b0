/** load_shape_data and load_profile_data: what each site's demand looks like, see shared/readings/load-shape.ts. */

import { DAYS_OF_YEAR, type Sites, WHOLE_YEAR_DAYS } from '../../shared/baseline/indicators.ts';
import type { Database } from '../../shared/database/duckdb.ts';
import type { HourlyBuckets } from '../../shared/readings/fetch-hourly-buckets.ts';
import { BUCKET_DAY, BUCKET_HOUR } from '../../shared/readings/hourly-buckets.ts';
import { BASE_QUANTILE, COMPARED_DAYS, COMPLETE_DAY, NIGHT, YEAR_DAYS } from '../../shared/readings/load-shape.ts';
import { SERIES } from '../../shared/readings/series.ts';
import { MINUTES_PER_DAY } from '../../shared/time-units.ts';
import { factSql } from './site-facts.ts';

/** How many series each site and measure has. */
const COUNTED = `
  SELECT site_id, measure, count(*) AS series, max(interval_minutes) AS interval_minutes
  FROM series GROUP BY ALL`;

/**
 * Creates `demand` (a row a site, measure and hour in which all of its series have readings: `hours`, kw) and
 * `site_days` (a row a site, measure and date that is complete: day, kwh, and whether it tells what weekdays and
 * weekends are like), from the buckets and the tables `series` and `daily`.
 * @param earlier relation of `earlierDays`; null where there are none
 * @param ownIsShort whether the run's own days are too few to tell weekdays from weekends
 */
export async function createLoad(
  db: Database,
  { relation, spans }: HourlyBuckets,
  earlier: string | null,
  ownIsShort: boolean,
): Promise<void> {
  // Decimals, whose sum does not depend on the order of the series.
  const length = spans
    ? "state = 'read' AND minutes > 0 AND coalesce(interval_minutes <= 60, true)"
    : 'interval_minutes > 0 AND interval_minutes <= 60';
  const kw = spans
    ? 'CAST(CAST(total AS DOUBLE) * 60 / minutes AS DECIMAL(38,9))'
    : 'CAST(CAST(total AS DOUBLE) / n * 60 / interval_minutes AS DECIMAL(38,9))';
  await db.run(`
    CREATE TEMP TABLE demand AS
    SELECT d.site_id, d.measure, d.hours, d.kw
    FROM (
      SELECT site_id, measure, hours, sum(${kw}) AS kw, count(*) AS series
      FROM ${relation} WHERE ${length} AND NOT impossible GROUP BY site_id, measure, hours
    ) d JOIN (${COUNTED}) s USING (site_id, measure, series)`);
  const own = `
    SELECT site_id, measure, day, sum(total_kwh) AS kwh, count(*) AS series
    FROM daily
    GROUP BY ALL HAVING sum(daily.covered) >= ${COMPLETE_DAY} * sum(daily.expected) AND bool_and(known)`;
  const known = `
    SELECT site_id, measure, day, sum(total_kwh) AS kwh, count(*) AS series
    FROM ${earlier} SEMI JOIN series USING (${SERIES})
    GROUP BY ALL HAVING min(coverage) >= ${COMPLETE_DAY}`;
  await db.run(`
    CREATE TEMP TABLE site_days AS
    SELECT site_id, measure, day, arg_min(kwh, source) AS kwh, min(source) = 0 OR ${ownIsShort} AS typical
    FROM (SELECT *, 0 AS source FROM (${own}) ${earlier === null ? '' : `UNION ALL SELECT *, 1 FROM (${known})`})
    JOIN (${COUNTED}) USING (site_id, measure, series)
    WHERE coalesce(interval_minutes, 0) <= ${MINUTES_PER_DAY} GROUP BY ALL`);
}

/** load_profile_data from `demand`. */
export function profileQuery(): string {
  return `
    SELECT site_id, measure, CASE WHEN isodow(${BUCKET_DAY}) > 5 THEN 'weekend'
      ELSE 'weekday' END AS day_type, ${BUCKET_HOUR} AS hour,
      CAST(count(*) AS BIGINT) AS hours, CAST(sum(kw) AS DOUBLE) / count(*) AS mean_kw
    FROM (SELECT * FROM demand)
    GROUP BY site_id, measure, day_type, hour ORDER BY site_id, measure, day_type, hour`;
}

/**
 * load_shape_data from `series`, `demand`, `peaks` and `site_days`.
 * @param sites what people say of them
 */
export function shapeQuery(sites: Sites): string {
  const night = `(hour >= ${NIGHT.from} OR hour < ${NIGHT.to})`;
  return `
    SELECT *, mean_kw / nullif(greatest(peak_kw, 0), 0) AS load_factor,
      recent_kwh / nullif(previous_kwh, 0) - 1 AS change,
      year_recent_kwh / nullif(greatest(year_previous_kwh, 0), 0) - 1 AS year_change
    FROM (SELECT site_id, measure FROM series GROUP BY ALL)
    LEFT JOIN (
      SELECT site_id, measure, count(*) AS hours, CAST(sum(kw) AS DOUBLE) / count(*) AS mean_kw,
        quantile_cont(CAST(kw AS DOUBLE), ${BASE_QUANTILE}) AS base_load_kw,
        coalesce(CAST(sum(kw) FILTER (${night}) AS DOUBLE), 0) / nullif(CAST(sum(kw) AS DOUBLE), 0) AS night_share
      FROM (SELECT *, ${BUCKET_HOUR} AS hour FROM demand) GROUP BY site_id, measure
    ) USING (site_id, measure)
    LEFT JOIN peaks USING (site_id, measure)
    LEFT JOIN (
      SELECT site_id, measure,
        CAST(sum(kwh) FILTER (isodow(day) <= 5) AS DOUBLE) /
          nullif(count(*) FILTER (isodow(day) <= 5), 0) AS weekday_kwh,
        CAST(sum(kwh) FILTER (isodow(day) > 5) AS DOUBLE) / nullif(count(*) FILTER (isodow(day) > 5), 0) AS weekend_kwh
      FROM site_days WHERE typical GROUP BY site_id, measure
    ) USING (site_id, measure)
    LEFT JOIN (${comparison()}) USING (site_id, measure)
    LEFT JOIN (${yearBefore()}) USING (site_id, measure)
    LEFT JOIN (${relatedTo(sites)}) USING (site_id, measure)
    ORDER BY site_id, measure`;
}

/**
 * The mean day of the last complete weeks against that of as many weeks just before: as many as fit twice into the
 * known days, four at most. Each period must have half of its days.
 */
function comparison(): string {
  const { unit, most } = COMPARED_DAYS;
  const mean = (age: string) => `CAST(sum(kwh) FILTER (${age}) AS DOUBLE) / nullif(count(*) FILTER (${age}), 0)`;
  const [recent, previous] = ['age < compared', 'age >= compared AND age < 2 * compared'];
  return `
    SELECT site_id, measure, any_value(compared) AS compared_days, ${mean(recent)}
      AS recent_kwh, ${mean(previous)} AS previous_kwh
    FROM (
      SELECT *, least(${most}, ${unit} * ((max(age) OVER (PARTITION BY site_id, measure) + 1) // ${2 * unit}))
        AS compared
      FROM (SELECT *, CAST(max(day) OVER (PARTITION BY site_id, measure) - day AS INTEGER) AS age FROM site_days)
      WHERE age < ${2 * most}
    )
    WHERE compared > 0 GROUP BY site_id, measure
    HAVING 2 * count(*) FILTER (${recent}) >= any_value(compared)
      AND 2 * count(*) FILTER (${previous}) >= any_value(compared)`;
}

/** Days of the last weeks that are known, beside those a year before: only pairs count of which both are complete. */
function yearBefore(): string {
  const mean = (of: string) => `CAST(sum(${of}.kwh) AS DOUBLE) / count(*)`;
  return `
    SELECT site_id, measure, CAST(count(*) AS INTEGER) AS year_days, ${mean('now')} AS year_recent_kwh,
      ${mean('past')} AS year_previous_kwh
    FROM (SELECT *, max(day) OVER (PARTITION BY site_id, measure) - day AS age FROM site_days) now
    JOIN (SELECT site_id, measure, day + ${YEAR_DAYS} AS day, kwh FROM site_days) past USING (site_id, measure, day)
    WHERE age < ${COMPARED_DAYS.most} GROUP BY site_id, measure HAVING 2 * count(*) >= ${COMPARED_DAYS.most}`;
}

/** What is used per m² and per person, of the last year's complete days; per m² of one that is known nearly whole. */
function relatedTo(sites: Sites): string {
  const day = 'CAST(sum(kwh) AS DOUBLE) / count(*)';
  return `
    SELECT site_id, measure, ${day} / any_value(persons) AS kwh_per_person_day,
      CASE WHEN count(*) >= ${WHOLE_YEAR_DAYS} THEN ${day} * ${DAYS_OF_YEAR} / any_value(area_m2) END AS kwh_per_m2_year
    FROM (
      SELECT *, max(day) OVER (PARTITION BY site_id, measure) - day AS age,
        ${factSql(sites, 'persons')} AS persons, ${factSql(sites, 'area_m2')} AS area_m2
      FROM site_days WHERE measure = 'consumption'
    ) WHERE age < ${DAYS_OF_YEAR} GROUP BY site_id, measure`;
}
