/**
 * The submeters of a site as shares of its whole, where they come from different uploads: the whole less the submeters
 * is the rest, as within an upload. It is worked out in the longer of the intervals that meet; a whole outside all of
 * them is rest, and a submeter where no whole is told of counts by itself.
 *
 * Submeters do not count (`WITHIN_WHOLE`) where they last longer than readings of the whole that do not cover them, and
 * on days on which they measure more than it: then they are no parts of it, and the whole is what is known.
 */
import type { Database } from '../database/duckdb.ts';
import { QUALITIES, REST_NAMES } from '../energy/flows.ts';
import type { Shadow } from '../energy/shadows.ts';
import { MINUTE_US } from '../time-units.ts';
import { ENDS, type Folded } from './fold.ts';
import { IS_SHARE, IS_WHOLE, NOT_OF_TOGETHER } from './wholes.ts';

/** Two lengths closer than this are one: days have 23 to 25 hours. */
const SAME_LENGTH = 0.85;
/** Covered, apart from rounding. */
const COVERED = 0.999;
/** Less than this of a day's whole is rounding. */
const SHARE_OF_A_DAY = 0.02;
const WITHIN_WHOLE: Shadow = 'WITHIN_WHOLE';

/** Months that readings last from one into another. */
const MONTHS = 'site_id, cluster';
const LENGTH = '(epoch_us(ends) - epoch_us(utc))';
const LAST = '{u: uploaded, d: dataset}';
const WORST = `[${QUALITIES.map((quality) => `'${quality}'`).join(', ')}]`;
const CALCULATED = QUALITIES.indexOf('calculated') + 1;
/** SQL: how good a reading is, the best 1. */
const RANK = `coalesce(nullif(list_position(${WORST}, quality), 0), ${QUALITIES.length})`;

/**
 * Creates `whole_rows`: of the months of `told_together` the rows that count once without the shares of a whole.
 * @param folded what counts of `toldInWhole`
 */
export async function withShares({ counted, shadowed, overlaps }: Folded, db: Database): Promise<Folded> {
  await db.run(`CREATE OR REPLACE TEMP TABLE together AS
    SELECT *, ${ENDS} AS ends, coalesce(${IS_SHARE}, false) AS share, coalesce(${IS_WHOLE}, false) AS whole
    FROM (SELECT * FROM ${counted}) JOIN told_together USING (site_id, month)`);
  await createPlaces(db);
  await createSlots(db);
  await createOutcome(db);
  await db.run(`CREATE OR REPLACE TEMP TABLE whole_rows AS
    ${PLAIN} together WHERE NOT share UNION ALL BY NAME ${PLAIN} ${APART}`);
  await createCounted(db);
  const left = `(${PLAIN} (SELECT *, '${WITHIN_WHOLE}' AS reason FROM together JOIN left_shares USING (${ROW})))`;
  const any = (await db.rows('SELECT 1 FROM left_shares LIMIT 1')).length > 0;
  return {
    counted: `(SELECT * FROM (SELECT * FROM ${counted}) ${NOT_OF_TOGETHER} UNION ALL BY NAME FROM shared_rows)`,
    shadowed: `(SELECT * FROM ${shadowed} UNION ALL BY NAME SELECT * FROM ${left})`,
    overlaps: overlaps || any,
  };
}

/** What tells the rows of submeters apart. */
const ROW = 'site_id, cluster, appliance, dataset, utc';
/** SQL: the rows without what is only known of them here. */
const PLAIN = 'SELECT * EXCLUDE (cluster, ends, share, whole) FROM';
/** SQL: submeters where no whole is told. */
const APART = `together SEMI JOIN (SELECT * FROM share_places WHERE place = 'apart') USING (${ROW})`;

/**
 * Creates `share_places`: each reading of a submeter, and how it lies to the whole (`begins` and `shadowed_by` are the
 * reading of the whole that it meets): `inside` one reading of it, `longer` than those it meets, or `apart`.
 */
