import { z } from 'zod';
import type { AnomaliesOutput, TableOutput, Validated } from '../../shared/contract.ts';
import { type Database, withDatabase } from '../../shared/database/duckdb.ts';
import { noneOfEach, SEVERITIES, type Severity } from '../../shared/energy/anomalies.ts';
import { fetchReadings, type TableQuery, withFolder, writeTable, writeTables } from '../../shared/lake/run-files.ts';
import { fetchHourlyBuckets, type HourlyBuckets } from '../../shared/readings/fetch-hourly-buckets.ts';
import { LOG } from '../../shared/runtime/log.ts';
import { settleAll } from '../../shared/runtime/settle-all.ts';
import type { StepContext } from '../../shared/runtime/step-context.ts';
import { cycleQuery } from './cycle-table.ts';
import { earlierReadings } from './earlier-readings.ts';
import { readPrices } from './events/prices.ts';
import { findEvents } from './events/table.ts';
import { anomaliesQuery, createAnomalies, createBounds } from './outliers.ts';

const severityCountsSchema = z.array(z.object({ severity: z.enum(SEVERITIES), n: z.coerce.number() }));

/**
 * Finds the readings of a run that are far from their series' mean or below zero, and the events that a person would
 * tell: spikes, drops, faults, odd days. The two need nothing of each other, and each has a connection of its own:
 * while one asks the database, the other one looks at numbers.
 * @returns where anomaly_data, anomaly_event_data and cycle_data were written, and how many readings are in the first
 * @throws InputRejected SETTING_INVALID when the lake's tariffs cannot be used
 */
export async function detectAnomalies(input: Validated, context: StepContext): Promise<AnomaliesOutput> {
  return withFolder(context, async (folder) => {
    const readings = await fetchReadings(input, context, folder);
    const buckets = await withDatabase(context.database, (db) =>
      fetchHourlyBuckets(input, db, context, folder, readings),
    );
    const work: Work = { input, readings, buckets, context, folder };
    const [outliers, events] = await settleAll(
      withDatabase(context.database, (db) => writeOutliers(work, db)),
      withDatabase(context.database, (db) => writeEvents(work, db)),
    );
    context.count('AnomaliesCritical', outliers.bySeverity.CRITICAL);
    const count = outliers.table.rows;
    context.log.info(LOG.anomaliesDetected, { count, ...outliers.bySeverity, events: events[0]?.rows });
    return { status: 'OK', tables: [outliers.table, ...events], count };
  });
}

interface Work {
  readonly input: Validated;
  readonly readings: string;
  readonly buckets: HourlyBuckets;
  readonly context: StepContext;
  readonly folder: string;
}

async function writeOutliers({ input, readings, buckets, context, folder }: Work, db: Database) {
  const earlier = await earlierReadings(buckets.relation, input, context, db, folder);
  await createBounds(db, buckets, context.settings.ENERGY_ANOMALY_SIGMA, earlier);
  await createAnomalies(db, readings, buckets.survey, context.settings);
  const table = await writeTable('anomaly_data', anomaliesQuery(), input, db, context, folder);
  return { table, bySeverity: await countBySeverity(db) };
}

/** The events; and the cycles of what switches, where something does: less than a day shows none. */
async function writeEvents({ input, readings, buckets, context, folder }: Work, db: Database): Promise<TableOutput[]> {
  await createBounds(db, buckets, context.settings.ENERGY_ANOMALY_SIGMA);
  const prices = await readPrices(db, buckets.relation, input.timeZone, context);
  const { query, switching } = await findEvents(db, buckets, readings, folder, prices);
  const cycles: TableQuery[] =
    switching.length === 0 || input.way === 'SHORT'
      ? []
      : [{ table: 'cycle_data', query: cycleQuery(readings, switching) }];
  return writeTables([{ table: 'anomaly_event_data', query }, ...cycles], input, db, context, folder);
}

async function countBySeverity(db: Database): Promise<Record<Severity, number>> {
  const found = severityCountsSchema.parse(
    await db.rows('SELECT severity, count(*) AS n FROM anomalies GROUP BY severity'),
  );
  const counts = noneOfEach();
  for (const { severity, n } of found) counts[severity] = n;
  return counts;
}
