import type { FunctionName } from './lambda-functions.ts';

/** Business metrics, once for the code that counts and the alarms that watch. */
export const METRICS_NAMESPACE = 'EnergyAnalytics';

/** Two stages in one account keep their metrics apart. */
export function metricsNamespace(stage: string): string {
  return `${METRICS_NAMESPACE}/${stage}`;
}

export const METRICS = {
  EnergyProcessed: 'NoUnit',
  ReadingsAccepted: 'Count',
  ReadingsRejected: 'Count',
  RejectRatio: 'NoUnit',
  UploadsRefused: 'Count',
  AnomaliesLow: 'Count',
  AnomaliesMedium: 'Count',
  AnomaliesHigh: 'Count',
  AnomaliesCritical: 'Count',
  DegradedBranches: 'Count',
  InsightsFallbacks: 'Count',
  SecondsToReport: 'Seconds',
  OldestUnprocessedUpload: 'Seconds',
} as const;
export type MetricName = keyof typeof METRICS;

/** Which function counts a metric, whoever does its work: its name is the metric's dimension `service`. */
export const COUNTED_BY = {
  ReadingsAccepted: 'validate',
  ReadingsRejected: 'validate',
  RejectRatio: 'validate',
  UploadsRefused: 'validate',
  AnomaliesLow: 'detect-anomalies',
  AnomaliesMedium: 'detect-anomalies',
  AnomaliesHigh: 'detect-anomalies',
  AnomaliesCritical: 'detect-anomalies',
  EnergyProcessed: 'publish',
  DegradedBranches: 'publish',
  InsightsFallbacks: 'generate-insights',
  SecondsToReport: 'publish',
  OldestUnprocessedUpload: 'sweep',
} as const satisfies Record<MetricName, FunctionName | 'sweep'>;

/** Failed invocations by the dimension `class` (shared/failures/classes.ts); none, and nothing is billed. */
export const ERRORS_METRIC = 'Errors';

export type CountMetric = (name: MetricName, value: number) => void;
