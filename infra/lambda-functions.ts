import { Duration, RemovalPolicy, Size, Stack } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, LayerVersion, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { PREFIXES } from '../shared/lake/keys.ts';
import { type FunctionName, functionNames, LAMBDA_FUNCTIONS } from '../shared/runtime/lambda-functions.ts';
import { metricsNamespace } from '../shared/runtime/metrics.ts';
import { TABLE_NAMES } from '../shared/tables/schema.ts';
import {
  ACCESS,
  CATALOG_ACTIONS,
  DELETE_ACTIONS,
  LIST_ACTIONS,
  READ_ACTIONS,
  READ_VERSION_ACTIONS,
  WRITE_ACTIONS,
} from './access.ts';
import { bundleFunction } from './assets/bundle.ts';
import { LAMBDA_PLATFORM, LAYER_MODULES } from './assets/layer.ts';
import { acknowledgeModel, MODEL_FUNCTION, modelStatements, staysInNetwork } from './model.ts';
import { acknowledge } from './nag.ts';
import type { Stage } from './stages/load.ts';

export interface FunctionsProps {
  readonly stage: Stage;
  readonly bucket: IBucket;
  /** The layer's folder, built by infra/assets/layer.ts. */
  readonly layer: string;
  readonly network?: { readonly vpc: IVpc; readonly securityGroup: ISecurityGroup } | undefined;
}

/** How a function is made, whichever it is. */
export interface FunctionPlan {
  /** Its name within the stack. */
  readonly name: string;
  readonly entry: string;
  readonly description: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly ephemeralMb: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly layers: readonly LayerVersion[];
  /** Whether its invocations are traced, which is paid for; its log tells how long it took. */
  readonly traced?: boolean;
  /** What it may do besides writing its log and its trace. */
  readonly statements: readonly PolicyStatement[];
}

/** The functions of the state machine, each with a role of its own. */
export class Functions extends Construct {
  readonly byName: ReadonlyMap<FunctionName, LambdaFunction>;
  /** DuckDB and the forecasting modules. */
  readonly modules: LayerVersion;

  constructor(scope: Construct, id: string, props: FunctionsProps) {
    super(scope, id);
    const { stage, bucket, layer } = props;
    this.modules = new LayerVersion(this, 'Modules', {
      code: Code.fromAsset(layer),
      description: `DuckDB and forecasting modules for ${LAMBDA_PLATFORM.os}-${LAMBDA_PLATFORM.cpu}`,
      compatibleRuntimes: [Runtime.NODEJS_24_X],
      compatibleArchitectures: [Architecture.ARM_64],
      // A deployment that is rolled back needs the layer that it had.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const environment = {
      ...stage.config.settings,
      LAKE_BUCKET: bucket.bucketName,
      GLUE_DATABASE: stage.config.database,
      FORECAST_MODULES_DIR: LAYER_MODULES,
    };
    this.byName = new Map(
      functionNames().map((name) => {
        const { why, ...shape } = LAMBDA_FUNCTIONS[name];
        const own = [...lakeStatements(name, bucket), ...catalogStatements(name, stage, this)];
        const asks = name === MODEL_FUNCTION;
        const model = asks ? modelStatements(stage, bucket, this) : [];
        const statements = [...own, ...model];
        const plan = { name, description: why, ...shape, environment, layers: [this.modules], statements };
        const network = asks && !staysInNetwork(stage) ? undefined : props.network;
        const made = createFunction(this, plan, { stage, network });
        acknowledgeModel(made, model);
        return [name, made];
      }),
    );
  }

  get(name: FunctionName): LambdaFunction {
    const found = this.byName.get(name);
    if (!found) throw new Error(`The stack has no function ${name}.`);
    return found;
  }
}

/** One function with its own role and log group. */
export function createFunction(
  scope: Construct,
  plan: FunctionPlan,
  { stage, network }: Pick<FunctionsProps, 'stage' | 'network'>,
): LambdaFunction {
  const { name, traced = true } = plan;
  const functionName = `${stage.stackName}-${name}`;
  const home = new Construct(scope, name);
  const logGroup = new LogGroup(home, 'Log', {
    logGroupName: `/aws/lambda/${functionName}`,
    retention: stage.config.retention.logDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = new Role(home, 'Role', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    description: `What ${functionName} may do`,
  });
  logGroup.grantWrite(role);
  for (const statement of plan.statements) role.addToPolicy(statement);
  if (network) role.addToPolicy(networkStatement());
  const made = new LambdaFunction(home, 'Function', {
    functionName,
    description: plan.description,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    code: Code.fromAsset(bundleFunction(name, plan.entry)),
    handler: 'index.handler',
    memorySize: plan.memoryMb,
    timeout: Duration.seconds(plan.timeoutSeconds),
    ephemeralStorageSize: Size.mebibytes(plan.ephemeralMb),
    layers: [...plan.layers],
    environment: {
      ...plan.environment,
      POWERTOOLS_METRICS_NAMESPACE: metricsNamespace(stage.name),
      ...(traced ? {} : { POWERTOOLS_TRACE_ENABLED: 'false' }),
    },
    role,
    logGroup,
    tracing: traced ? Tracing.ACTIVE : Tracing.DISABLED,
    ...(network ? { vpc: network.vpc, securityGroups: [network.securityGroup] } : {}),
  });
  const unnamed = [
    ...(traced ? ['X-Ray has no resources to name: PutTraceSegments and PutTelemetryRecords.'] : []),
    ...(network ? ['Lambda manages its network interfaces before they have a name.'] : []),
  ];
  if (unnamed.length > 0) acknowledge(role, { 'AwsSolutions-IAM5[Resource::*]': unnamed.join(' ') });
  for (const statement of plan.statements) acknowledgePrefixes(role, statement);
  return made;
}

/** What Lambda asks of a function's role to attach it to a network (Lambda Developer Guide, "VPC permissions"). */
function networkStatement(): PolicyStatement {
  return new PolicyStatement({
    sid: 'AttachToNetwork',
    actions: [
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:DeleteNetworkInterface',
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
  });
}

/** A folder of the lake is a wildcard in the words of IAM. */
export function acknowledgePrefixes(role: Role, statement: PolicyStatement): void {
  const stack = Stack.of(role);
  for (const resource of statement.resources) {
    const text = JSON.stringify(stack.resolve(resource));
    const own = /"Fn::GetAtt":\["(\w+)","Arn"\]\},"(\/[^"]*\*)"/.exec(text);
    const imported = /"arn:",\{"Ref":"AWS::Partition"\},"(:s3:::[^"]*\/[^"]*\*)"/.exec(text);
    if (!own && !imported) continue;
    const folder = own ? `<${own[1]}.Arn>${own[2]}` : `arn:<AWS::Partition>${imported?.[1]}`;
    acknowledge(role, {
      [`AwsSolutions-IAM5[Resource::${folder}]`]:
        'The objects of one folder of the lake: ' +
        'what has the role reads or writes there, under keys that differ from run to run.',
    });
  }
}

