import { Annotations, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SubscriptionFilter, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription, SmsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { SEVERITIES, type Severity } from '../../shared/energy/anomalies.ts';
import type { Stage } from '../stages/load.ts';
import { recipientOf } from '../stages/schema.ts';

/** Services that send notices to the topics; a topic with a policy of its own admits nobody else. */
const SENDERS = ['cloudwatch.amazonaws.com', 'budgets.amazonaws.com'] as const;

/** Two topics: what concerns the data, and what concerns the machinery. */
export class Topics extends Construct {
  readonly alerts: Topic;
  readonly operations: Topic;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.alerts = this.topic('Alerts', stage, 'alerts', 'Energy alerts');
    this.operations = this.topic('Operations', stage, 'operations', 'Energy operations');
  }

  private topic(id: string, stage: Stage, kind: 'alerts' | 'operations', displayName: string): Topic {
    const topic = new Topic(this, id, { topicName: `${stage.stackName}-${kind}`, displayName, enforceSSL: true });
    for (const service of SENDERS) {
      topic.addToResourcePolicy(
        new PolicyStatement({
          sid: `From${service.split('.')[0]}`,
          principals: [new ServicePrincipal(service)],
          actions: ['sns:Publish'],
          resources: [topic.topicArn],
          conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
        }),
      );
    }
    const { emails, sms } = stage.config.recipients[kind];
    for (const { address, least } of emails.map(recipientOf))
      topic.addSubscription(new EmailSubscription(address, filterOf(least)));
    for (const { address, least } of sms.map(recipientOf))
      topic.addSubscription(new SmsSubscription(address, filterOf(least)));
    if (emails.length + sms.length === 0) {
      Annotations.of(topic).addWarningV2(
        `energy:nobody-is-told:${kind}`,
        `Nobody receives ${kind}: name recipients in infra/stages/${stage.name}.json or ` +
          `ENERGY_${kind === 'alerts' ? 'ALERT' : 'OPERATIONS'}_EMAILS.`,
      );
    }
    return topic;
  }
}

/** What is at least so bad; alarms and notices of the budget say no severity, and reach everybody. */
function filterOf(least: Severity | null): { filterPolicy?: Record<string, SubscriptionFilter> } {
  if (least === null) return {};
  const severities = SEVERITIES.slice(SEVERITIES.indexOf(least));
  return { filterPolicy: { severity: new SubscriptionFilter([...severities, { exists: false }]) } };
}
