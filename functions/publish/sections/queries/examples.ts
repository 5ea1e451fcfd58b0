import { literal } from '../../../../shared/database/duckdb.ts';
import { IS_SERIOUS_SQL } from '../../../../shared/energy/anomalies.ts';
import type { Report } from '../../../../shared/report/report.ts';

/** Queries that a reader of this report can run as they stand. */
export function queryExamples({ dataset, consumption, generation }: Report): { question: string; sql: string }[] {
  const mine = `WHERE dataset = ${literal(dataset)}`;
  const column = consumption ? 'kwh' : 'generated_kwh';
  const hoursKnown = (consumption?.appliances ?? generation?.sites ?? []).some(({ peak_hour }) => peak_hour !== null);
  const name = consumption ? 'appliance' : 'site_id';
  return [
    {
      question: consumption ? 'How much did each appliance take?' : 'How much did each site generate?',
      sql: lines(
        `SELECT ${name}, SUM(${column}) AS total_kwh`,
        'FROM raw_energy_data',
        mine,
        `GROUP BY ${name}`,
        'ORDER BY total_kwh DESC',
      ),
    },
    ...(hoursKnown
      ? [
          {
            question: 'At which hours?',
            sql: lines(
              `SELECT HOUR(timestamp) AS hour, AVG(${column}) AS avg_kwh`,
              'FROM raw_energy_data',
              mine,
              'GROUP BY HOUR(timestamp)',
              'ORDER BY hour',
            ),
          },
        ]
      : []),
    {
      question: 'Which readings stand out most?',
      sql: lines(
        'SELECT timestamp, site_id, appliance, kwh, z_score',
        'FROM anomaly_data',
        `${mine} AND ${IS_SERIOUS_SQL}`,
        'ORDER BY ABS(z_score) DESC',
        'LIMIT 20',
      ),
    },
    ...(generation?.net_kwh === null || generation === null
      ? []
      : [
          {
            question: 'Net energy by site?',
            sql: lines(
              'SELECT site_id, SUM(generated_kwh) - SUM(kwh) AS net_kwh',
              'FROM raw_energy_data',
              mine,
              'GROUP BY site_id',
              'ORDER BY net_kwh',
            ),
          },
        ]),
  ];
}

function lines(...all: readonly string[]): string {
  return all.join('\n');
}
