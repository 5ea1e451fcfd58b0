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

/** Failed invocations by the dimension `class` (shared/failures/classes.ts); none, and nothing is billed. */
export const ERRORS_METRIC = 'Errors';

export type CountMetric = (name: MetricName, value: number) => void;
