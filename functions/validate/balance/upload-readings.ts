/** upload_readings: every series as it was read, whatever became of it. */
import type { Database } from '../../../shared/database/duckdb.ts';
import type { Meaning } from './meanings.ts';
import { createTable } from './temp-table.ts';

/** @returns the query; creates the table `read_series` */
export async function uploadReadings(timed: string, meanings: readonly Meaning[], db: Database): Promise<string> {
  await createTable(
    'read_series',
    {
      site_id: 'VARCHAR',
      appliance: 'VARCHAR',
      series: 'VARCHAR',
      flow: 'VARCHAR',
      meter: 'VARCHAR',
      parent: 'VARCHAR',
      quality: 'VARCHAR',
      reversed: 'BOOLEAN',
    },
    meanings.map((each) => ({
      site_id: each.site,
      appliance: each.key,
      series: each.series,
      flow: each.flow,
      meter: each.meter ?? null,
      parent: each.parent ?? null,
      quality: each.quality,
      reversed: each.reversed,
    })),
    db,
  );
  return `SELECT *, 'kWh' AS unit, kwh AS value FROM ${timed} JOIN read_series USING (site_id, appliance)`;
}
