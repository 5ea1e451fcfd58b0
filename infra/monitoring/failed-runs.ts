import { Duration } from 'aws-cdk-lib';
import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { QUIET_RUNS } from '../../statemachine/backfill.ts';
import { createFunction } from '../lambda-functions.ts';
import type { Watched } from './alarms.ts';

const TELL_FOR = Duration.hours(24);

/**
 * Tells people in words of each run that did not succeed. Failed runs are not caught inside of the state machine, so
 * that a redrive resumes where they failed.
 */
export class FailedRuns extends Construct {
  constructor(scope: Construct, id: string, watched: Watched & { readonly topic: Topic }) {
    super(scope, id);
    const { stage, network, stateMachine, undelivered, topic } = watched;
    const tell = createFunction(
      this,
      {
        name: 'tell-failed-run',
        entry: 'functions/tell-failed-run/handler.ts',
        description: 'reads one event and sends one message',
        memoryMb: 256,
        timeoutSeconds: 30,
        ephemeralMb: 512,
        environment: { ALERTS_TOPIC_ARN: topic.topicArn },
        layers: [],
        statements: [new PolicyStatement({ sid: 'TellPeople', actions: ['sns:Publish'], resources: [topic.topicArn] })],
      },
      { stage, network },
    );
    tell.configureAsyncInvoke({ retryAttempts: 2, onFailure: new SqsDestination(undelivered) });
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
      targets: [new LambdaTarget(tell, { deadLetterQueue: undelivered, maxEventAge: TELL_FOR })],
    });
  }
}
