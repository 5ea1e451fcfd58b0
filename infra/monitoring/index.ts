import { Alarm, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Construct } from 'constructs';
import { type AlarmPlan, alarmPlans, DEFAULT_OPERATOR, type Watched } from './alarms.ts';
import { createBudget } from './budget.ts';
import { createDashboard } from './dashboard.ts';
import { failedInvocations } from './failed-invocations.ts';
import { FailedRuns } from './failed-runs.ts';
import { createLogQueries } from './log-queries.ts';
import { Topics } from './topics.ts';

/** Who is told of what: topics, the notice of each run that did not succeed, alarms, dashboard, budget. */
export class Monitoring extends Construct {
  readonly topics: Topics;

  constructor(scope: Construct, id: string, watched: Watched) {
    super(scope, id);
    this.topics = new Topics(this, 'Topics', watched.stage);
    new FailedRuns(this, 'FailedRuns', { ...watched, topic: this.topics.alerts });
    const failed = failedInvocations(this, watched.stage.name, watched.functions);
    const alarms = alarmPlans({ ...watched, failedInvocations: failed }).map((plan) => this.alarm(plan, watched));
    createDashboard(this, watched, alarms);
    createLogQueries(this, watched.stage.stackName, watched.functions);
    createBudget(this, watched.stage, this.topics.operations);
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
