import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { CfnStage, CorsHttpMethod, HttpApi, HttpMethod, type IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { OPEN_PATHS } from '../functions/sites-api/open-paths.ts';
import { API_UPLOADS, CONFIG_KEYS } from '../shared/lake/keys.ts';
import { SITE_FUNCTIONS } from '../shared/runtime/site-functions.ts';
import { createFunction, type FunctionsProps, readFoldersStatement } from './lambda-functions.ts';
import { acknowledge } from './nag.ts';
import { indexArn, readSitesStatement } from './served.ts';
import type { Stage } from './stages/load.ts';
import { healthStatements, type Workgroup } from './summary.ts';

interface SitesApiProps extends Pick<FunctionsProps, 'stage' | 'network'> {
  readonly bucket: IBucket;
  readonly table: Table;
  readonly stateMachine: StateMachine;
  readonly workgroup: Workgroup;
  /** DuckDB. */
  readonly modules: LayerVersion;
}

/** What the function reads of the lake, beside the one file that says who sees which sites. */
const READ = ['recordSites', 'recordData', 'manifests', 'forecast'] as const;

/** The fields of API Gateway's access log: who asked for what, how it ended, how long it took. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  ip: '$context.identity.sourceIp',
  method: '$context.httpMethod',
  path: '$context.path',
  status: '$context.status',
  bytes: '$context.responseLength',
  milliseconds: '$context.responseLatency',
  error: '$context.error.message',
};

/** The REST API of sites served. */
export class SitesApi extends Construct {
  readonly function: LambdaFunction;
  readonly url: string;
  readonly faults: IMetric;
  readonly latency: IMetric;

  constructor(scope: Construct, id: string, props: SitesApiProps) {
    super(scope, id);
    const { stage, network } = props;
    const { api: config, retention } = stage.config;
    this.function = createFunction(this, planOf(props), { stage, network });
    const api = new HttpApi(this, 'Api', {
      apiName: `${stage.stackName}-sites`,
      description: 'What sites used and produced: docs/API.md',
      createDefaultStage: true,
      ...(config.corsOrigins.length > 0 && {
        corsPreflight: {
          allowOrigins: config.corsOrigins,
          allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST],
          allowHeaders: ['authorization', 'content-type', 'if-none-match'],
          exposeHeaders: ['etag'],
          maxAge: Duration.hours(1),
        },
      }),
    });
    const integration = new HttpLambdaIntegration('Function', this.function);
    for (const path of OPEN_PATHS) {
      for (const route of api.addRoutes({ path, methods: [HttpMethod.GET], integration })) {
        acknowledge(route, {
          'AwsSolutions-APIG4':
            'It tells of no site: whether the API is well, its description, and a page that shows it.',
        });
      }
    }
    api.addRoutes({
      path: '/{proxy+}',
      methods: [HttpMethod.GET, HttpMethod.POST],
      integration,
      authorizer: authoriserOf(stage),
    });
    const log = new LogGroup(this, 'AccessLog', {
      logGroupName: `/aws/vendedlogs/apis/${stage.stackName}-sites`,
      retention: retention.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const resource = api.defaultStage?.node.defaultChild;
    if (!(resource instanceof CfnStage)) throw new Error('The API has no stage.');
    resource.accessLogSettings = { destinationArn: log.logGroupArn, format: JSON.stringify(ACCESS_LOG) };
    resource.defaultRouteSettings = {
      throttlingRateLimit: config.requestsPerSecond,
      throttlingBurstLimit: 2 * config.requestsPerSecond,
    };
    this.url = api.apiEndpoint;
    this.faults = api.metricServerError({ statistic: Stats.SUM, period: Duration.minutes(5) });
    this.latency = api.metricLatency({ statistic: Stats.p(99), period: Duration.minutes(5) });
  }
}

function authoriserOf(stage: Stage): IHttpRouteAuthorizer {
  const { api } = stage.config;
  if (api.authoriser === 'iam') return new HttpIamAuthorizer();
  return new HttpJwtAuthorizer('Tokens', api.issuer, { jwtAudience: api.audience });
}

function planOf({ stage, bucket, table, stateMachine, workgroup, modules }: SitesApiProps) {
  const { entry, memoryMb, timeoutSeconds, ephemeralMb, why } = SITE_FUNCTIONS['sites-api'];
  return {
    ...{ name: 'sites-api', entry, description: why, memoryMb, timeoutSeconds, ephemeralMb },
    environment: {
      LAKE_BUCKET: bucket.bucketName,
      SERVED_TABLE: table.tableName,
      SERVED_DAYS: String(stage.config.retention.servedDays),
      STATE_MACHINE_ARN: stateMachine.stateMachineArn,
      ATHENA_WORKGROUP: workgroup.name,
      API_AUTHORISER: stage.config.api.authoriser,
      API_VERSION: stage.version,
    },
    layers: [modules],
    statements: [
      readFoldersStatement(bucket, READ, CONFIG_KEYS.access),
      // What it signs, whoever holds the address may do: put one file, and nothing else.
      new PolicyStatement({
        sid: 'SignUploads',
        actions: ['s3:PutObject'],
        resources: [bucket.arnForObjects(`${API_UPLOADS}*`)],
      }),
      readSitesStatement(table),
      ...healthStatements(stateMachine, workgroup),
      new PolicyStatement({ sid: 'ReadDays', actions: ['dynamodb:Query'], resources: [indexArn(table)] }),
    ],
  };
}
