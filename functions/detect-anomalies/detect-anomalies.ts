import { z } from 'zod';
import { fetchCells } from '../../shared/cells.ts';
import { type Database, withDatabase } from '../../shared/duckdb.ts';
import { LOG } from '../../shared/log.ts';
import type { MetricName } from '../../shared/metrics.ts';
import { SEVERITIES, type Severity } from '../../shared/report.ts';
import type { StepContext } from '../../shared/step.ts';
import { fetchReadings, withFolder, writeTable } from '../../shared/tables.ts';
import type { AnomaliesOutput, Validated } from '../../statemachine/contract.ts';
import { anomaliesQuery, createAnomalies, createBounds } from './outliers.ts';

const SEVERITY_METRICS = {
  LOW: 'AnomaliesLow',
  MEDIUM: 'AnomaliesMedium',
  HIGH: 'AnomaliesHigh',
  CRITICAL: 'AnomaliesCritical',
} as const satisfies Record<Severity, MetricName>;

const severityCountsSchema = z.array(z.object({ severity: z.enum(SEVERITIES), n: z.coerce.number() }));

/**
 * Finds the readings of a run that are out of the ordinary for their series, and those below zero.
 * @returns where anomaly_data was written, and how many there are
 */
export async function detectAnomalies(input: Validated, context: StepContext): Promise<AnomaliesOutput> {
  return withFolder(context, (folder) =>
    withDatabase(context.database, async (db) => {
      const readings = await fetchReadings(input, context, folder);
      const cells = await fetchCells(input, db, context, folder, readings);
      await createBounds(db, cells, context.settings.ENERGY_ANOMALY_SIGMA);
      await createAnomalies(db, readings, cells.survey, context.settings);
      const table = await writeTable('anomaly_data', anomaliesQuery(), input, db, context, folder);

      const bySeverity = await countBySeverity(db);
      for (const severity of SEVERITIES) context.count(SEVERITY_METRICS[severity], bySeverity[severity]);
      context.log.info(LOG.anomaliesDetected, { count: table.rows, ...bySeverity });
      return { status: 'OK', tables: [table], count: table.rows };
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
