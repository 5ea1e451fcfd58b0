import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { AttributeType, BillingMode, Operation, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { recordPattern } from '../events/rule.ts';
import { CONFIG_KEYS } from '../shared/lake/keys.ts';
import { SITE_FUNCTIONS } from '../shared/runtime/site-functions.ts';
import { SERVED_TABLE } from '../shared/served/table.ts';
import { createFunction, type FunctionsProps, listStatement, readFoldersStatement } from './lambda-functions.ts';

interface ServedProps extends Pick<FunctionsProps, 'stage' | 'network'> {
  readonly bucket: IBucket;
  readonly undelivered: Queue;
  /** DuckDB. */
  readonly modules: LayerVersion;
}

/** What the function reads of the lake. */
const READ = ['recordSites', 'recordData'] as const;
const LOOK_ONCE_IN = Duration.days(1);
/** What the services offer at most: long enough for a person to lift a throttle or mend a role. */
const DELIVER_FOR = Duration.hours(24);
const INVOKE_FOR = Duration.hours(6);

/** The table of sites served, and the function that keeps it equal to the record. */
export class Served extends Construct {
  readonly table: Table;
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, { stage, network, bucket, undelivered, modules }: ServedProps) {
    super(scope, id);
    const { config } = stage;
    const key = (name: string) => ({ name, type: AttributeType.STRING });
    const { partitionKey, sortKey, index, expires } = SERVED_TABLE;
    const keeps = config.onDestroy === 'retain';
    this.table = new Table(this, 'Table', {
      partitionKey: key(partitionKey),
      sortKey: key(sortKey),
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: expires,
      encryption: TableEncryption.DEFAULT,
      deletionProtection: keeps,
      removalPolicy: keeps ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.table.addGlobalSecondaryIndex({
      indexName: index.name,
      partitionKey: key(index.partitionKey),
      sortKey: key(index.sortKey),
    });
    const { entry, memoryMb, timeoutSeconds, ephemeralMb, why } = SITE_FUNCTIONS['serve-sites'];
    this.function = createFunction(
      this,
      {
        ...{ name: 'serve-sites', entry, description: why, memoryMb, timeoutSeconds, ephemeralMb },
        // It follows each commit of a record, and belongs to no run.
        traced: false,
        environment: {
          ...config.settings,
          LAKE_BUCKET: bucket.bucketName,
          GLUE_DATABASE: config.database,
          SERVED_TABLE: this.table.tableName,
          SERVED_DAYS: String(config.retention.servedDays),
        },
        layers: [modules],
        statements: [
          readFoldersStatement(bucket, READ, CONFIG_KEYS.alerts),
          listStatement(bucket, ['recordSites']),
          new PolicyStatement({
            sid: 'ServeSites',
            actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
            resources: [this.table.tableArn],
          }),
          new PolicyStatement({
            sid: 'ListSites',
            actions: ['dynamodb:Query'],
            resources: [indexArn(this.table)],
          }),
        ],
      },
      { stage, network },
    );
    // Beside the rule's own queue: what was delivered, and failed again and again, is kept as well.
    this.function.configureAsyncInvoke({
      maxEventAge: INVOKE_FOR,
      retryAttempts: 2,
      onFailure: new SqsDestination(undelivered),
    });
    this.startedBy(bucket, undelivered);
  }

  /** People are told of what changes at a site by a topic, which is made when the functions are. */
  tellsBy(topic: Topic): void {
    this.function.addEnvironment('ALERTS_TOPIC_ARN', topic.topicArn);
    this.function.addToRolePolicy(
      new PolicyStatement({ sid: 'TellPeople', actions: ['sns:Publish'], resources: [topic.topicArn] }),
    );
  }

  /** Throttled reads and writes; there is no value where there are none. */
  get throttles(): IMetric {
    return this.table.metricThrottledRequestsForOperations({
      operations: [Operation.PUT_ITEM, Operation.QUERY],
      period: Duration.minutes(5),
      label: 'Throttled requests',
    });
  }

  private startedBy(bucket: IBucket, undelivered: Queue): void {
    const { source, detail, 'detail-type': detailType } = recordPattern(bucket.bucketName);
    new Rule(this, 'SiteChanged', {
      description: 'The record of a site has changed: the table follows',
      eventPattern: { source, detailType, detail },
      targets: [
        new LambdaTarget(this.function, { deadLetterQueue: undelivered, maxEventAge: DELIVER_FOR, retryAttempts: 185 }),
      ],
    });
    new Rule(this, 'Schedule', {
      description: 'Look at all sites: whatever an event missed',
      schedule: Schedule.rate(LOOK_ONCE_IN),
      targets: [
        new LambdaTarget(this.function, {
          event: RuleTargetInput.fromObject({ sweep: true }),
          deadLetterQueue: undelivered,
          retryAttempts: 2,
        }),
      ],
    });
  }
}

/** What is served of sites, by site. */
export function readSitesStatement(table: Table): PolicyStatement {
  return new PolicyStatement({
    sid: 'ReadSites',
    actions: ['dynamodb:GetItem', 'dynamodb:Query'],
    resources: [table.tableArn],
  });
}

/** The one index, not the wildcard of all that there may ever be. */
export function indexArn(table: Table): string {
  return `${table.tableArn}/index/${SERVED_TABLE.index.name}`;
}
