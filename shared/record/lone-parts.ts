/**
 * A series with a name of its own that is alone in its upload, as that of a plug or of a heat pump: by itself it is
 * what is known of the use of its site. Where another upload tells the whole of the site, or what comes from the grid,
 * it is a part of that, as validation says of the two in one file, unless it measures more than the whole.
 */
import type { Database } from '../database/duckdb.ts';
import { APPLIANCE_OF_A_WHOLE_SITE, REST_NAMES } from '../energy/flows.ts';
import { ENDS } from './fold.ts';

/** What is more than the whole by less than this is rounding. */
const ROUNDING = 0.02;

const WHOLE_NAMES = [APPLIANCE_OF_A_WHOLE_SITE, ...REST_NAMES].map((name) => `'${name}'`).join(', ');
const IS_OF_A_WHOLE = `list_contains([${WHOLE_NAMES}], appliance)`;
const IS_LONE = `coalesce(flow = 'consumption' AND basis = 'house', false) AND NOT ${IS_OF_A_WHOLE}`;
/** A meter at the grid measures all that is behind it, whatever it is called. */
const IS_THE_WHOLE =
  `coalesce(flow <> 'submeter' AND basis <> 'parts', false) ` +
  `AND (${IS_OF_A_WHOLE} OR coalesce(flow = 'import', false))`;

/** SQL: whether a row is of an upload that `asParts` found. */
export const IS_LONE_PART = '(site_id, month, dataset) IN (SELECT (site_id, month, dataset) FROM lone_parts)';

/** SQL: what of an energy's time is within that of which both tell. */
const WITHIN = '(epoch_us(least(ends, upto)) - epoch_us(greatest(utc, since)))';

/**
 * Creates `lone_parts` (site_id, month, dataset): the uploads of which that is so, in the months of a cluster. Needs
 * `clusters` of the rows.
 * @param rows relation of all readings that uploads have in the months
 * @returns the same, with theirs as those of submeters
 */
export async function asParts(rows: string, db: Database): Promise<string> {
  await db.run(`CREATE OR REPLACE TEMP TABLE lone_uploads AS
    SELECT site_id, cluster, dataset, bool_and(${IS_LONE}) AS lone
    FROM ${rows} JOIN clusters USING (site_id, month) WHERE contested AND kwh IS NOT NULL
    GROUP BY ALL HAVING lone OR bool_or(${IS_THE_WHOLE})`);
  await db.run('CREATE OR REPLACE TEMP TABLE lone_parts (site_id VARCHAR, month VARCHAR, dataset VARCHAR)');
  const kinds = await db.rows('SELECT 1 FROM lone_uploads GROUP BY site_id, cluster HAVING count(DISTINCT lone) > 1');
  if (kinds.length === 0) return rows;
  // A feed tells of either in many uploads, so series are held against each other; and their powers, because either may
  // have gaps, and one of them readings of a month.
  await db.run(`INSERT INTO lone_parts
    WITH told AS MATERIALIZED (
      SELECT site_id, cluster, dataset, appliance, lone, utc, ${ENDS} AS ends, kwh
      FROM ${rows} JOIN clusters USING (site_id, month) JOIN lone_uploads USING (site_id, cluster, dataset)
      WHERE kwh IS NOT NULL
    ),
    times AS (
      SELECT site_id, cluster, p.appliance AS part, greatest(p.since, w.since) AS since, least(p.upto, w.upto) AS upto
      FROM (
        SELECT site_id, cluster, appliance, min(utc) AS since, max(ends) AS upto FROM told WHERE lone GROUP BY ALL
      ) p JOIN (
        SELECT site_id, cluster, min(utc) AS since, max(ends) AS upto FROM told WHERE NOT lone GROUP BY ALL
      ) w USING (site_id, cluster)
    ),
    powers AS (
      SELECT site_id, cluster, part, lone, appliance,
        sum(kwh * ${WITHIN} / (epoch_us(ends) - epoch_us(utc))) / sum(${WITHIN}) AS power
      FROM told JOIN times USING (site_id, cluster)
      WHERE (NOT lone OR appliance = part) AND utc < upto AND ends > since GROUP BY ALL
    ),
    parts AS (
      SELECT site_id, cluster, part AS appliance FROM powers GROUP BY ALL
      HAVING sum(power) FILTER (lone) <= ${1 + ROUNDING} * sum(power) FILTER (NOT lone)
    )
    SELECT site_id, month, dataset FROM clusters JOIN (
      SELECT site_id, cluster, dataset FROM told LEFT JOIN (SELECT *, true AS part FROM parts)
        USING (site_id, cluster, appliance)
      WHERE lone GROUP BY ALL HAVING bool_and(coalesce(part, false))
    ) USING (site_id, cluster)`);
  return `(SELECT * EXCLUDE (part)
      REPLACE (CASE WHEN part THEN 'submeter' ELSE flow END AS flow,
        CASE WHEN part THEN 'parts' ELSE basis END AS basis)
    FROM (SELECT *, kwh IS NOT NULL AND ${IS_LONE_PART} AS part FROM ${rows}))`;
}
