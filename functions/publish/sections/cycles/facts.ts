/** What the report says of series that switch on and off, read from cycle_data. */
import type { Database } from '../../../../shared/database/duckdb.ts';
import { type Cycles, cyclesSchema } from '../../../../shared/report/cycles.ts';
import type { Relations } from '../../relations.ts';

const ROWS = 20;

export async function readCycles(db: Database, tables: Relations): Promise<Cycles> {
  const cycles = tables.find('cycle_data');
  if (cycles === null) return [];
  return cyclesSchema.parse(
    await db.rows(`
      SELECT * REPLACE (CAST(kwh AS DOUBLE) AS kwh, CAST(cycles AS DOUBLE) AS cycles) FROM ${cycles}
      ORDER BY kwh DESC, site_id, appliance LIMIT ${ROWS}`),
  );
}
