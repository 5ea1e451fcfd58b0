import { Annotations, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription, SmsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Stage } from '../stages/load.ts';

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
    for (const address of emails) topic.addSubscription(new EmailSubscription(address));
    for (const number of sms) topic.addSubscription(new SmsSubscription(number));
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
