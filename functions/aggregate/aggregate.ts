import { fetchCells } from '../../shared/cells.ts';
import { withDatabase } from '../../shared/duckdb.ts';
import { LOG } from '../../shared/log.ts';
import type { StepContext } from '../../shared/step.ts';
import { withFolder, writeTables } from '../../shared/tables.ts';
import type { AggregateOutput, Validated } from '../../statemachine/contract.ts';
import { dailyQuery, hourlyQuery, processedQuery } from './rollups.ts';

/**
 * Describes a run's readings: figures per series, totals per local day, profile per local hour of day.
 * @returns where processed_energy_data, daily_energy_data and hourly_energy_data were written
 */
export async function aggregate(input: Validated, context: StepContext): Promise<AggregateOutput> {
  return withFolder(context, (folder) =>
    withDatabase(context.database, async (db) => {
      const cells = await fetchCells(input, db, context, folder);
      const tables = await writeTables(
        [
          { table: 'processed_energy_data', query: processedQuery(cells, input.totals) },
          { table: 'daily_energy_data', query: dailyQuery(cells) },
          { table: 'hourly_energy_data', query: hourlyQuery(cells) },
        ],
        input,
        db,
        context,
        folder,
      );
      context.log.info(LOG.usageAggregated, { series: tables[0]?.rows, days: tables[1]?.rows });
      return { status: 'OK', tables };
    }),
  );
}
