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
  const made = `(SELECT *, hour(timestamp) AS hour FROM flow_readings WHERE ${isOf('grp', production)})`;
  const hours = `(SELECT site_id, grp, hour, max(kwh) AS kwh FROM ${made} GROUP BY ALL)`;
  const spans =
    `(SELECT site_id, grp, min(timestamp) AS first, max(timestamp) AS last, max(kwh) AS most, ` +
    `mode(series_minutes) AS series_minutes FROM ${made} GROUP BY ALL)`;
  const light =
    `(SELECT site_id, grp, hour, kwh, most FROM ${hours} JOIN ${spans} USING (site_id, grp) ` +
    `WHERE kwh > most * ${HARDLY})`;
  const edges =
    `(SELECT site_id, grp FROM (SELECT site_id, grp, arg_min(kwh, hour) AS dawn, arg_max(kwh, hour) AS dusk, ` +
    `any_value(most) AS most FROM ${light} GROUP BY ALL) WHERE greatest(dawn, dusk) <= most * ${LOW})`;
  await db.run(
    `INSERT INTO flow_readings BY NAME SELECT DISTINCT g.site_id, s.grp, g.timestamp, g.utc, g.end_utc, g.minutes, ` +
      `s.series_minutes, true AS hours_known, 0 AS kwh FROM flow_readings g JOIN ${spans} s ON g.site_id = s.site_id ` +
      `SEMI JOIN ${edges} e ON e.site_id = s.site_id AND e.grp = s.grp ` +
      `WHERE ${isOf('g.grp', grid)} AND g.minutes = s.series_minutes ` +
      `AND CAST(g.timestamp AS DATE) BETWEEN CAST(s.first AS DATE) AND CAST(s.last AS DATE) ` +
      `AND NOT EXISTS (FROM ${light} l WHERE l.site_id = s.site_id AND l.grp = s.grp AND l.hour = hour(g.timestamp)) ` +
      `AND NOT EXISTS (FROM flow_readings p WHERE p.site_id = s.site_id AND p.grp = s.grp AND p.utc = g.utc)`,
  );
}
