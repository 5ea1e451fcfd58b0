import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { LOG } from '../../shared/runtime/log.ts';
import { FAILED_INVOCATIONS, metricsNamespace } from '../../shared/runtime/metrics.ts';

/**
 * What a log says of an invocation that ended in an error: the step's own line, or that of Lambda for a process that
 * ended. Filters know no space but \s.
 */
const FAILED = `%${LOG.stepFailed}|Task\\stimed\\sout|Runtime\\.%`;
const QUARTER = Duration.minutes(15);

/**
 * Counts the failed invocations of all functions in one metric, from their logs. Lambda has one for each function, of
 * which an alarm pays every one; this one is paid for in the hours in which something fails.
 */
export function failedInvocations(scope: Construct, stage: string, functions: readonly LambdaFunction[]): Metric {
  const metric = { metricNamespace: metricsNamespace(stage), metricName: FAILED_INVOCATIONS };
  for (const each of functions) {
    new MetricFilter(scope, `Failed${each.node.path.replaceAll(/\W/g, '')}`, {
      logGroup: each.logGroup,
      filterPattern: FilterPattern.literal(FAILED),
      ...metric,
    });
  }
  const { metricNamespace: namespace, metricName } = metric;
  return new Metric({ namespace, metricName, statistic: Stats.SUM, period: QUARTER, label: 'Failed invocations' });
}
