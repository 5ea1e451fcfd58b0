/** What the report says of power factor and phases, read from power_factor_data and phase_data. */
import type { Database } from '../../../../shared/database/duckdb.ts';
import { type Power, powerSchema } from '../../../../shared/report/power.ts';
import type { Relations } from '../../relations.ts';

const ROWS = 40;

export async function readPower(db: Database, tables: Relations): Promise<Power> {
  const [factors, phases] = [tables.find('power_factor_data'), tables.find('phase_data')];
  const last = (order: string) => `ORDER BY month DESC, ${order} LIMIT ${ROWS}`;
  return powerSchema.parse({
    factors:
      factors === null
        ? []
        : await db.rows(`SELECT * FROM (SELECT * FROM ${factors} ${last('site_id, series')})
            ORDER BY site_id, series, month`),
    phases:
      phases === null
        ? []
        : await db.rows(`
            SELECT * EXCLUDE (difference_timestamp),
              strftime(difference_timestamp, '%Y-%m-%dT%H:%M:%S') AS difference_at
            FROM (SELECT * FROM ${phases} ${last('site_id, flow')}) ORDER BY site_id, flow, month`),
  });
}