async function createPlaces(db: Database): Promise<void> {
  await db.run(`CREATE OR REPLACE TEMP TABLE whole_intervals AS
    SELECT ${MONTHS}, utc, max(ends) AS ends, arg_max(dataset, ${LAST}) AS dataset, utc AS begins
    FROM together WHERE whole GROUP BY ALL`);
  await db.run(`CREATE OR REPLACE TEMP TABLE share_places AS
    SELECT ${ROW}, ends, begins, shadowed_by, CASE
      WHEN utc < whole_ends AND ${SAME_LENGTH} * ${LENGTH} <= epoch_us(whole_ends) - epoch_us(begins) THEN 'inside'
      WHEN utc < whole_ends OR next_begins < ends THEN 'longer' ELSE 'apart' END AS place
    FROM (
      SELECT s.*, b.begins, b.ends AS whole_ends, coalesce(b.dataset, n.dataset) AS shadowed_by, n.begins AS next_begins
      FROM (SELECT * FROM together WHERE share) s
      ASOF LEFT JOIN whole_intervals b ON s.site_id = b.site_id AND s.cluster = b.cluster AND s.utc >= b.utc
      ASOF LEFT JOIN whole_intervals n ON s.site_id = n.site_id AND s.cluster = n.cluster AND s.utc < n.utc
    )`);
}

/**
 * Creates `long_slots`: intervals of submeters that the whole covers by shorter readings. Where those of several
 * submeters overlap the longest must hold all of them.
 */
async function createSlots(db: Database): Promise<void> {
  await db.run(`CREATE OR REPLACE TEMP TABLE long_slots AS
    WITH longer AS MATERIALIZED (SELECT DISTINCT ${MONTHS}, utc, ends FROM share_places WHERE place = 'longer'),
    covered AS (
      SELECT ${MONTHS}, utc, ends FROM (
        SELECT l.site_id, l.cluster, l.utc, l.ends, w.appliance, sum(epoch_us(w.ends) - epoch_us(w.utc)) AS length
        FROM longer l JOIN together w
          ON w.whole AND w.site_id = l.site_id AND w.cluster = l.cluster AND w.utc >= l.utc AND w.utc < l.ends
        GROUP BY ALL
      ) GROUP BY ALL HAVING max(length) >= ${COVERED} * ${LENGTH}
    ),
    numbered AS (
      SELECT *,
        sum(CASE WHEN reached > utc THEN 0 ELSE 1 END) OVER (PARTITION BY ${MONTHS} ORDER BY utc, ends) AS island
      FROM (SELECT *, max(ends) OVER (PARTITION BY ${MONTHS} ORDER BY utc, ends
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached FROM covered)
    )
    SELECT ${MONTHS}, min(utc) AS utc, max(ends) AS ends, min(utc) AS begins FROM numbered GROUP BY ${MONTHS}, island
    HAVING ${COVERED} * (epoch_us(max(ends)) - epoch_us(min(utc))) <= max(${LENGTH})`);
}

/**
 * Creates `whole_slots` (each reading of the whole with the slot that it is in), `slot_shares` (each reading of a
 * submeter that is a share) and `left_shares` (those that do not count, with `shadowed_by`).
 */
async function createOutcome(db: Database): Promise<void> {
  const begins = "CASE WHEN f.place = 'inside' THEN f.begins ELSE f.utc END";
  const slotOf = (from: string, at: string) => `
    SELECT f.*, CASE WHEN ${at} < l.ends THEN l.begins ELSE ${at} END AS slot,
      CASE WHEN ${at} < l.ends THEN l.ends END AS slot_ends
    FROM ${from} f ASOF LEFT JOIN long_slots l
      ON f.site_id = l.site_id AND f.cluster = l.cluster AND ${at} >= l.utc`;
  await db.run(`CREATE OR REPLACE TEMP TABLE whole_slots AS
    SELECT *, CAST(min(timestamp) OVER (PARTITION BY ${MONTHS}, slot) AS DATE) AS day
    FROM (${slotOf('(SELECT * FROM together WHERE whole)', 'f.utc')})`);
  // A longer one is placed where it begins: in a slot, or nowhere.
  await db.run(`CREATE OR REPLACE TEMP TABLE placed_shares AS
    SELECT ${ROW}, shadowed_by, slot, place = 'inside' OR slot_ends IS NOT NULL AS fits
    FROM (${slotOf("(SELECT * FROM share_places WHERE place <> 'apart')", begins)})`);
  await db.run(`CREATE OR REPLACE TEMP TABLE refused_days AS
    SELECT ${MONTHS}, day FROM (SELECT ${MONTHS}, day, slot, sum(kwh) AS kwh FROM whole_slots GROUP BY ALL)
    LEFT JOIN (
      SELECT ${MONTHS}, slot, sum(t.kwh) AS shared FROM placed_shares JOIN together t USING (${ROW})
      WHERE fits GROUP BY ALL
    ) USING (${MONTHS}, slot)
    GROUP BY ALL HAVING sum(kwh) - sum(coalesce(shared, 0)) < -${SHARE_OF_A_DAY} * abs(sum(kwh))`);
  await db.run(`CREATE OR REPLACE TEMP TABLE slot_shares AS
    SELECT p.* FROM placed_shares p JOIN (SELECT DISTINCT ${MONTHS}, slot, day FROM whole_slots) USING (${MONTHS}, slot)
    ANTI JOIN refused_days USING (${MONTHS}, day) WHERE fits`);
  await db.run(`CREATE OR REPLACE TEMP TABLE left_shares AS
    SELECT ${ROW}, shadowed_by FROM placed_shares ANTI JOIN slot_shares USING (${ROW})`);
}

