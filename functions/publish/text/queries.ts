import { literal } from '../../../shared/database/duckdb.ts';
import type { Report } from '../../../shared/report/report.ts';

/** Queries that a reader of this report can run as they stand. */
export function queryExamples({ dataset, consumption, generation }: Report): { question: string; sql: string }[] {
  const mine = `WHERE dataset = ${literal(dataset)}`;
  const column = consumption ? 'kwh' : 'generated_kwh';
  return [
    {
      question: consumption ? 'How much did each appliance take?' : 'How much did each site generate?',
      sql: `SELECT ${consumption ? 'appliance' : 'site_id'}, SUM(${column}) AS total_kwh\nFROM raw_energy_data\n${mine}\nGROUP BY ${consumption ? 'appliance' : 'site_id'}\nORDER BY total_kwh DESC`,
    },
    {
      question: 'At which hours?',
      sql: `SELECT HOUR(timestamp) AS hour, AVG(${column}) AS avg_kwh\nFROM raw_energy_data\n${mine}\nGROUP BY HOUR(timestamp)\nORDER BY hour`,
    },
    {
      question: 'Which readings stand out most?',
      sql: `SELECT timestamp, site_id, appliance, kwh, z_score\nFROM anomaly_data\n${mine} AND severity IN ('HIGH', 'CRITICAL')\nORDER BY ABS(z_score) DESC\nLIMIT 20`,
    },
    ...(generation?.net_kwh === null || generation === null
      ? []
      : [
          {
            question: 'Net energy by site?',
            sql: `SELECT site_id, SUM(generated_kwh) - SUM(kwh) AS net_kwh\nFROM raw_energy_data\n${mine}\nGROUP BY site_id\nORDER BY net_kwh`,
          },
        ]),
  ];
}
