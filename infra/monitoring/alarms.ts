/**
 * Every alarm, as data: what it watches, when it goes off, who is told, and where the runbook says what to do. A test
 * holds the list and docs/RUNBOOK.md together.
 */
import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, type IMetric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { FunctionsProps } from '../lambda-functions.ts';
import type { Stage } from '../stages/load.ts';
import { accountThrottles, businessMetric, inMinutes, sumOf } from './metrics.ts';

export interface AlarmPlan {
  /** Name within the stack, and the heading of its section in the runbook. */
  readonly title: string;
  readonly text: string;
  readonly topic: 'alerts' | 'operations';
  readonly metric: IMetric;
  readonly threshold: number;
  readonly operator?: ComparisonOperator;
  readonly periods?: number;
  readonly missing?: TreatMissingData;
}

export interface Watched extends Pick<FunctionsProps, 'network'> {
  readonly stage: Stage;
  readonly functions: readonly LambdaFunction[];
  readonly stateMachine: StateMachine;
  readonly undelivered: Queue;
  /** Requests that the table of sites refused. */
  readonly tableThrottles: IMetric;
  /** Answers of the REST API that are its own fault, and how long answers take. */
  readonly api: { readonly faults: IMetric; readonly latency: IMetric };
}

const FIVE_MINUTES = Duration.minutes(5);
const QUARTER = Duration.minutes(15);
const HOUR = Duration.hours(1);
const DAY = Duration.days(1);
const { GREATER_THAN_OR_EQUAL_TO_THRESHOLD: AT_LEAST, GREATER_THAN_THRESHOLD: ABOVE } = ComparisonOperator;

interface AlarmInput extends Watched {
  /** Of all functions, within a quarter of an hour. */
  readonly failedInvocations: IMetric;
}

export function alarmPlans(watched: AlarmInput): AlarmPlan[] {
  return [...runAlarms(watched), ...dataAlarms(watched.stage)];
}

/** What concerns the machinery. */
function runAlarms({
  stage,
  stateMachine,
  undelivered,
  tableThrottles,
  api,
  failedInvocations,
}: AlarmInput): AlarmPlan[] {
  const { thresholds } = stage.config;
  const ended = [
    stateMachine.metricFailed({ statistic: Stats.SUM }),
    stateMachine.metricTimedOut({ statistic: Stats.SUM }),
    stateMachine.metricAborted({ statistic: Stats.SUM }),
  ];
  return [
    {
      title: 'Failed runs',
      text: 'A run failed, timed out or was aborted.',
      topic: 'operations',
      metric: sumOf(ended, 'Runs that did not succeed', FIVE_MINUTES),
      threshold: 1,
      operator: AT_LEAST,
    },
    {
      title: 'Undelivered events',
      text: 'An upload started no run, or a notice reached nobody: its event is in the dead-letter queue.',
      topic: 'operations',
      metric: undelivered.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM, period: FIVE_MINUTES }),
      threshold: 1,
      operator: AT_LEAST,
    },
    {
      title: 'Waiting uploads',
      text: `An upload has waited for ${thresholds.minutesWaiting} minutes for its outcome.`,
      topic: 'operations',
      metric: businessMetric(stage.name, 'OldestUnprocessedUpload', { statistic: Stats.MAXIMUM, period: QUARTER }),
      threshold: thresholds.minutesWaiting * 60,
    },
    {
      title: 'Unprocessed uploads',
      text: `An upload has had no outcome for ${thresholds.minutesUnprocessed} minutes, or nothing measures it.`,
      topic: 'operations',
      metric: businessMetric(stage.name, 'OldestUnprocessedUpload', { statistic: Stats.MAXIMUM, period: QUARTER }),
      threshold: thresholds.minutesUnprocessed * 60,
      periods: 3,
      // Every quarter of an hour there is a value: silence is a fault of the function that measures.
      missing: TreatMissingData.BREACHING,
    },
    {
      title: 'Function errors',
      text: `Functions failed ${thresholds.functionErrors} times or more in 15 minutes.`,
      topic: 'operations',
      metric: failedInvocations,
      threshold: thresholds.functionErrors,
      operator: AT_LEAST,
    },
    {
      title: 'Function throttles',
      text: 'Invocations were refused for want of concurrency.',
      topic: 'operations',
      // Concurrency is the account's: one metric of all its functions in the region says when it is used up.
      metric: accountThrottles(FIVE_MINUTES),
      threshold: 1,
      operator: AT_LEAST,
    },
    {
      title: 'Table throttles',
      text: 'The table of sites refused requests: it follows the record late.',
      topic: 'operations',
      metric: tableThrottles,
      threshold: 1,
      operator: AT_LEAST,
    },
    {
      title: 'API faults',
      text: `The REST API answered ${thresholds.apiFaults} requests or more in 5 minutes with a fault of its own.`,
      topic: 'operations',
      metric: api.faults,
      threshold: thresholds.apiFaults,
      operator: AT_LEAST,
    },
    {
      title: 'Slow API',
      text: `For 15 minutes one in a hundred answers of the REST API took over ${thresholds.apiSeconds} seconds.`,
      topic: 'operations',
      metric: api.latency,
      threshold: thresholds.apiSeconds * 1000,
      periods: 3,
    },
    {
      title: 'Slow reports',
      text: `A report took longer than the objective of ${thresholds.minutesToReport} minutes from upload.`,
      topic: 'operations',
      metric: inMinutes(
        businessMetric(stage.name, 'SecondsToReport', { statistic: Stats.MAXIMUM, period: HOUR }),
        'Minutes from upload to report',
      ),
      threshold: thresholds.minutesToReport,
    },
    {
      title: 'Degraded branches',
      text: 'A report was published without its forecast or its advice.',
      topic: 'operations',
      metric: businessMetric(stage.name, 'DegradedBranches', { period: FIVE_MINUTES }),
      threshold: 1,
      operator: AT_LEAST,
    },
  ];
}

/** What concerns the data. */
function dataAlarms(stage: Stage): AlarmPlan[] {
  const { thresholds } = stage.config;
  return [
    {
      title: 'Refused uploads',
      text: 'An upload was refused as a whole; nothing of it is published.',
      topic: 'alerts',
      metric: businessMetric(stage.name, 'UploadsRefused', { period: FIVE_MINUTES }),
      threshold: 1,
      operator: AT_LEAST,
    },
    {
      title: 'Rejected readings',
      text: `More than ${100 * thresholds.rejectRatio} % of an upload's readings were rejected.`,
      topic: 'alerts',
      metric: businessMetric(stage.name, 'RejectRatio', { statistic: Stats.MAXIMUM, period: FIVE_MINUTES }),
      threshold: thresholds.rejectRatio,
    },
    {
      title: 'Critical anomalies',
      text: `${thresholds.criticalAnomalies} critical anomalies or more in one upload.`,
      topic: 'alerts',
      metric: businessMetric(stage.name, 'AnomaliesCritical', { statistic: Stats.MAXIMUM, period: FIVE_MINUTES }),
      threshold: thresholds.criticalAnomalies,
      operator: AT_LEAST,
    },
    ...(thresholds.quietDays === null
      ? []
      : [
          {
            title: 'No energy processed',
            text: `No energy was processed for ${thresholds.quietDays} days.`,
            topic: 'alerts',
            metric: businessMetric(stage.name, 'EnergyProcessed', { period: DAY }),
            threshold: 0,
            operator: ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
            periods: thresholds.quietDays,
            missing: TreatMissingData.BREACHING,
          } as const,
        ]),
  ];
}

/** The alarm's operator unless it names another one. */
export const DEFAULT_OPERATOR = ABOVE;
