/**
 * Inverters sleep without the sun, and some files leave the cells of those hours empty: panels produce nothing then.
 * Without these zeros a use that is worked out from production would lose its nights.
 */
import type { Database } from '../../../shared/database/duckdb.ts';
import type { Plan } from './plan.ts';

/** Of its highest energy a production has at most so much in an hour in which the sun hardly shines. */
const HARDLY = 0.02;
/** Next to the night the sun is low: a production that begins higher was not asleep before. */
const LOW = 0.35;

/** Adds to `flow_readings` what a production did not say of hours of night, at the times of the meter at the grid. */
export async function fillDarkHours({ groups }: Plan, db: Database): Promise<void> {
  const grid = groups.filter(({ flow }) => flow === 'import' || flow === 'export');
  const sites = new Set(grid.map(({ site }) => site));
  const production = groups.filter(({ flow, site }) => flow === 'production' && sites.has(site));
  if (production.length === 0) return;
  const isOf = (grp: string, some: typeof groups) => `list_contains([${some.map(({ id }) => id).join(', ')}], ${grp})`;
  await db.run(`
    INSERT INTO flow_readings BY NAME
    WITH hours AS MATERIALIZED (
      SELECT site_id, grp, hour(timestamp) AS hour, max(kwh) AS kwh, min(timestamp) AS first, max(timestamp) AS last,
        mode(series_minutes) AS step
      FROM flow_readings WHERE ${isOf('grp', production)} GROUP BY ALL
    ),
    spans AS (
      SELECT site_id, grp, min(CAST(first AS DATE)) AS since, max(CAST(last AS DATE)) AS until, max(kwh) AS most,
        mode(step) AS series_minutes
      FROM hours GROUP BY ALL
    ),
    asleep AS (
      SELECT site_id, grp, since, until, series_minutes, list(hour) AS light
      FROM hours JOIN spans USING (site_id, grp) WHERE kwh > most * ${HARDLY}
      GROUP BY site_id, grp, since, until, series_minutes, most
      HAVING greatest(arg_min(kwh, hour), arg_max(kwh, hour)) <= most * ${LOW}
    )
    SELECT DISTINCT g.site_id, s.grp, g.timestamp, g.utc, g.end_utc, g.minutes, s.series_minutes,
      true AS hours_known, 0 AS kwh
    FROM flow_readings g JOIN asleep s ON g.site_id = s.site_id AND g.minutes = s.series_minutes
      ANTI JOIN flow_readings p ON p.site_id = g.site_id AND p.grp = s.grp AND p.utc = g.utc
    WHERE ${isOf('g.grp', grid)} AND CAST(g.timestamp AS DATE) BETWEEN since AND until
      AND NOT list_contains(light, hour(g.timestamp))`);
}
