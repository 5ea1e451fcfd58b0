/**
 * How long each energy took: readings that have an end of their own, beside those whose end is that of their series'
 * interval. docs/METHODS.md, "Intervals", says when the hours of an energy are known.
 */
import type { Database } from '../../../shared/database/duckdb.ts';
import { DAY_US, HOUR_US, MINUTE_US } from '../../../shared/time-units.ts';

/** A series has an interval when this share of its readings, or more, are of it, and of its time is covered by them. */
const REGULAR_SHARE = 0.5;
/** A reading of this many times its series' interval, or more, bridges a gap. */
const GAP_FROM = 1.5;
/** A series without an interval: a reading of this many times its median one, or more, bridges a gap. */
const IRREGULAR_GAP_FROM = 4;

const SERIES_KEY = 'site_id, appliance';

/**
 * Makes the table `span_energies`: the readings with `end_utc`, `interval_minutes`, `series_minutes` (the interval of
 * the series, null where it has none) and `hours_known`: whether the energy is known to have flowed in the hours from
 * its start to its end. The table `series` then has no interval for a series that has none.
 * @param accepted relation with `site_id, appliance, timestamp, utc, end_utc, kwh`; an `end_utc` that is null is that
 * of the interval
 * @param lasts SQL of what a reading without an end of its own lasts, microseconds, over `accepted` joined by `joins`
 * @param stretches whether ends are of stretches in which the energy flowed, such as a charge, and not of a meter that
 * was read
 */
export async function createSpans(
  accepted: string,
  lasts: { readonly sql: string; readonly joins: string },
  stretches: boolean,
  db: Database,
): Promise<void> {
  const own = `epoch_us(end_utc) - epoch_us(utc)`;
  await db.run(
    `CREATE OR REPLACE TEMP TABLE span_lengths AS SELECT a.* EXCLUDE (end_utc), CASE ` +
      `WHEN a.end_utc > a.utc THEN a.end_utc ` +
      `ELSE a.utc + to_microseconds(coalesce(${lasts.sql}, 0)) END AS end_utc, a.end_utc IS NOT NULL AS own ` +
      `FROM ${accepted} a ${lasts.joins}`,
  );
  await db.run(
    `CREATE OR REPLACE TEMP TABLE span_series AS WITH ` +
      `lengths AS (SELECT ${SERIES_KEY}, ${own} AS length, count(*) AS n FROM span_lengths GROUP BY ALL), ` +
      `commonest AS (SELECT ${SERIES_KEY}, first(length ORDER BY n DESC, length) AS length, max(n) AS n, ` +
      `sum(n) AS readings FROM lengths GROUP BY ALL), ` +
      `typical AS (SELECT ${SERIES_KEY}, bool_and(own) AS own, median(${own}) AS median, sum(${own}) AS covered, ` +
      `epoch_us(max(end_utc)) - epoch_us(min(utc)) AS whole FROM span_lengths GROUP BY ALL) ` +
      `SELECT ${SERIES_KEY}, median, CASE WHEN NOT own ` +
      `OR (n >= ${REGULAR_SHARE} * readings AND (NOT ${stretches} OR covered >= ${REGULAR_SHARE} * whole)) ` +
      `THEN length END AS usual FROM commonest JOIN typical USING (${SERIES_KEY})`,
  );
  const known =
    `CASE WHEN length > ${DAY_US} + ${HOUR_US} THEN false ` +
    `WHEN length <= ${HOUR_US} OR (own AND ${stretches} AND length < ${DAY_US}) THEN true ` +
    `WHEN usual IS NOT NULL THEN length < ${GAP_FROM} * usual ` +
    `ELSE length < ${IRREGULAR_GAP_FROM} * median AND length < ${DAY_US} END`;
  await db.run(
    `CREATE OR REPLACE TEMP TABLE span_energies AS SELECT ${SERIES_KEY}, timestamp, utc, end_utc, kwh, ` +
      `usual / ${MINUTE_US}.0::DOUBLE AS series_minutes, ${known} AS hours_known, ` +
      `CASE WHEN usual IS NULL OR (${known} AND length < ${GAP_FROM} * usual) THEN length ` +
      `ELSE usual END / ${MINUTE_US}.0::DOUBLE AS interval_minutes ` +
      `FROM (SELECT *, ${own} AS length FROM span_lengths) JOIN span_series USING (${SERIES_KEY})`,
  );
  await db.run(
    `UPDATE series SET interval_minutes = s.usual / ${MINUTE_US}.0::DOUBLE FROM span_series s ` +
      `WHERE series.site_id = s.site_id AND series.appliance = s.appliance`,
  );
  await db.run('DROP TABLE span_lengths');
  await db.run('DROP TABLE span_series');
}
