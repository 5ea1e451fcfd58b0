import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { CONFIG_KEYS, PREFIXES } from '../shared/lake/keys.ts';
import { SITE_FUNCTIONS } from '../shared/runtime/site-functions.ts';
import { createFunction, type FunctionsProps, listStatement, readFoldersStatement } from './lambda-functions.ts';
import { acknowledge } from './nag.ts';
import { indexArn, readSitesStatement } from './served.ts';
import type { Stage } from './stages/load.ts';

interface SummaryProps extends Pick<FunctionsProps, 'stage' | 'network'> {
  readonly bucket: IBucket;
  readonly table: Table;
  readonly stateMachine: StateMachine;
  readonly workgroup: Workgroup;
  readonly undelivered: Queue;
  /** DuckDB. */
  readonly modules: LayerVersion;
}

/** What the health of a stage is asked of, beside its lake and its table. */
export interface Workgroup {
  readonly name: string;
  readonly arn: string;
}

/** What the function reads of the lake: the record, forecasts, what is published, and the pages it keeps. */
const READ = ['recordSites', 'recordData', 'manifests', 'forecast', 'sitePages'] as const;
/** When most people have not begun their day. */
const HOUR = '5';
/** A page is mailed and looked at by people, who need none of every five minutes. */
const PAGE_EVERY = 'rate(1 hour)';

/** What a day came to at all sites and in the runs: a page in the lake and a message, once a day; a page an hour. */
export class Summary extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: SummaryProps) {
    super(scope, id);
    const { stage, network, undelivered } = props;
    this.function = createFunction(this, planOf(props), { stage, network });
    // A summary that failed again and again is kept where undelivered events are, whose alarm tells of it.
    this.function.configureAsyncInvoke({ retryAttempts: 2, onFailure: new SqsDestination(undelivered) });
    const executions = `arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${stage.stackName}:*`;
    const { role } = this.function;
    if (!role) throw new Error('The function has no role.');
    acknowledge(role, {
      [`AwsSolutions-IAM5[Resource::${executions}]`]:
        'The executions of one state machine: their names are not known before they begin.',
    });
    const starter = this.schedulerRole(undelivered);
    // A schedule fires at least once: whoever comes second finds the day summarised, or the page made.
    const target = (input: object) => ({
      arn: this.function.functionArn,
      roleArn: starter.roleArn,
      input: JSON.stringify(input),
      deadLetterConfig: { arn: undelivered.queueArn },
      retryPolicy: { maximumRetryAttempts: 3 },
    });
    new CfnSchedule(this, 'Daily', {
      description: 'Summarise yesterday',
      scheduleExpression: `cron(0 ${HOUR} * * ? *)`,
      scheduleExpressionTimezone: stage.config.settings.ENERGY_TIME_ZONE ?? 'UTC',
      flexibleTimeWindow: { mode: 'OFF' },
      target: target({ unlessKept: true }),
    });
    new CfnSchedule(this, 'Page', {
      description: 'Make the page of the sites anew where one of them has changed',
      scheduleExpression: PAGE_EVERY,
      flexibleTimeWindow: { mode: 'OFF' },
      target: target({ page: true }),
    });
  }

  private schedulerRole(undelivered: Queue): Role {
    const role = new Role(this, 'SchedulerRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      description: 'Starts the daily summary and the page of the sites',
    });
    role.addToPolicy(
      new PolicyStatement({
        sid: 'StartSummary',
        actions: ['lambda:InvokeFunction'],
        resources: [this.function.functionArn],
      }),
    );
    role.addToPolicy(
      new PolicyStatement({ sid: 'KeepFailed', actions: ['sqs:SendMessage'], resources: [undelivered.queueArn] }),
    );
    return role;
  }

  /** The topic is made when the functions are. */
  tellsBy(topic: Topic): void {
    this.function.addEnvironment('ALERTS_TOPIC_ARN', topic.topicArn);
    this.function.addToRolePolicy(
      new PolicyStatement({ sid: 'TellPeople', actions: ['sns:Publish'], resources: [topic.topicArn] }),
    );
  }
}

function planOf({ stage, bucket, table, stateMachine, workgroup, modules }: SummaryProps) {
  const { entry, memoryMb, timeoutSeconds, ephemeralMb, why } = SITE_FUNCTIONS['summarise-sites'];
  return {
    ...{ name: 'summarise-sites', entry, description: why, memoryMb, timeoutSeconds, ephemeralMb },
    environment: {
      ...stage.config.settings,
      LAKE_BUCKET: bucket.bucketName,
      GLUE_DATABASE: stage.config.database,
      SERVED_TABLE: table.tableName,
      SERVED_DAYS: String(stage.config.retention.servedDays),
      STATE_MACHINE_ARN: stateMachine.stateMachineArn,
      ATHENA_WORKGROUP: workgroup.name,
    },
    layers: [modules],
    statements: [
      readFoldersStatement(bucket, READ, CONFIG_KEYS.access),
      new PolicyStatement({
        sid: 'KeepPages',
        actions: ['s3:PutObject'],
        resources: [bucket.arnForObjects(`${PREFIXES.sitePages}*`)],
      }),
      listStatement(bucket, ['manifests']),
      readSitesStatement(table),
      new PolicyStatement({ sid: 'ListSites', actions: ['dynamodb:Query'], resources: [indexArn(table)] }),
      ...healthStatements(stateMachine, workgroup),
      new PolicyStatement({
        sid: 'ReadRuns',
        actions: ['states:ListExecutions'],
        resources: [stateMachine.stateMachineArn],
      }),
      new PolicyStatement({
        sid: 'ReadFailures',
        actions: ['states:DescribeExecution'],
        resources: [executionsOf(stateMachine, stage)],
      }),
    ],
  };
}

/** Whether workflow and queries are there: shared/served/health.ts. */
export function healthStatements(stateMachine: StateMachine, workgroup: Workgroup): PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: 'AskWorkflow',
      actions: ['states:DescribeStateMachine'],
      resources: [stateMachine.stateMachineArn],
    }),
    new PolicyStatement({ sid: 'AskQueries', actions: ['athena:GetWorkGroup'], resources: [workgroup.arn] }),
  ];
}

function executionsOf(scope: Construct, { stackName }: Stage): string {
  return Stack.of(scope).formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${stackName}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
