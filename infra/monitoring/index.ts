import { Duration } from 'aws-cdk-lib';
import { Alarm, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { EventField, Match, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { QUIET_RUNS } from '../../statemachine/backfill.ts';
import { type AlarmPlan, alarmPlans, DEFAULT_OPERATOR, type Watched } from './alarms.ts';
import { createBudget } from './budget.ts';
import { createDashboard } from './dashboard.ts';
import { Topics } from './topics.ts';

/** Who is told of what: topics, the notice of each run that did not succeed, alarms, dashboard, budget. */
export class Monitoring extends Construct {
  readonly topics: Topics;

  constructor(scope: Construct, id: string, watched: Watched) {
    super(scope, id);
    this.topics = new Topics(this, 'Topics', watched.stage);
    this.noticeOfFailedRuns(watched);
    const alarms = alarmPlans(watched).map((plan) => this.alarm(plan, watched));
    createDashboard(this, watched, alarms);
    createBudget(this, watched.stage, this.topics.operations);
  }

  /** Failed runs are not caught inside of the state machine, so that a redrive resumes where they failed. */
  private noticeOfFailedRuns({ stage, stateMachine, undelivered }: Watched): void {
    const field = EventField.fromPath;
    new Rule(this, 'RunFailed', {
      description: 'A run failed, timed out or was aborted',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [stateMachine.stateMachineArn],
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
          name: Match.anythingButPrefix(QUIET_RUNS),
        },
      },
      targets: [
        new SnsTopic(this.topics.alerts, {
          deadLetterQueue: undelivered,
          maxEventAge: Duration.hours(24),
          message: RuleTargetInput.fromText(
            [
              `A run of ${stage.stackName} ended as ${field('$.detail.status')}.`,
              `Run: ${field('$.detail.name')}`,
              `Error: ${field('$.detail.error')}`,
              `Execution: ${field('$.detail.executionArn')}`,
              `What to do: ${stage.runbook}#failed-runs`,
            ].join('\n'),
          ),
        }),
      ],
    });
  }

  private alarm(plan: AlarmPlan, { stage }: Watched): Alarm {
    const alarm = new Alarm(this, plan.title.replaceAll(' ', ''), {
      alarmName: `${stage.stackName}: ${plan.title}`,
      alarmDescription: `${plan.text} What to do: ${stage.runbook}#${anchor(plan.title)}`,
      metric: plan.metric,
      threshold: plan.threshold,
      comparisonOperator: plan.operator ?? DEFAULT_OPERATOR,
      evaluationPeriods: plan.periods ?? 1,
      treatMissingData: plan.missing ?? TreatMissingData.NOT_BREACHING,
    });
    const action = new SnsAction(this.topics[plan.topic]);
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
    return alarm;
  }
}

/** Where a heading of the runbook is linked to. */
export function anchor(heading: string): string {
  return heading.toLowerCase().replaceAll(' ', '-');
}
