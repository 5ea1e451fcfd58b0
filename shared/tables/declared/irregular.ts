/** What is missing, and what is out of the ordinary. */
import { EVENT_KINDS, SEVERITIES } from '../../energy/anomalies.ts';
import { COST_TYPE, ENERGY_SUM_TYPE, ENERGY_TYPE, type Table } from '../column.ts';
import { appliance, dataset, measure, month, siteId, timestamp, utc } from '../common-columns.ts';

const SEVERITY_COMMENT = `${SEVERITIES.slice(0, -1).join(', ')} or ${SEVERITIES.at(-1)}`;

export const IRREGULAR_TABLES = {
  missing_data: {
    description: 'Stretches of time without the readings that a series should have; a gap is never a zero',
    folder: 'processed/missing',
    partitionKeys: [siteId, month],
    columns: [
      siteId,
      appliance,
      measure,
      { name: 'gap_start', type: 'timestamp', comment: 'Start of the first missing interval, wall clock at the site' },
      { name: 'gap_end', type: 'timestamp', comment: 'Start of the next reading, wall clock at the site' },
      { name: 'gap_start_utc', type: 'timestamp', comment: 'Start of the first missing interval in UTC' },
      { name: 'missing', type: 'bigint', comment: 'Missing intervals' },
    ],
  },
  anomaly_data: {
    description: 'Readings that are out of the ordinary',
    folder: 'anomalies',
    partitionKeys: [dataset],
    columns: [
      siteId,
      appliance,
      measure,
      timestamp,
      utc,
      { name: 'kwh', type: ENERGY_TYPE, comment: 'The reading' },
      { name: 'kind', type: 'string', comment: 'Z_SCORE or NEGATIVE' },
      { name: 'direction', type: 'string', comment: 'HIGH or LOW' },
      { name: 'severity', type: 'string', comment: SEVERITY_COMMENT },
      { name: 'z_score', type: 'double', comment: '(reading - mean) / standard deviation; null when that is 0' },
      { name: 'threshold', type: 'double', comment: 'The bound that was crossed, in kWh' },
      { name: 'mean_kwh', type: 'double', comment: "Mean of the series' readings" },
      { name: 'std_kwh', type: 'double', comment: "Sample standard deviation of the series' readings" },
    ],
  },
  anomaly_event_data: {
    description: 'Events: anomalous readings that follow one another, and odd days',
    folder: 'anomalies/events',
    partitionKeys: [dataset],
    columns: [
      siteId,
      appliance,
      measure,
      {
        name: 'kind',
        type: 'string',
        comment: `${EVENT_KINDS.join(', ')}; see docs/METHODS.md`,
      },
      { name: 'direction', type: 'string', comment: 'HIGH or LOW' },
      { name: 'severity', type: 'string', comment: SEVERITY_COMMENT },
      { name: 'start_timestamp', type: 'timestamp', comment: 'Start of the first interval, wall clock at the site' },
      { name: 'end_timestamp', type: 'timestamp', comment: 'End of the last interval, wall clock at the site' },
      { name: 'start_utc', type: 'timestamp', comment: 'The same start in UTC' },
      { name: 'end_utc', type: 'timestamp', comment: 'The same end in UTC' },
      { name: 'readings', type: 'bigint', comment: 'Readings from start to end' },
      { name: 'kwh', type: ENERGY_SUM_TYPE, comment: 'Their exact sum' },
      { name: 'expected_kwh', type: ENERGY_SUM_TYPE, comment: 'What would have been usual; null when it is not known' },
      {
        name: 'excess_kwh',
        type: ENERGY_SUM_TYPE,
        comment: 'kwh - expected_kwh; negative when less was used than usual',
      },
      {
        name: 'cost',
        type: COST_TYPE,
        comment: 'Of the excess at the prices of its hours; null for generation, and where an hour has no price',
      },
      { name: 'currency', type: 'string', comment: 'Of the cost; null for generation' },
      { name: 'score', type: 'double', comment: 'How many times the bound of its kind was reached, 1 or more' },
    ],
  },
  cycle_data: {
    description: 'Series that switch on and off: how often, for how long, and whether they run more than they did',
    folder: 'processed/cycles',
    partitionKeys: [dataset],
    columns: [
      siteId,
      appliance,
      { name: 'days', type: 'double', comment: 'Time with readings' },
      { name: 'cycles', type: 'bigint', comment: 'Times that it ran; see docs/METHODS.md' },
      { name: 'cycles_per_day', type: 'double', comment: 'cycles / days' },
      { name: 'cycle_minutes', type: 'double', comment: 'Median length of a cycle; null when none is known whole' },
      { name: 'rest_minutes', type: 'double', comment: 'Median rest between two cycles' },
      { name: 'cycle_kwh', type: 'double', comment: 'Median energy of a cycle' },
      { name: 'kwh', type: ENERGY_SUM_TYPE, comment: 'Energy of all cycles' },
      { name: 'duty', type: 'double', comment: 'Share of the time in which it runs, 0 to 1' },
      {
        name: 'compared_days',
        type: 'int',
        comment: 'Length of the first and of the last weeks, four at most; null with less than two weeks',
      },
      { name: 'earlier_duty', type: 'double', comment: 'Duty of the first weeks; null where half of them is missing' },
      { name: 'recent_duty', type: 'double', comment: 'Duty of the last weeks' },
      { name: 'duty_change', type: 'double', comment: 'recent_duty / earlier_duty - 1' },
    ],
  },
} as const satisfies Record<string, Table>;
