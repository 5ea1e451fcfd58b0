import { SEVERITIES } from './energy/anomalies.ts';
import { publicationSchema } from './lake/manifest.ts';

export interface NamedQuery {
  readonly name: string;
  readonly description: string;
  readonly sql: string;
}

const WORST_FIRST = SEVERITIES.toReversed()
  .map((each, place) => `WHEN '${each}' THEN ${place + 1}`)
  .join(' ');

/** UNNEST makes a column of each field of an earlier publication, in their order. */
const EARLIER = [...Object.keys(publicationSchema.shape), 'superseded_at'];

/** Queries that are saved with the workgroup, of a stack on AWS and of the local one. */
export const NAMED_QUERIES: readonly NamedQuery[] = [
  {
    name: 'Total by appliance',
    description: 'Energy of each appliance over everything that is published',
    sql: `SELECT site_id, appliance, measure, SUM(total_kwh) AS total_kwh, SUM(readings) AS readings
FROM processed_energy_data
GROUP BY site_id, appliance, measure
ORDER BY total_kwh DESC, site_id, appliance, measure`,
  },
  {
    name: 'Peak hours',
    description: 'Mean energy of a reading by hour of day, the highest first',
    sql: `SELECT site_id, measure, hour, SUM(total_kwh) / SUM(readings) AS avg_kwh
FROM hourly_energy_data
GROUP BY site_id, measure, hour
ORDER BY site_id, measure, avg_kwh DESC, hour`,
  },
  {
    name: 'Latest forecast',
    description: 'The days to come, as forecast by the dataset of each site that was published last',
    sql: `SELECT f.site_id, f.measure, f.ds, f.yhat, f.yhat_lower, f.yhat_upper, f.model, f.dataset
FROM forecast_data f
JOIN datasets d ON d.dataset = f.dataset
JOIN (
  SELECT f2.site_id, f2.measure, MAX(d2.published.committed_at) AS committed_at
  FROM forecast_data f2
  JOIN datasets d2 ON d2.dataset = f2.dataset
  GROUP BY f2.site_id, f2.measure
) latest
  ON latest.site_id = f.site_id AND latest.measure = f.measure AND latest.committed_at = d.published.committed_at
ORDER BY f.site_id, f.measure, f.ds`,
  },
  {
    name: 'Anomalies by severity',
    description: 'How many readings were out of the ordinary, by severity and appliance',
    sql: `SELECT severity, site_id, appliance, measure, COUNT(*) AS anomalies, MAX(ABS(z_score)) AS largest_z_score
FROM anomaly_data
GROUP BY severity, site_id, appliance, measure
ORDER BY CASE severity ${WORST_FIRST} END,
  anomalies DESC, site_id, appliance, measure`,
  },
  {
    name: 'Power factor by month',
    description:
      'Energy from the grid beside each reactive energy of the same intervals; below 0.9 it often costs a surcharge',
    sql: `SELECT site_id, series, month, kwh, kvarh, power_factor
FROM power_factor_data
ORDER BY site_id, series, month`,
  },
  {
    name: 'Runs with rejected rows',
    description: 'What is published although part of it was rejected, and where the rejected rows are kept',
    sql: `SELECT dataset, key, published.run AS run, published.readings.rejected AS rejected,
  published.readings.accepted AS accepted, published.quarantine AS quarantine
FROM datasets
WHERE published.readings.rejected > 0
ORDER BY rejected DESC, dataset`,
  },
  {
    name: 'Lineage of a dataset',
    description: 'From which bytes and by which run each dataset came to be, and what it replaced',
    sql: `SELECT dataset, key, published.run AS run, published.source.version AS version, published.status AS status,
  published.committed_at AS committed_at, NULL AS superseded_at, published.report AS report
FROM datasets
WHERE published IS NOT NULL
UNION ALL
SELECT d.dataset, d.key, earlier.run, earlier.source.version, earlier.status,
  earlier.committed_at, earlier.superseded_at, earlier.report
FROM datasets d
CROSS JOIN UNNEST(d.history) AS earlier (${EARLIER.join(', ')})
ORDER BY dataset, committed_at DESC`,
  },
];
