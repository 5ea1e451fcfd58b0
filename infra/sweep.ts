import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { PREFIXES } from '../shared/lake/keys.ts';
import { SITE_FUNCTIONS } from '../shared/runtime/site-functions.ts';
import { catalogStatement, createFunction, type FunctionsProps, listBelowStatement } from './lambda-functions.ts';
import { acknowledge } from './nag.ts';

interface SweepProps extends Pick<FunctionsProps, 'stage' | 'network'> {
  readonly bucket: IBucket;
  readonly stateMachine: StateMachine;
  readonly undelivered: Queue;
  /** DuckDB. */
  readonly modules: LayerVersion;
}

type Prefix = keyof typeof PREFIXES;

/** What it reads: the record and what is to be taken into it, as the last step does. */
const READ = [
  ...(['manifests', 'readings', 'balance', 'anomalies', 'quarantine', 'config'] as const),
  ...(['recordSites', 'recordInbox', 'recordData', 'recordContents', 'recordSweep'] as const),
];
const WRITE = ['recordSites', 'recordData', 'recordSweep'] as const satisfies readonly Prefix[];
/** What attempts of steps write, a prefix each. */
const OUTPUTS = [
  ...(['quarantine', 'readings', 'balance', 'uploadReadings', 'processed'] as const),
  ...(['anomalies', 'forecast', 'insights', 'reports'] as const),
];
const LIST = ['raw', 'manifests', 'recordSites', 'recordInbox'] as const satisfies readonly Prefix[];
const RUN_ONCE_IN = Duration.minutes(15);

/** Finishes what others left, starts what was lost, deletes what nobody needs. */
export class Sweep extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: SweepProps) {
    super(scope, id);
    const { stage, network, bucket, stateMachine, undelivered, modules } = props;
    const stack = Stack.of(this);
    const executions = {
      ...{ service: 'states', resource: 'execution', resourceName: `${stage.stackName}:*` },
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    };
    const { entry, memoryMb, timeoutSeconds, ephemeralMb, why } = SITE_FUNCTIONS.sweep;
    this.function = createFunction(
      this,
      {
        ...{ name: 'sweep', entry, description: why, memoryMb, timeoutSeconds, ephemeralMb },
        environment: {
          ...stage.config.settings,
          LAKE_BUCKET: bucket.bucketName,
          GLUE_DATABASE: stage.config.database,
          STATE_MACHINE_ARN: stateMachine.stateMachineArn,
        },
        layers: [modules],
        statements: [
          objects('ReadFolders', ['s3:GetObject'], READ, bucket),
          objects('WriteFolders', ['s3:PutObject'], WRITE, bucket),
          objects('DeleteFromFolders', ['s3:DeleteObject'], ['recordInbox'], bucket),
          objects('DeleteVersions', ['s3:DeleteObjectVersion'], [...OUTPUTS, 'recordData'], bucket),
          listBelowStatement(bucket, LIST),
          listVersionsStatement(bucket, ['raw', ...OUTPUTS, 'manifests', 'recordData']),
          new PolicyStatement({
            sid: 'LookWhatExpires',
            actions: ['s3:GetLifecycleConfiguration'],
            resources: [bucket.bucketArn],
          }),
          catalogStatement(stage, this),
          new PolicyStatement({
            sid: 'StartRuns',
            actions: ['states:StartExecution', 'states:ListExecutions'],
            resources: [stateMachine.stateMachineArn],
          }),
          new PolicyStatement({
            sid: 'LookAtRuns',
            actions: ['states:DescribeExecution'],
            resources: [stack.formatArn(executions)],
          }),
        ],
      },
      { stage, network },
    );
    const role = this.function.role;
    if (role)
      acknowledge(role, {
        [`AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${
          executions.resourceName
        }]`]: 'The executions of the one state machine, whose names are given when they are started.',
      });
    new Rule(this, 'Schedule', {
      description: 'Finish what others left, start what was lost, delete what nobody needs',
      schedule: Schedule.rate(RUN_ONCE_IN),
      targets: [new LambdaTarget(this.function, { deadLetterQueue: undelivered, retryAttempts: 2 })],
    });
  }
}

function objects(sid: string, actions: string[], prefixes: readonly Prefix[], bucket: IBucket): PolicyStatement {
  return new PolicyStatement({
    ...{ sid, actions },
    resources: prefixes.map((prefix) => bucket.arnForObjects(`${PREFIXES[prefix]}*`)),
  });
}

/** As `listBelowStatement`, of all versions. */
function listVersionsStatement(bucket: IBucket, prefixes: readonly Prefix[]): PolicyStatement {
  return new PolicyStatement({
    sid: 'ListVersions',
    actions: ['s3:ListBucketVersions'],
    resources: [bucket.bucketArn],
    conditions: { StringLike: { 's3:prefix': prefixes.map((prefix) => `${PREFIXES[prefix]}*`) } },
  });
}