function lakeStatements(name: FunctionName, bucket: IBucket): PolicyStatement[] {
  const { reads, readsVersions = [], writes, deletes = [], lists = [], listsBelow = [] } = ACCESS[name];
  const objects = (prefixes: readonly (keyof typeof PREFIXES)[]) =>
    prefixes.map((prefix) => bucket.arnForObjects(`${PREFIXES[prefix]}*`));
  const statement = (sid: string, actions: readonly string[], prefixes: readonly (keyof typeof PREFIXES)[]) =>
    prefixes.length === 0 ? [] : [new PolicyStatement({ sid, actions: [...actions], resources: objects(prefixes) })];
  return [
    ...statement('ReadFolders', READ_ACTIONS, reads),
    ...statement('ReadVersions', READ_VERSION_ACTIONS, readsVersions),
    ...statement('WriteFolders', WRITE_ACTIONS, writes),
    ...statement('DeleteFromFolders', DELETE_ACTIONS, deletes),
    ...(lists.length === 0 ? [] : [listStatement(bucket, lists)]),
    ...(listsBelow.length === 0 ? [] : [listBelowStatement(bucket, listsBelow)]),
  ];
}

/** Objects of the folders, and one file of a person's configuration. */
export function readFoldersStatement(
  bucket: IBucket,
  prefixes: readonly (keyof typeof PREFIXES)[],
  configuration: string,
): PolicyStatement {
  return new PolicyStatement({
    sid: 'ReadFolders',
    actions: ['s3:GetObject'],
    resources: [
      ...prefixes.map((prefix) => bucket.arnForObjects(`${PREFIXES[prefix]}*`)),
      bucket.arnForObjects(configuration),
    ],
  });
}

/** A listing is asked of the bucket; the condition holds it to whole folders. */
export function listStatement(bucket: IBucket, prefixes: readonly (keyof typeof PREFIXES)[]): PolicyStatement {
  return new PolicyStatement({
    sid: 'ListFolders',
    actions: [...LIST_ACTIONS],
    resources: [bucket.bucketArn],
    conditions: { StringEquals: { 's3:prefix': prefixes.map((prefix) => PREFIXES[prefix]) } },
  });
}

/** As `listStatement`, for what is below a prefix within the folders. */
export function listBelowStatement(bucket: IBucket, prefixes: readonly (keyof typeof PREFIXES)[]): PolicyStatement {
  return new PolicyStatement({
    sid: 'ListBelowFolders',
    actions: [...LIST_ACTIONS],
    resources: [bucket.bucketArn],
    conditions: { StringLike: { 's3:prefix': prefixes.map((prefix) => `${PREFIXES[prefix]}*`) } },
  });
}

function catalogStatements(name: FunctionName, stage: Stage, scope: Construct): PolicyStatement[] {
  return ACCESS[name].catalog ? [catalogStatement(stage, scope)] : [];
}

/** Registers partitions of our tables. */
export function catalogStatement(stage: Stage, scope: Construct): PolicyStatement {
  const stack = Stack.of(scope);
  const glue = (resource: string, resourceName?: string) =>
    stack.formatArn({ service: 'glue', resource, ...(resourceName ? { resourceName } : {}) });
  const { database } = stage.config;
  const tables = TABLE_NAMES.map((table) => glue('table', `${database}/${table}`));
  return new PolicyStatement({
    sid: 'RegisterPartitions',
    actions: [...CATALOG_ACTIONS],
    resources: [glue('catalog'), glue('database', database), ...tables],
  });
}
