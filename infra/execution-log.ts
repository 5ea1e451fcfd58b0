/**
 * What every state machine of the stack keeps of its executions: a log of their states, and traces. What the states are
 * given and give is in the history of the execution, which the service keeps for 90 days; in the log it would be most.
 */
import { RemovalPolicy } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { LogLevel, type StateMachineProps } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { acknowledge } from './nag.ts';
import type { Stage } from './stages/load.ts';

/**
 * @param name of the state machine
 * @param role its own, which delivers the log
 */
export function executionLog(
  scope: Construct,
  name: string,
  role: Role,
  stage: Stage,
): Pick<StateMachineProps, 'tracingEnabled' | 'logs'> {
  acknowledge(role, {
    'AwsSolutions-IAM5[Resource::*]':
      'Log delivery and X-Ray have no resources to name (Step Functions Developer Guide, ' +
      '"Logging in CloudWatch Logs").',
  });
  return {
    tracingEnabled: true,
    logs: {
      destination: new LogGroup(scope, 'Log', {
        logGroupName: `/aws/vendedlogs/states/${name}`,
        retention: stage.config.retention.logDays,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
      level: LogLevel.ALL,
      includeExecutionData: false,
    },
  };
}
