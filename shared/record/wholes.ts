/**
 * What uploads tell of a month of which one has submeters of a site and another one its whole: as validation does
 * within an upload, its whole is decided first, and its submeters are shares of that (`shares.ts`).
 *
 * An upload that has both published its submeters and a rest: here its rest is the whole again, so that it and the
 * whole of another upload are the same energy.
 */
import type { Database } from '../database/duckdb.ts';
import { ENDS } from './fold.ts';
import { asParts } from './lone-parts.ts';
import { asOne } from './twins.ts';

/** SQL: whether a row is of a submeter, or of the whole of its site or its rest. An earlier release did not tell. */
export const IS_SHARE = `(kwh IS NOT NULL AND flow = 'submeter')`;
export const IS_WHOLE = `(kwh IS NOT NULL AND flow <> 'submeter' AND basis <> 'parts')`;

/** SQL: the months that `toldInWhole` found. */
export const OF_TOGETHER = 'SEMI JOIN told_together USING (site_id, month)';
export const NOT_OF_TOGETHER = 'ANTI JOIN told_together USING (site_id, month)';

/**
 * SQL: how many times that other uploads tell of have begun and not ended, when a turn comes. Of two times that meet
 * the later one begins within the other, so that nothing has to be held against all others.
 */
const othersAt = (which: string) =>
  `coalesce(sum(change) FILTER (${which}) OVER of_all, 0) - coalesce(sum(change) FILTER (${which}) OVER of_own, 0)`;

/**
 * Creates `told_together` (site_id, month, cluster): months of which one upload tells submeters at a time of which
 * another one tells the whole, or in which a whole has two names; and `lone_parts`.
 * Needs `clusters` of the rows.
 * @param readings relation of all readings that uploads have in the months
 * @returns the same, with the wholes of those months; null where there is no such month
 */
export async function toldInWhole(readings: string, db: Database): Promise<string | null> {
  const rows = await asParts((await asOne(readings, IS_WHOLE, db)) ?? readings, db);
  await db.run(`CREATE OR REPLACE TEMP TABLE told_together AS
    WITH told AS MATERIALIZED (
      SELECT site_id, cluster, dataset, ${IS_SHARE} AS share, min(utc) AS since, max(${ENDS}) AS upto
      FROM ${rows} JOIN clusters USING (site_id, month) WHERE contested AND (${IS_SHARE} OR ${IS_WHOLE}) GROUP BY ALL
    ),
    turns AS (
      SELECT site_id, cluster, dataset, share, since AS turn, 1 AS change FROM told
      UNION ALL SELECT site_id, cluster, dataset, share, upto, -1 FROM told
    ),
    meeting AS (
      SELECT DISTINCT site_id, cluster FROM (
        SELECT *, ${othersAt('share')} AS shares, ${othersAt('NOT share')} AS wholes FROM turns
        WINDOW of_all AS (PARTITION BY site_id, cluster ORDER BY turn),
          of_own AS (PARTITION BY site_id, cluster, dataset ORDER BY turn)
      ) WHERE change = 1 AND CASE WHEN share THEN wholes ELSE shares END > 0
    )
    SELECT site_id, month, cluster FROM clusters
    SEMI JOIN (FROM meeting UNION SELECT site_id, cluster FROM twin_wholes) USING (site_id, cluster)`);
  if ((await db.rows('SELECT 1 FROM told_together LIMIT 1')).length === 0) return null;
  await db.run(`CREATE OR REPLACE TEMP TABLE told_rows AS
    WITH told AS MATERIALIZED (SELECT * FROM ${rows} JOIN told_together USING (site_id, month)),
    with_shares AS (SELECT DISTINCT site_id, cluster, dataset FROM told WHERE ${IS_SHARE}),
    wholes AS (SELECT * FROM told WHERE ${IS_WHOLE}),
    shares AS (
      SELECT w.site_id, w.cluster, w.dataset, w.utc, sum(s.kwh) AS shared
      FROM (SELECT * FROM told WHERE ${IS_SHARE}) s
      ASOF JOIN (SELECT site_id, cluster, dataset, utc, ${ENDS} AS ends FROM wholes) w
        ON s.site_id = w.site_id AND s.cluster = w.cluster AND s.dataset = w.dataset AND s.utc >= w.utc
      WHERE s.utc < w.ends GROUP BY ALL
    ),
    names AS (
      SELECT site_id, cluster, min(appliance) AS name
      FROM wholes ANTI JOIN with_shares USING (site_id, cluster, dataset)
      GROUP BY ALL HAVING min(appliance) = max(appliance)
    )
    SELECT * FROM told WHERE NOT coalesce(${IS_WHOLE}, false)
    UNION ALL BY NAME
    SELECT * FROM wholes ANTI JOIN with_shares USING (site_id, cluster, dataset)
    UNION ALL BY NAME
    SELECT w.* EXCLUDE (shared, name)
      REPLACE (coalesce(name, appliance) AS appliance, CAST(kwh + coalesce(shared, 0) AS DECIMAL(18,9)) AS kwh)
    FROM (
      SELECT * FROM wholes SEMI JOIN with_shares USING (site_id, cluster, dataset)
      LEFT JOIN shares USING (site_id, cluster, dataset, utc) LEFT JOIN names USING (site_id, cluster)
    ) w`);
  return `(SELECT * FROM ${rows} ${NOT_OF_TOGETHER} UNION ALL BY NAME SELECT * EXCLUDE (cluster) FROM told_rows)`;
}
