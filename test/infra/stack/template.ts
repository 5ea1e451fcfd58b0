import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { deletionPattern, recordPattern, uploadPattern } from '../../../events/rule.ts';
import { summariseInputSchema } from '../../../functions/summarise-sites/summarise-sites.ts';
import { outputPrefixes, refuseOutputsUnderUploads } from '../../../infra/prefixes.ts';
import { PREFIXES } from '../../../shared/lake/keys.ts';
import { NAMED_QUERIES } from '../../../shared/named-queries.ts';
import { functionNames, LAMBDA_FUNCTIONS } from '../../../shared/runtime/lambda-functions.ts';
import { SITE_FUNCTION_NAMES } from '../../../shared/runtime/site-functions.ts';
import { SERVED_TABLE } from '../../../shared/served/table.ts';
import { REDRIVE_DAYS } from '../../../shared/settings/settings.ts';
import { glueTables } from '../../../shared/tables/glue-tables.ts';
import { Roles } from '../helpers/policies.ts';
import * as stages from './stages.ts';

const dev = stages.dev.template;
const prod = stages.prod.template;
const inNetwork = stages.prodInNetwork.template;

const lakeSchema = z.object({
  Properties: z.object({
    LifecycleConfiguration: z.object({
      Rules: z.array(
        z.object({ Id: z.string(), NoncurrentVersionExpiration: z.object({ NoncurrentDays: z.number() }).optional() }),
      ),
    }),
  }),
});

/** The bucket that has versions, not the one for its access log. */
function lakeOf(template: typeof dev) {
  const [found] = Object.entries(
    template.findResources('AWS::S3::Bucket', { Properties: { VersioningConfiguration: Match.anyValue() } }),
  );
  if (!found) throw new Error('There is no versioned bucket.');
  return { id: found[0], resource: found[1] };
}

describe('a lake that was there before', () => {
  const { template } = stages.devOnOldLake;

  it('is taken by its name, and no other is made', () => {
    template.resourceCountIs('AWS::S3::Bucket', 0);
    template.hasOutput('LakeBucket', { Value: 'old-lake' });
    template.hasResourceProperties('AWS::Glue::Table', {
      TableInput: Match.objectLike({
        StorageDescriptor: Match.objectLike({ Location: Match.stringLikeRegexp('old-lake') }),
      }),
    });
  });

  it('starts runs and is read by the functions', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: Match.objectLike({ detail: Match.objectLike({ bucket: { name: ['old-lake'] } }) }),
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ LAKE_BUCKET: 'old-lake' }) },
    });
    expect(JSON.stringify(template.findResources('AWS::IAM::Policy'))).toContain(':s3:::old-lake/raw/*');
  });
});

it('protects the stack whose lake stays from being destroyed', () => {
  expect(stages.prod.stack.terminationProtection).toBe(true);
  expect(stages.dev.stack.terminationProtection).toBe(false);
});

it('lets every stage and region of an account have a budget and a dashboard', () => {
  for (const [template, stage] of [
    [dev, 'dev'],
    [prod, 'prod'],
  ] as const) {
    const name = { 'Fn::Join': ['', [`energy-analytics-${stage}-`, { Ref: 'AWS::Region' }]] };
    template.hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: name });
    template.hasResourceProperties('AWS::Budgets::Budget', {
      Budget: Match.objectLike({
        BudgetName: name,
        CostFilters: Match.objectLike({ Region: [{ Ref: 'AWS::Region' }] }),
      }),
    });
  }
});

