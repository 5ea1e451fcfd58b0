/**
 * Readings of different lengths side by side: they meet in the intervals of the slowest of them. What is finer is
 * summed there, where it covers the whole interval. Where one of several series of the same length has a longer
 * reading, since a stand of its register is missing, the others meet it there.
 */
import { MINUTE_US } from '../../../shared/time-units.ts';

/** Two lengths closer than this are one: months have 28 to 31 days. */
const SAME_LENGTH = 0.85;
/** A reading that is followed within this many of its intervals lasts until then. */
const FOLLOWS_WITHIN = 1.5;
/** Covered, apart from rounding. */
const COVERED = 0.999;

/**
 * SQL: a query `owner, grp, utc, timestamp, end_utc, hours_known, kwh`: the readings of each group in the slots of its
 * owner.
 * @param members relation `owner, site_id, grp`: which groups meet where; an owner has one site
 * @param inPart SQL: whether a member's readings count where they do not cover the interval
 */
export function inCommonIntervals(members: string, inPart = 'false'): string {
  const meeting =
    `SELECT m.owner, ${inPart} AS in_part, r.*, max(series_minutes) OVER (PARTITION BY m.owner) AS slowest, ` +
    `coalesce(min(series_minutes) OVER (PARTITION BY m.owner) >= ${SAME_LENGTH} * max(series_minutes) OVER ` +
    `(PARTITION BY m.owner), true) AS level ` +
    `FROM flow_readings r JOIN ${members} m USING (site_id, grp)`;
  return (
    `WITH meeting AS MATERIALIZED (${meeting}), ` +
    `marks AS (SELECT owner, utc, min(timestamp) AS timestamp, max(slowest) AS slowest FROM meeting ` +
    `WHERE NOT level AND series_minutes >= ${SAME_LENGTH} * slowest GROUP BY owner, utc), ` +
    `lengths AS (SELECT *, CAST(round(slowest * ${MINUTE_US}) AS BIGINT) AS usual, ` +
    `epoch_us(lead(utc) OVER (PARTITION BY owner ORDER BY utc)) - epoch_us(utc) AS step FROM marks), ` +
    `slots AS (SELECT owner, utc, timestamp, make_timestamp(epoch_us(utc) + CASE ` +
    `WHEN step <= ${FOLLOWS_WITHIN} * usual THEN step ELSE usual END) AS end_utc FROM lengths), ` +
    `long AS (SELECT owner, grp, utc, end_utc, timestamp FROM meeting ` +
    `WHERE level AND epoch_us(end_utc) - epoch_us(utc) > ${FOLLOWS_WITHIN} * slowest * ${MINUTE_US} ` +
    `AND owner IN (SELECT owner FROM ${members} GROUP BY owner HAVING count(*) > 1)), ` +
    // An end that is later than the next reading is wrong.
    `longer AS (SELECT * FROM long l WHERE NOT EXISTS (SELECT 1 FROM meeting m WHERE m.owner = l.owner ` +
    `AND m.grp = l.grp AND m.utc > l.utc AND m.utc < l.end_utc)), ` +
    `ordered AS (SELECT *, max(end_utc) OVER (PARTITION BY owner ORDER BY utc, end_utc ` +
    `ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM longer), ` +
    `numbered AS (SELECT *, count_if(before IS NULL OR utc >= before) ` +
    `OVER (PARTITION BY owner ORDER BY utc, end_utc) AS stretch FROM ordered), ` +
    `stretches AS MATERIALIZED (SELECT owner, min(utc) AS utc, max(end_utc) AS end_utc, ` +
    `arg_min(timestamp, utc) AS timestamp FROM numbered GROUP BY owner, stretch), ` +
    `apart AS (SELECT m.*, s.utc AS begins, s.end_utc AS ends, s.timestamp AS local FROM ` +
    `(SELECT * FROM meeting WHERE level AND owner IN (SELECT owner FROM stretches)) m ` +
    `ASOF LEFT JOIN stretches s ON m.owner = s.owner AND m.utc >= s.utc) ` +
    `SELECT owner, grp, utc, timestamp, end_utc, hours_known, kwh FROM meeting ` +
    `WHERE level AND owner NOT IN (SELECT owner FROM stretches) ` +
    `UNION ALL ` +
    `SELECT owner, grp, utc, timestamp, end_utc, hours_known, kwh FROM apart WHERE ends IS NULL OR utc >= ends ` +
    `UNION ALL ` +
    `SELECT owner, grp, begins AS utc, any_value(local) AS timestamp, ends AS end_utc, ` +
    `bool_and(hours_known) AS hours_known, sum(kwh) AS kwh FROM apart WHERE utc < ends ` +
    `GROUP BY owner, grp, begins, ends HAVING bool_or(in_part) OR ` +
    `coalesce(sum(epoch_us(end_utc) - epoch_us(utc)) >= ${COVERED} * (epoch_us(ends) - epoch_us(begins)), true) ` +
    `UNION ALL ` +
    `SELECT m.owner, m.grp, s.utc, any_value(s.timestamp) AS timestamp, any_value(s.end_utc) AS end_utc, ` +
    `bool_and(m.hours_known) AS hours_known, sum(m.kwh) AS kwh ` +
    `FROM (SELECT * FROM meeting WHERE NOT level) m ASOF JOIN slots s ON m.owner = s.owner AND m.utc >= s.utc ` +
    `WHERE m.utc < s.end_utc GROUP BY m.owner, m.grp, s.utc ` +
    `HAVING bool_or(m.in_part OR m.series_minutes >= ${SAME_LENGTH} * m.slowest) OR ` +
    `coalesce(sum(epoch_us(m.end_utc) - epoch_us(m.utc)) >= ${COVERED} * ` +
    `(epoch_us(any_value(s.end_utc)) - epoch_us(s.utc)), true)`
  );
}
