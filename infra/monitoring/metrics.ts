import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { COUNTED_BY, type MetricName, metricsNamespace } from '../../shared/runtime/metrics.ts';

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

/** Invocations that Lambda refused in this account and region, whichever function they were of. */
export function accountThrottles(period: Duration): Metric {
  return new Metric({
    namespace: 'AWS/Lambda',
    metricName: 'Throttles',
    statistic: Stats.SUM,
    period,
    label: 'Throttled invocations of the account',
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