describe('the lake', () => {
  it('is versioned, encrypted, private, and tells EventBridge of its objects', () => {
    dev.hasResourceProperties('AWS::S3::Bucket', {
      VersioningConfiguration: { Status: 'Enabled' },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    });
  });

  it('refuses requests without TLS', () => {
    dev.allResourcesProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      }),
    });
  });

  it('keeps noncurrent versions longer than a redrive, and sweeps query results and unfinished uploads', () => {
    const { resource } = lakeOf(prod);
    const rules = lakeSchema.parse(resource).Properties.LifecycleConfiguration.Rules;
    const noncurrent = rules.find(({ Id }) => Id === 'noncurrent-versions')?.NoncurrentVersionExpiration
      ?.NoncurrentDays;
    expect(noncurrent).toBeGreaterThan(REDRIVE_DAYS);
    prod.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: {
        Rules: Match.arrayWith([
          Match.objectLike({ Prefix: PREFIXES.athenaResults, ExpirationInDays: 30 }),
          Match.objectLike({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 } }),
        ]),
      },
    });
  });

  it('stays when prod is destroyed and goes with dev', () => {
    expect(lakeOf(prod).resource.DeletionPolicy).toBe('Retain');
    expect(lakeOf(dev).resource.DeletionPolicy).toBe('Delete');
    prod.resourceCountIs('Custom::S3AutoDeleteObjects', 0);
  });

  it('has no output below the prefix whose objects start runs', () => {
    expect(() => refuseOutputsUnderUploads(PREFIXES.raw, outputPrefixes())).not.toThrow();
    expect(() => refuseOutputsUnderUploads('raw/', ['processed/', 'raw/results/'])).toThrow(/raw\/results\//);
    expect(() => refuseOutputsUnderUploads('raw/uploads/', ['raw/'])).toThrow(/raw\//);
  });
});

describe('the trigger', () => {
  it("is the local stack's own pattern, for this bucket", () => {
    const { id } = lakeOf(dev);
    for (const pattern of [uploadPattern('BUCKET'), deletionPattern('BUCKET')]) {
      const expected = { ...pattern, detail: { ...pattern.detail, bucket: { name: [{ Ref: id }] } } };
      dev.hasResourceProperties('AWS::Events::Rule', { EventPattern: expected, State: 'ENABLED' });
    }
  });

  it('retries, and then keeps the event in a queue that only the rules may write to', () => {
    dev.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: Match.objectLike({ source: ['aws.s3'] }),
      Targets: [
        Match.objectLike({
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
          DeadLetterConfig: { Arn: Match.anyValue() },
        }),
      ],
    });
    dev.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sqs:SendMessage',
            Principal: { Service: 'events.amazonaws.com' },
            Condition: { ArnEquals: { 'aws:SourceArn': Match.anyValue() } },
          }),
        ]),
      }),
    });
  });

  it('passes the event on untransformed', () => {
    const rules = Object.values(
      dev.findResources('AWS::Events::Rule', { Properties: { EventPattern: { source: ['aws.s3'] } } }),
    );
    expect(JSON.stringify(rules)).not.toMatch(/InputTransformer|InputPath|"Input"/);
    expect(rules).toHaveLength(3);
  });
});

describe('the table of sites', () => {
  it('is the declared one, recoverable, and forgets what is old', () => {
    const { partitionKey, sortKey, index, expires } = SERVED_TABLE;
    const schema = (hash: string, range: string) => [
      { AttributeName: hash, KeyType: 'HASH' },
      { AttributeName: range, KeyType: 'RANGE' },
    ];
    for (const template of [dev, prod]) {
      template.hasResourceProperties('AWS::DynamoDB::Table', {
        KeySchema: schema(partitionKey, sortKey),
        GlobalSecondaryIndexes: [
          {
            IndexName: index.name,
            KeySchema: schema(index.partitionKey, index.sortKey),
            Projection: { ProjectionType: 'ALL' },
          },
        ],
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        TimeToLiveSpecification: { AttributeName: expires, Enabled: true },
      });
    }
    prod.hasResource('AWS::DynamoDB::Table', { DeletionPolicy: 'Retain' });
    dev.hasResource('AWS::DynamoDB::Table', { DeletionPolicy: 'Delete' });
  });

  it('goes back as far as the stage says', () => {
    for (const [template, days] of [
      [dev, '35'],
      [prod, '400'],
    ] as const) {
      template.hasResourceProperties('AWS::Lambda::Function', {
        Environment: { Variables: Match.objectLike({ SERVED_DAYS: days }) },
      });
    }
  });

  it('follows each change of a record, by the pattern of the local stack; what fails is kept', () => {
    const { id } = lakeOf(dev);
    const pattern = recordPattern('BUCKET');
    dev.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { ...pattern, detail: { ...pattern.detail, bucket: { name: [{ Ref: id }] } } },
      Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue() })],
    });
    dev.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
      MaximumRetryAttempts: 2,
    });
  });
});

