/** What was used, by series, day and hour of day. */
import { ENERGY_SUM_TYPE, ENERGY_TYPE, type Table } from '../column.ts';
import {
  appliance,
  completeness,
  dataset,
  day,
  expected,
  measure,
  month,
  siteId,
  uncertain,
} from '../common-columns.ts';

export const USAGE_TABLES = {
  processed_energy_data: {
    description: 'One row per site, appliance and measure',
    folder: 'processed/appliances',
    partitionKeys: [dataset],
    columns: [
      siteId,
      appliance,
      measure,
      { name: 'readings', type: 'bigint', comment: 'Number of readings' },
      { name: 'total_kwh', type: ENERGY_SUM_TYPE, comment: 'Exact sum' },
      { name: 'avg_kwh', type: 'double', comment: 'Mean of the readings' },
      { name: 'std_kwh', type: 'double', comment: 'Sample standard deviation; null for fewer than two readings' },
      { name: 'min_kwh', type: ENERGY_TYPE, comment: 'Smallest reading' },
      { name: 'max_kwh', type: ENERGY_TYPE, comment: 'Largest reading' },
      {
        name: 'share',
        type: 'double',
        comment: "Share of the site's total of this measure, 0 to 1; null when it is 0",
      },
      {
        ...{ name: 'peak_hour', type: 'int' },
        comment: 'Hour of day with the highest mean, the earliest on a tie; null where readings tell no hours',
      },
      { name: 'first_timestamp', type: 'timestamp', comment: 'Start of the first interval, local' },
      { name: 'last_timestamp', type: 'timestamp', comment: 'Start of the last interval, local' },
      { name: 'interval_minutes', type: 'double', comment: 'Length of the interval' },
      { name: 'expected', type: 'bigint', comment: 'Intervals between the first and the last, both included' },
      { name: 'completeness', type: 'double', comment: 'Readings / expected, 0 to 1' },
    ],
  },
  daily_energy_data: {
    description: 'Totals by local day',
    folder: 'processed/daily',
    partitionKeys: [siteId, month],
    columns: [
      siteId,
      appliance,
      measure,
      day,
      { name: 'readings', type: 'bigint', comment: 'Number of readings' },
      { name: 'total_kwh', type: ENERGY_SUM_TYPE, comment: 'Exact sum' },
      expected,
      completeness,
      ...uncertain,
    ],
  },
  hourly_energy_data: {
    description: 'Profile by local hour of day, a month each; of readings that tell hours',
    folder: 'processed/hourly',
    partitionKeys: [siteId, month],
    columns: [
      siteId,
      appliance,
      measure,
      { name: 'hour', type: 'int', comment: 'Local hour of day, 0 to 23' },
      { name: 'readings', type: 'bigint', comment: 'Number of readings' },
      { name: 'total_kwh', type: ENERGY_SUM_TYPE, comment: 'Exact sum' },
      { name: 'avg_kwh', type: 'double', comment: 'Mean of the readings of this hour' },
      { ...expected, comment: 'Intervals of this hour from the first to the last reading of the series in the month' },
      completeness,
    ],
  },
} as const satisfies Record<string, Table>;
