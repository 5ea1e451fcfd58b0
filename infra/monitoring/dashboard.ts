import { Aws, Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  SingleValueWidget,
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { SEVERITIES } from '../../shared/energy/anomalies.ts';
import { LOG, type LogMessage } from '../../shared/runtime/log.ts';
import type { Watched } from './alarms.ts';
import { accountThrottles, businessMetric, inMinutes } from './metrics.ts';

const FULL = 24;
const HALF = 12;
const DAY = Duration.days(1);

/** One page, from top to bottom: is all well, what was processed, how did the runs go, what did the functions need. */
export function createDashboard(scope: Construct, watched: Watched, alarms: readonly Alarm[]): Dashboard {
  const { stage, functions, stateMachine, undelivered } = watched;
  const metric = (...args: Parameters<typeof businessMetric> extends [string, ...infer Rest] ? Rest : never) =>
    businessMetric(stage.name, ...args);
  const minutes = (statistic: string, label: string) =>
    inMinutes(metric('SecondsToReport', { statistic, period: Duration.hours(1) }), label);

  /** What the functions' logs say by the hour: asked when somebody looks, and billed by what is then read. */
  const logged = (title: string, message: LogMessage, sums: readonly string[]) =>
    new LogQueryWidget({
      title,
      width: HALF,
      view: LogQueryVisualizationType.STACKEDAREA,
      logGroupNames: functions.map(({ logGroup }) => logGroup.logGroupName),
      queryLines: [`filter message = "${message}"`, `stats ${sums.join(', ')} by bin(1h)`],
    });

  const dashboard = new Dashboard(scope, 'Dashboard', {
    // The name is one of the account, whatever the region.
    dashboardName: `${stage.stackName}-${Aws.REGION}`,
    defaultInterval: Duration.days(7),
  });
  dashboard.addWidgets(
    new TextWidget({
      width: FULL,
      height: 3,
      markdown:
        `# Energy analytics, ${stage.name}\nUploads become runs, runs become reports and tables. ` +
        `An alarm in red: look it up by its name in the runbook, ${stage.runbook}.`,
    }),
  );
  dashboard.addWidgets(new AlarmStatusWidget({ title: 'Alarms', width: FULL, height: 3, alarms: [...alarms] }));
  dashboard.addWidgets(
    new SingleValueWidget({
      title: 'Last day',
      width: FULL,
      height: 4,
      metrics: [
        metric('EnergyProcessed', { period: DAY, label: 'kWh processed' }),
        metric('UploadsRefused', { period: DAY, label: 'Uploads refused' }),
        stateMachine.metricSucceeded({ statistic: Stats.SUM, period: DAY, label: 'Runs succeeded' }),
        stateMachine.metricFailed({ statistic: Stats.SUM, period: DAY, label: 'Runs failed' }),
      ],
    }),
  );
  dashboard.addWidgets(
    new GraphWidget({
      title: 'Energy processed (kWh)',
      width: HALF,
      left: [metric('EnergyProcessed', { period: DAY, label: 'kWh' })],
    }),
    logged(
      'Anomalies by severity',
      LOG.anomaliesDetected,
      SEVERITIES.map((severity) => `sum(${severity}) as ${severity.toLowerCase()}`),
    ),
  );
  dashboard.addWidgets(
    logged('Readings', LOG.readingsValidated, [
      'sum(accepted) as accepted_readings',
      'sum(rejected) as rejected_readings',
    ]),
    logged('Advice by the rules instead of a model', LOG.insightsFellBack, ['count(*) as reports']),
  );
  dashboard.addWidgets(
    new GraphWidget({
      title: 'Rejected share of the readings',
      width: HALF,
      left: [metric('RejectRatio', { statistic: Stats.MAXIMUM, label: 'Largest' })],
      leftAnnotations: [{ value: stage.config.thresholds.rejectRatio, label: 'Alarm' }],
      leftYAxis: { min: 0 },
    }),
    new GraphWidget({
      title: 'Minutes from upload to report',
      width: HALF,
      left: [minutes(Stats.p(50), 'Half of the reports'), minutes(Stats.MAXIMUM, 'Slowest')],
      leftAnnotations: [{ value: stage.config.thresholds.minutesToReport, label: 'Objective' }],
      leftYAxis: { min: 0 },
    }),
  );
  dashboard.addWidgets(
    new GraphWidget({
      title: 'Runs',
      width: HALF,
      left: [
        stateMachine.metricStarted({ statistic: Stats.SUM, label: 'Started' }),
        stateMachine.metricSucceeded({ statistic: Stats.SUM, label: 'Succeeded' }),
        stateMachine.metricFailed({ statistic: Stats.SUM, label: 'Failed' }),
        stateMachine.metricTimedOut({ statistic: Stats.SUM, label: 'Timed out' }),
        stateMachine.metricAborted({ statistic: Stats.SUM, label: 'Aborted' }),
      ],
      right: [metric('DegradedBranches', { label: 'Degraded branches' })],
    }),
    new GraphWidget({
      title: 'Waiting',
      width: HALF,
      left: [
        undelivered.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM, label: 'Undelivered events' }),
      ],
      right: [
        inMinutes(
          metric('OldestUnprocessedUpload', { statistic: Stats.MAXIMUM, period: Duration.minutes(15) }),
          'Oldest unprocessed upload (minutes)',
        ),
      ],
    }),
  );
  dashboard.addWidgets(
    new GraphWidget({
      title: 'Function errors',
      width: 8,
      left: functions.map((each) => each.metricErrors({ statistic: Stats.SUM })),
    }),
    new GraphWidget({
      title: 'Function throttles',
      width: 8,
      left: [
        accountThrottles(Duration.minutes(5)),
        ...functions.map((each) => each.metricThrottles({ statistic: Stats.SUM })),
      ],
    }),
    new GraphWidget({
      title: 'Function duration (slowest)',
      width: 8,
      left: functions.map((each) => each.metricDuration({ statistic: Stats.MAXIMUM })),
    }),
  );
  return dashboard;
}