describe('the REST API', () => {
  it('asks who calls, but for its health and its description', () => {
    const routes = Object.values(dev.findResources('AWS::ApiGatewayV2::Route')).map(({ Properties }) =>
      z.object({ RouteKey: z.string(), AuthorizationType: z.string().optional() }).parse(Properties),
    );
    const open = routes.filter(({ AuthorizationType = 'NONE' }) => AuthorizationType === 'NONE');
    expect(open.map(({ RouteKey }) => RouteKey).sort()).toEqual(['GET /docs', 'GET /health', 'GET /openapi.json']);
    expect(routes.filter((route) => !open.includes(route))).toEqual([
      { RouteKey: 'GET /{proxy+}', AuthorizationType: 'AWS_IAM' },
      { RouteKey: 'POST /{proxy+}', AuthorizationType: 'AWS_IAM' },
    ]);
  });

  it('takes the tokens of the provider that a stage names', () => {
    stages.devByTokens.template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'JWT',
      JwtConfiguration: { Issuer: stages.TOKENS.issuer, Audience: stages.TOKENS.audience },
    });
    stages.devByTokens.template.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: Match.objectLike({ AllowOrigins: stages.TOKENS.corsOrigins }),
    });
  });

  it('signs uploads to its own folder only, and is throttled and logged', () => {
    const roles = new Roles(dev.toJSON());
    const put = (key: string) => ({ action: 's3:PutObject', resource: `${roles.lakeArn('sites-api')}/${key}` });
    expect(roles.allows('sites-api', put('raw/api/home/a.csv'))).toBe(true);
    expect(roles.allows('sites-api', put('raw/home.csv'))).toBe(false);
    dev.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
      AccessLogSettings: { DestinationArn: Match.anyValue(), Format: Match.anyValue() },
    });
  });
});

describe('the functions', () => {
  it.each(functionNames())('%s has the declared size, on arm64 and Node 24, with the layer', (name) => {
    const { memoryMb, timeoutSeconds, ephemeralMb } = LAMBDA_FUNCTIONS[name];
    dev.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: `energy-analytics-dev-${name}`,
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: memoryMb,
      Timeout: timeoutSeconds,
      EphemeralStorage: { Size: ephemeralMb },
      TracingConfig: { Mode: 'Active' },
      Layers: [Match.anyValue()],
      LoggingConfig: { LogGroup: Match.anyValue() },
      Environment: {
        Variables: Match.objectLike({
          ENERGY_TIME_ZONE: 'UTC',
          ENERGY_TARIFF_RATE: '0.3',
          GLUE_DATABASE: 'energy_dev',
        }),
      },
    });
  });

  it('write to log groups with the retention of the stage', () => {
    dev.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 14 });
    prod.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
    dev.resourceCountIs('AWS::Logs::LogGroup', functionNames().length + SITE_FUNCTION_NAMES.length + 4);
  });

  it('are in a network of their own only where the stage says so', () => {
    dev.resourceCountIs('AWS::EC2::VPC', 0);
    inNetwork.resourceCountIs('AWS::EC2::VPC', 1);
    inNetwork.resourceCountIs('AWS::EC2::InternetGateway', 0);
    inNetwork.resourceCountIs('AWS::EC2::NatGateway', 0);
    for (const name of functionNames()) {
      inNetwork.hasResourceProperties('AWS::Lambda::Function', {
        FunctionName: `energy-analytics-prod-${name}`,
        VpcConfig: { SecurityGroupIds: Match.anyValue(), SubnetIds: Match.anyValue() },
      });
      const attach = { action: 'ec2:CreateNetworkInterface', resource: '*' };
      expect(new Roles(inNetwork.toJSON()).allows(name, attach)).toBe(true);
    }
  });
});

