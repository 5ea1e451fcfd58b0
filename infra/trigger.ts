import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { deletionPattern, uploadPattern } from '../events/rule.ts';
import { acknowledge } from './nag.ts';

/** What EventBridge offers at most: a day is long enough for a person to lift a throttle or mend a role. */
const RETRY_FOR = Duration.hours(24);
const RETRY_ATTEMPTS = 185;

/** Starts an execution for each upload; what cannot be delivered is kept. */
export class Trigger extends Construct {
  /** Events of this stack that reached nobody: uploads that started no run, notices that were not sent. */
  readonly undelivered: Queue;
  readonly rule: Rule;

  constructor(scope: Construct, id: string, { bucket, stateMachine }: { bucket: IBucket; stateMachine: StateMachine }) {
    super(scope, id);
    this.undelivered = new Queue(this, 'Undelivered', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(this.undelivered, {
      'AwsSolutions-SQS3': 'It is itself a dead-letter queue, with an alarm on its depth.',
    });
    const targets = [
      new SfnStateMachine(stateMachine, {
        deadLetterQueue: this.undelivered,
        maxEventAge: RETRY_FOR,
        retryAttempts: RETRY_ATTEMPTS,
      }),
    ];
    this.rule = new Rule(this, 'Rule', {
      description: 'An upload starts an execution of the state machine',
      eventPattern: toEventPattern(uploadPattern(bucket.bucketName)),
      targets,
    });
    new Rule(this, 'DeletionRule', {
      description: 'An upload that is deleted starts an execution that takes it out of the tables',
      eventPattern: toEventPattern(deletionPattern(bucket.bucketName)),
      targets,
    });
  }
}

/** The declarations that the local stack matches with, in the words of the CDK. */
function toEventPattern(pattern: ReturnType<typeof uploadPattern | typeof deletionPattern>) {
  const { source, detail, 'detail-type': detailType } = pattern;
  return { source, detailType, detail };
}
