/**
 * Wholes of a site that uploads tell under different names, as the bill of a supplier and the portal of an inverter do
 * of one meter. Meters that are named apart are side by side and add up; but two whose hours are the same energies are
 * one meter, and count once.
 */
import type { Database } from '../database/duckdb.ts';
import { APPLIANCE_OF_A_WHOLE_SITE, REST_NAMES } from '../energy/flows.ts';
import { HOUR_US } from '../time-units.ts';
import { ENDS } from './fold.ts';

/** Of so many times that both tell, and that differ so often among themselves, nearly all are equal. */
const TIMES = 24;
const DIFFERENT = 12;
const EQUAL = 0.99;
/** Of an energy; what is less is rounding. */
const ROUNDING = 0.005;
/** Series of a site that are held against each other. */
const MOST_SERIES = 12;

const NAMED = `NOT list_contains([${REST_NAMES.map((name) => `'${name}'`).join(', ')}], appliance)`;
const ALIKE = `abs(a.kwh - b.kwh) <= ${ROUNDING} * greatest(abs(a.kwh), abs(b.kwh))`;
const CANONICAL = `CASE WHEN list_contains(names, '${APPLIANCE_OF_A_WHOLE_SITE}') THEN '${APPLIANCE_OF_A_WHOLE_SITE}'
  ELSE list_min(names) END`;

/**
 * Creates `twin_wholes` (site_id, cluster, appliance, name). Needs `clusters` of the rows.
 * @param rows relation of all readings that uploads have in the months
 * @param isWhole SQL: whether a row is of the whole of its site
 * @returns the same, with one name for each meter; null where no meter has two
 */
export async function asOne(rows: string, isWhole: string, db: Database): Promise<string | null> {
  await db.run(`CREATE OR REPLACE TEMP TABLE twin_wholes
    (site_id VARCHAR, cluster HUGEINT, appliance VARCHAR, name VARCHAR)`);
  await db.run(`CREATE OR REPLACE TEMP TABLE named_wholes AS
    FROM (SELECT DISTINCT site_id, cluster, appliance, dataset FROM ${rows} JOIN clusters USING (site_id, month)
      WHERE contested AND ${isWhole} AND ${NAMED})
    WINDOW months AS (PARTITION BY site_id, cluster)
    QUALIFY min(appliance) OVER months <> max(appliance) OVER months`);
  if ((await db.rows('SELECT 1 FROM named_wholes LIMIT 1')).length === 0) return null;
  // A feed tells of a meter in many uploads, so series are held against each other; by the hour, because one may tell
  // quarters of it. What one upload tells apart, it knows to be apart.
  await db.run(`INSERT INTO twin_wholes
    WITH few AS (
      SELECT site_id, cluster FROM named_wholes GROUP BY site_id, cluster
      HAVING count(DISTINCT appliance) <= ${MOST_SERIES}
    ),
    told AS (
      SELECT site_id, cluster, appliance, utc, ${ENDS} AS ends, arg_max(kwh, {u: uploaded, d: dataset}) AS kwh
      FROM ${rows} JOIN clusters USING (site_id, month) SEMI JOIN few USING (site_id, cluster)
      WHERE ${isWhole} AND ${NAMED} GROUP BY ALL
    ),
    slots AS MATERIALIZED (
      SELECT site_id, cluster, appliance, slot, length, sum(kwh) AS kwh
      FROM (
        SELECT *, epoch_us(ends) - epoch_us(utc) AS lasts, greatest(lasts, ${HOUR_US}) AS length,
          CASE WHEN lasts < ${HOUR_US} THEN epoch_us(utc) // ${HOUR_US} * ${HOUR_US} ELSE epoch_us(utc) END AS slot
        FROM told
      ) GROUP BY site_id, cluster, appliance, slot, length HAVING sum(lasts) = length
    ),
    apart AS (
      SELECT DISTINCT site_id, cluster, a.appliance, b.appliance AS other
      FROM named_wholes a JOIN named_wholes b USING (site_id, cluster, dataset)
    ),
    twins AS (
      SELECT site_id, cluster, a.appliance, b.appliance AS other
      FROM slots a JOIN slots b USING (site_id, cluster, slot, length)
      WHERE a.appliance <> b.appliance AND (a.kwh <> 0 OR b.kwh <> 0)
      GROUP BY site_id, cluster, a.appliance, b.appliance
      HAVING count(*) >= ${TIMES} AND count(DISTINCT a.kwh) >= ${DIFFERENT}
        AND count(*) FILTER (${ALIKE}) >= ${EQUAL} * count(*)
    )
    SELECT site_id, cluster, appliance, ${CANONICAL} FROM (
      SELECT site_id, cluster, appliance, list_append(list(other), appliance) AS names
      FROM twins ANTI JOIN apart USING (site_id, cluster, appliance, other)
      GROUP BY site_id, cluster, appliance
    )`);
  if ((await db.rows('SELECT 1 FROM twin_wholes LIMIT 1')).length === 0) return null;
  const named = `CASE WHEN ${isWhole} THEN coalesce(name, appliance) ELSE appliance END`;
  return `(SELECT r.* EXCLUDE (name) REPLACE (${named} AS appliance)
    FROM (SELECT r.*, t.name FROM ${rows} r LEFT JOIN clusters c USING (site_id, month)
      LEFT JOIN twin_wholes t ON t.site_id = r.site_id AND t.cluster = c.cluster AND t.appliance = r.appliance) r)`;
}
