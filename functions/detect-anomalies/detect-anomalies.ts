import { z } from 'zod';
import { fetchCells } from '../../shared/cells.ts';
import { SEVERITIES, type Severity } from '../../shared/domain/anomalies.ts';
import { type Database, withDatabase } from '../../shared/duckdb.ts';
import { LOG } from '../../shared/log.ts';
import type { MetricName } from '../../shared/metrics.ts';
import type { StepContext } from '../../shared/step.ts';
import { fetchReadings, withFolder, writeTables } from '../../shared/tables.ts';
import type { AnomaliesOutput, Validated } from '../../statemachine/contract.ts';
import { createEvents, eventsQuery } from './events/table.ts';
import { anomaliesQuery, createAnomalies, createBounds } from './outliers.ts';

const SEVERITY_METRICS = {
  LOW: 'AnomaliesLow',
  MEDIUM: 'AnomaliesMedium',
  HIGH: 'AnomaliesHigh',
  CRITICAL: 'AnomaliesCritical',
} as const satisfies Record<Severity, MetricName>;

const severityCountsSchema = z.array(z.object({ severity: z.enum(SEVERITIES), n: z.coerce.number() }));

/**
 * Finds the readings of a run that are far from their series' mean or below zero, and the events that a person would tell: spikes,
 * drops, faults, odd days.
 * @returns where anomaly_data and anomaly_event_data were written, and how many readings are in the first
 */
export async function detectAnomalies(input: Validated, context: StepContext): Promise<AnomaliesOutput> {
  return withFolder(context, (folder) =>
    withDatabase(context.database, async (db) => {
      const readings = await fetchReadings(input, context, folder);
      const cells = await fetchCells(input, db, context, folder, readings);
      await createBounds(db, cells, context.settings.ENERGY_ANOMALY_SIGMA);
      await createAnomalies(db, readings, cells.survey, context.settings);
      const events = await createEvents(db, cells, readings, folder, context.settings.ENERGY_TARIFF_RATE);
      const tables = await writeTables(
        [
          { table: 'anomaly_data', query: anomaliesQuery() },
          { table: 'anomaly_event_data', query: eventsQuery() },
        ],
        input,
        db,
        context,
        folder,
      );

      const bySeverity = await countBySeverity(db);
      for (const severity of SEVERITIES) context.count(SEVERITY_METRICS[severity], bySeverity[severity]);
      const count = SEVERITIES.reduce((sum, severity) => sum + bySeverity[severity], 0);
      context.log.info(LOG.anomaliesDetected, { count, ...bySeverity, events });
      return { status: 'OK', tables, count };
    }),
  );
}

async function countBySeverity(db: Database): Promise<Record<Severity, number>> {
  const found = severityCountsSchema.parse(
    await db.rows('SELECT severity, count(*) AS n FROM anomalies GROUP BY severity'),
  );
  const counts = { LOW: 0, MEDIUM: 0, HIGH: 0, CRITICAL: 0 };
  for (const { severity, n } of found) counts[severity] = n;
  return counts;
}
