import type { FunctionName } from './lambda-functions.ts';

/**
 * Business metrics, once for the code that counts and the alarms that watch. Each is billed by the month, so there are
 * those alone that an alarm watches; what a person wants to see besides is in the logs, and the dashboard asks them.
 */
export const METRICS_NAMESPACE = 'EnergyAnalytics';

/** Two stages in one account keep their metrics apart. */
export function metricsNamespace(stage: string): string {
  return `${METRICS_NAMESPACE}/${stage}`;
}

export const METRICS = {
  EnergyProcessed: 'NoUnit',
  RejectRatio: 'NoUnit',
  UploadsRefused: 'Count',
  AnomaliesCritical: 'Count',
  DegradedBranches: 'Count',
  SecondsToReport: 'Seconds',
  OldestUnprocessedUpload: 'Seconds',
} as const;
export type MetricName = keyof typeof METRICS;

/** What is out of the ordinary is sent only where there is something: a metric is billed for the hours with values. */
export const OCCASIONAL: readonly MetricName[] = [
  'RejectRatio',
  'UploadsRefused',
  'AnomaliesCritical',
  'DegradedBranches',
];

/** Whether a value is worth sending; to the alarms silence is the same as none. */
export function isSent(name: MetricName, value: number): boolean {
  return value !== 0 || !OCCASIONAL.includes(name);
}

/** Which function counts a metric, whoever does its work: its name is the metric's dimension `service`. */
export const COUNTED_BY = {
  RejectRatio: 'validate',
  UploadsRefused: 'validate',
  AnomaliesCritical: 'detect-anomalies',
  EnergyProcessed: 'publish',
  DegradedBranches: 'publish',
  SecondsToReport: 'publish',
  OldestUnprocessedUpload: 'sweep',
} as const satisfies Record<MetricName, FunctionName | 'sweep'>;

/** Failed invocations by the dimension `class` (shared/failures/classes.ts); none, and nothing is billed. */
export const ERRORS_METRIC = 'Errors';

/** Failed invocations of all functions, counted in their logs: also those whose process ended. */
export const FAILED_INVOCATIONS = 'FailedInvocations';

export type CountMetric = (name: MetricName, value: number) => void;