/** Creates `shared_rows`: what counts in the months. Without a share, the whole keeps its name. */
async function createCounted(db: Database): Promise<void> {
  const names = REST_NAMES.map((name) => `'${name}'`).join(', ');
  await db.run(`CREATE OR REPLACE TEMP TABLE rest_names AS
    SELECT ${MONTHS}, coalesce(list_filter([${names}], name -> NOT list_contains(taken, name))[1], '${REST_NAMES[0]}')
      AS rest
    FROM (SELECT ${MONTHS}, list(DISTINCT appliance) AS taken FROM slot_shares GROUP BY ALL)`);
  await db.run(`CREATE OR REPLACE TEMP TABLE shared_rows AS
    WITH shares AS (SELECT ${MONTHS}, slot, sum(kwh) AS shared, max(${RANK}) AS rank
      FROM slot_shares JOIN together USING (${ROW}) GROUP BY ALL),
    wholes AS (SELECT * FROM whole_slots JOIN rest_names USING (${MONTHS}) LEFT JOIN shares USING (${MONTHS}, slot)),
    bases AS (SELECT ${MONTHS}, slot, arg_max(basis, ${LAST}) AS slot_basis FROM wholes GROUP BY ALL)
    ${PLAIN} together WHERE NOT share AND NOT (whole AND (${MONTHS}) IN (SELECT (${MONTHS}) FROM rest_names))
    UNION ALL BY NAME
    ${PLAIN} ${APART}
    UNION ALL BY NAME
    SELECT * EXCLUDE (cluster, ends, share, whole, slot, slot_basis) REPLACE (slot_basis AS basis)
    FROM (SELECT t.*, slot FROM together t JOIN slot_shares USING (${ROW})) JOIN bases USING (${MONTHS}, slot)
    UNION ALL BY NAME
    SELECT site_id, arg_min(month, utc) AS month, any_value(rest) AS appliance,
      min(timestamp) AS timestamp, min(utc) AS utc,
      CASE WHEN count(*) > 1 THEN (epoch_us(max(ends)) - epoch_us(min(utc))) / ${MINUTE_US}.0::DOUBLE
        ELSE max(interval_minutes) END AS interval_minutes,
      CAST(sum(kwh) - coalesce(any_value(shared), 0) AS DECIMAL(18,9)) AS kwh, NULL::DECIMAL(18,9) AS generated_kwh,
      arg_max(flow, ${LAST}) AS flow, arg_max(basis, ${LAST}) AS basis,
      ${WORST}[greatest(max(${RANK}), coalesce(any_value(rank), 1),
        CASE WHEN any_value(shared) IS NULL THEN 1 ELSE ${CALCULATED} END)] AS quality,
      NULL::VARCHAR AS series, max(end_utc) AS end_utc, arg_max(dataset, ${LAST}) AS dataset,
      arg_max(time_zone, ${LAST}) AS time_zone, max(uploaded) AS uploaded
    FROM wholes GROUP BY site_id, cluster, CASE WHEN shared IS NULL THEN utc ELSE slot END
    UNION ALL BY NAME
    SELECT * EXCLUDE (cluster, ends, share, whole, slot, slot_ends, day, rest, shared, rank) REPLACE (
      CASE basis WHEN 'grid' THEN 'export' ELSE 'production' END AS appliance,
      CASE basis WHEN 'grid' THEN 'export' ELSE 'production' END AS flow, NULL AS kwh)
    FROM wholes WHERE generated_kwh IS NOT NULL`);
}