describe('the catalog', () => {
  it.each(glueTables('BUCKET').map((table) => [table.Name, table] as const))(
    'has the table %s as declared',
    (_, table) => {
      const { id } = lakeOf(dev);
      const { Location } = table.StorageDescriptor;
      const location = { 'Fn::Join': ['', ['s3://', { Ref: id }, Location.slice('s3://BUCKET'.length)]] };
      dev.hasResourceProperties('AWS::Glue::Table', {
        DatabaseName: 'energy_dev',
        TableInput: { ...table, StorageDescriptor: { ...table.StorageDescriptor, Location: location } },
      });
    },
  );

  it('is queried in a workgroup that fixes where results go, encrypts them, and stops large scans', () => {
    const { id } = lakeOf(dev);
    dev.hasResourceProperties('AWS::Athena::WorkGroup', {
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        BytesScannedCutoffPerQuery: 10 * 1024 ** 3,
        ResultConfiguration: {
          OutputLocation: { 'Fn::Join': ['', ['s3://', { Ref: id }, '/athena-results/']] },
          EncryptionConfiguration: { EncryptionOption: 'SSE_S3' },
        },
      },
    });
  });

  it('has the named queries', () => {
    for (const { name, sql } of NAMED_QUERIES) {
      dev.hasResourceProperties('AWS::Athena::NamedQuery', { Name: name, QueryString: sql, Database: 'energy_dev' });
    }
    dev.resourceCountIs('AWS::Athena::NamedQuery', NAMED_QUERIES.length);
  });
});

describe.each([
  ['dev', dev],
  ['prod', prod],
] as const)('the template of %s', (stage, template) => {
  it('is the one that was reviewed', async () => {
    const text = JSON.stringify(template.toJSON(), null, 1).replace(/\b[0-9a-f]{64}\b/g, 'ASSET');
    await expect(`${text}\n`).toMatchFileSnapshot(`__snapshots__/${stage}.template.json`);
  });
});

const linter = spawnSync('cfn-lint', ['--version']);
describe.skipIf(linter.error !== undefined)('cfn-lint', () => {
  it.each([
    ['dev', dev],
    ['prod in a network', inNetwork],
  ] as const)('finds no error in %s', (_, template) => {
    const folder = mkdtempSync(join(tmpdir(), 'energy-lint-'));
    try {
      const file = join(folder, 'template.json');
      writeFileSync(file, JSON.stringify(template.toJSON()));
      const { stdout, status } = spawnSync(
        'cfn-lint',
        ['--non-zero-exit-code', 'error', '--regions', 'eu-central-1', '--', file],
        {
          encoding: 'utf8',
        },
      );
      expect(status, stdout).toBe(0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

const targetSchema = z.object({
  Properties: z.object({
    Target: z.object({
      Arn: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
      RoleArn: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
      Input: z.string(),
    }),
  }),
});

describe('what the scheduler starts', () => {
  const targets = Object.values(prod.findResources('AWS::Scheduler::Schedule')).map(
    (schedule) => targetSchema.parse(schedule).Properties.Target,
  );

  it('is the summary of a day and the page of the sites, in the words that the function takes', () => {
    const inputs = targets.map(({ Input }) => summariseInputSchema.strict().parse(JSON.parse(Input)));
    const asked = inputs.map(({ page, unlessKept }) => ({ page, unlessKept }));
    expect(asked).toHaveLength(2);
    expect(asked).toContainEqual({ page: false, unlessKept: true });
    expect(asked).toContainEqual({ page: true, unlessKept: false });
  });

  it('is that function, by a role that only the scheduler takes and that may call no other', () => {
    const resources = prod.toJSON().Resources;
    for (const { Arn, RoleArn } of targets) {
      const [[target], [role]] = [Arn['Fn::GetAtt'], RoleArn['Fn::GetAtt']];
      expect(resources[target].Properties.FunctionName).toMatch(/-summarise-sites$/);
      expect(resources[role].Properties.AssumeRolePolicyDocument.Statement).toMatchObject([
        { Principal: { Service: 'scheduler.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': {} } } },
      ]);
      prod.hasResourceProperties('AWS::IAM::Policy', {
        Roles: [{ Ref: role }],
        PolicyDocument: Match.objectLike({
          Statement: Match.arrayWith([
            Match.objectLike({ Action: 'lambda:InvokeFunction', Resource: { 'Fn::GetAtt': [target, 'Arn'] } }),
          ]),
        }),
      });
    }
  });
});
