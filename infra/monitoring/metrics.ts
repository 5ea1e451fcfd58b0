import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { FunctionName } from '../../shared/runtime/lambda-functions.ts';
import { type MetricName, metricsNamespace } from '../../shared/runtime/metrics.ts';

type Service = FunctionName | 'sweep';

/** Which function counts a metric: its name is the metric's dimension. */
const COUNTED_BY: Readonly<Record<MetricName, Service>> = {
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
};

/** A business metric of one stage. */
export function businessMetric(
  stage: string,
  name: MetricName,
  { statistic = Stats.SUM, period = Duration.minutes(5), label = name as string } = {},
): Metric {
  return new Metric({
    namespace: metricsNamespace(stage),
    metricName: name,
    dimensionsMap: { service: COUNTED_BY[name] },
    statistic,
    period,
    label,
  });
}

/** Metrics are seconds; people think of minutes. */
export function inMinutes(seconds: Metric, label: string): MathExpression {
  // One graph may hold several of these, whose ids must differ.
  const id = `seconds_${seconds.statistic.replace(/\W/g, '_').toLowerCase()}`;
  return new MathExpression({
    expression: `${id} / 60`,
    usingMetrics: { [id]: seconds },
    label,
    period: seconds.period,
  });
}

/** The sum of several metrics, a missing one counting as none. */
export function sumOf(metrics: readonly Metric[], label: string, period: Duration): MathExpression {
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric.with({ period })]));
  return new MathExpression({
    expression: `SUM([${Object.keys(usingMetrics)
      .map((id) => `FILL(${id}, 0)`)
      .join(', ')}])`,
    usingMetrics,
    label,
    period,
  });
}
