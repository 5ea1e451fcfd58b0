import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { DefinitionBody, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { PREFIXES } from '../shared/lake/keys.ts';
import { readBackfillTemplate } from '../statemachine/backfill.ts';
import { executionLog } from './execution-log.ts';
import { acknowledgePrefixes } from './lambda-functions.ts';
import { acknowledge } from './nag.ts';
import type { Stage } from './stages/load.ts';

interface BackfillProps {
  readonly stage: Stage;
  readonly bucket: IBucket;
  /** The workflow that takes up each upload. */
  readonly stateMachine: StateMachine;
}

/** The state machine that takes up uploads which are in the lake already; `energy backfill` starts it. */
export class Backfill extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { stage, bucket, stateMachine }: BackfillProps) {
    super(scope, id);
    const name = `${stage.stackName}-backfill`;
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
      description: `What the state machine ${name} may do`,
    });
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName: name,
      stateMachineType: StateMachineType.STANDARD,
      comment: 'Uploads that are in the lake already',
      definitionBody: DefinitionBody.fromString(JSON.stringify(JSON.parse(readBackfillTemplate()))),
      definitionSubstitutions: { LakeBucket: bucket.bucketName, StateMachineArn: stateMachine.stateMachineArn },
      role,
      ...executionLog(this, name, role, stage),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    for (const statement of this.statements(name, stage.stackName, bucket)) {
      role.addToPolicy(statement);
      acknowledgePrefixes(role, statement);
    }
    for (const machine of [name, stage.stackName]) {
      const executions = `arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${machine}:*`;
      acknowledge(role, {
        [`AwsSolutions-IAM5[Resource::${executions}]`]:
          'The executions of one state machine: their names are not known before they begin.',
      });
    }
  }

  /** Step Functions Developer Guide, "IAM policies for using Distributed Map states" and "… for nested workflows". */
  private statements(name: string, workflow: string, bucket: IBucket): PolicyStatement[] {
    const arn = (service: string, resource: string, resourceName: string, arnFormat = ArnFormat.COLON_RESOURCE_NAME) =>
      Stack.of(this).formatArn({ service, resource, resourceName, arnFormat });
    const machines = [name, workflow];
    return [
      new PolicyStatement({
        sid: 'StartItemsAndRuns',
        actions: ['states:StartExecution'],
        resources: machines.map((machine) => arn('states', 'stateMachine', machine)),
      }),
      new PolicyStatement({
        sid: 'FollowItemsAndRuns',
        actions: ['states:DescribeExecution', 'states:StopExecution'],
        resources: machines.map((machine) => arn('states', 'execution', `${machine}:*`)),
      }),
      new PolicyStatement({
        sid: 'HearOfTheirEnd',
        actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
        resources: [
          arn('events', 'rule', 'StepFunctionsGetEventsForStepFunctionsExecutionRule', ArnFormat.SLASH_RESOURCE_NAME),
        ],
      }),
      new PolicyStatement({
        sid: 'ItemsAndResults',
        actions: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
        resources: [bucket.arnForObjects(`${PREFIXES.backfills}*`)],
      }),
    ];
  }
}
