/**
 * Which readings of raw_energy_data are those of registers, and with which stands they begin and end: only these can be
 * joined to the readings of another upload.
 */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import { ENERGIES } from '../../../shared/record/fold.ts';
import { type RegisterStands, registerStandsSchema, STANDS_LIMIT } from '../../../shared/register-stands.ts';

const THING = 'site_id, appliance, measure, flow, basis, series';
/** Energies are exact; signs and shares are not what a register shows. */
const SAME_KWH = 0.000001;

/**
 * @param readings relation with the columns of raw_energy_data
 * @param registers whether there are the tables `register_edges` and `read_series`
 * @returns the stands of sites of which every energy is that of a register, or the sum of several with the same stands
 */
export async function registerStands(readings: string, registers: boolean, db: Database): Promise<RegisterStands[]> {
  if (!registers) return [];
  const each = Object.entries(ENERGIES).map(
    ([measure, energy]) =>
      `SELECT *, '${measure}' AS measure, ${energy} AS energy FROM ${readings} WHERE ${energy} IS NOT NULL`,
  );
  const sold = `flow IN ('production', 'export')`;
  // A row of the whole names the series of what is used; what is produced beside it is told by its flow.
  const isOf = `CASE WHEN t.series IS NOT NULL AND (t.measure = 'use' OR t.${sold}) THEN r.series = t.series
    WHEN t.measure = 'use' THEN r.flow = t.flow
    ELSE r.flow = CASE WHEN t.basis = 'grid' THEN 'export' ELSE 'production' END END`;
  const iso = (column: string) => `strftime(any_value(${column}), '%Y-%m-%dT%H:%M:%S.%f')`;
  const stand = (name: string) =>
    `{'at': ${iso(`${name}_at`)}, 'utc': ${iso(`${name}_utc`)}, ` +
    `'kwh': CAST(sum(${name}_value) AS VARCHAR)} AS "${name}"`;
  const rows = await db.rows(
    `WITH things AS (
      SELECT ${THING}, min(utc) AS since, max(end_utc) AS upto, sum(energy) AS total, mode(interval_minutes) AS minutes,
        strftime(max(timestamp), '%Y-%m') AS last_month
      FROM (${each.join(' UNION ALL ')}) GROUP BY ALL
    ), matched AS (
      SELECT t.site_id AS site, t.appliance, t.measure, t.flow, t.basis, t.series, minutes, last_month,
        CASE WHEN count(DISTINCT meter) = 1 THEN min(meter) END AS meter, sum(fastest) AS fastest_kw,
        ${stand('first')}, ${stand('last')}
      FROM things t JOIN read_series r ON r.site_id = t.site_id AND ${isOf}
        JOIN register_edges e ON e.site_id = r.site_id AND e.appliance = r.appliance
      GROUP BY ALL
      HAVING abs(CAST(sum(e.kwh) - any_value(total) AS DOUBLE)) < ${SAME_KWH}
        AND min(first_utc) = any_value(since) AND max(first_utc) = any_value(since)
        AND min(last_utc) = any_value(upto) AND max(last_utc) = any_value(upto)
    )
    SELECT * FROM matched
    WHERE site IN (
      SELECT site_id FROM (SELECT site_id, count(*) AS n FROM things GROUP BY 1)
      JOIN (SELECT site AS site_id, count(*) AS n FROM matched GROUP BY 1) USING (site_id, n)
    )
    ORDER BY site, appliance, measure LIMIT ${STANDS_LIMIT + 1}`,
  );
  return rows.length > STANDS_LIMIT ? [] : z.array(registerStandsSchema).parse(rows);
}
