/**
 * What a stage's language model needs: nothing where the rules write, which is the default. docs/INSIGHTS.md says the
 * same in words.
 */
import { Stack } from 'aws-cdk-lib';
import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { insightsStateKey } from '../shared/lake/keys.ts';
import { INFERENCE_PROFILE, MODEL_PROVIDERS, type ModelProviderName } from '../shared/settings/insights.ts';
import { readSettings, type Settings } from '../shared/settings/settings.ts';
import { READ_ACTIONS } from './access.ts';
import { acknowledge } from './nag.ts';
import type { Stage } from './stages/load.ts';

/** The one function that asks a model. */
export const MODEL_FUNCTION = 'generate-insights';

const PROFILE_ARN = /^arn:[^:]+:bedrock:[^:]*:\d{12}:(?:application-)?inference-profile\//;

function settingsOf(stage: Stage): Settings {
  return readSettings(stage.config.settings);
}

/** Whether the model is reached from inside the stage's network: Bedrock of the stack's own region has an endpoint. */
export function staysInNetwork(stage: Stage): boolean {
  const { ENERGY_INSIGHTS_PROVIDER: provider, ...settings } = settingsOf(stage);
  if (provider === 'rules') return true;
  const elsewhere = settings.ENERGY_INSIGHTS_REGION ?? settings.ENERGY_INSIGHTS_BASE_URL;
  return MODEL_PROVIDERS[provider].isAwsService && elsewhere === undefined;
}

/** The services of a provider that is asked inside the network. */
const ENDPOINTS = {
  bedrock: { Bedrock: InterfaceVpcEndpointAwsService.BEDROCK_RUNTIME },
  openai: {},
} as const satisfies Record<ModelProviderName, Readonly<Record<string, InterfaceVpcEndpointAwsService>>>;

/** What the function's role needs to ask a provider without a key. */
const INVOKE = {
  bedrock: invokeStatements,
  openai: () => [],
} as const satisfies Record<ModelProviderName, typeof invokeStatements>;

/** The services that the network needs an endpoint for. */
export function modelEndpoints(stage: Stage): Readonly<Record<string, InterfaceVpcEndpointAwsService>> {
  const { ENERGY_INSIGHTS_PROVIDER: provider, ENERGY_INSIGHTS_SECRET: secret } = settingsOf(stage);
  if (provider === 'rules' || !staysInNetwork(stage)) return {};
  return {
    ...ENDPOINTS[provider],
    ...(secret === undefined ? {} : { Secrets: InterfaceVpcEndpointAwsService.SECRETS_MANAGER }),
  };
}

/** What the function that asks the model may do besides: only with a model, only that model and only that secret. */
export function modelStatements(stage: Stage, bucket: IBucket, scope: Construct): PolicyStatement[] {
  const settings = settingsOf(stage);
  const { ENERGY_INSIGHTS_PROVIDER: provider, ENERGY_INSIGHTS_MODEL: model, ENERGY_INSIGHTS_SECRET: secret } = settings;
  if (provider === 'rules' || model === undefined) return [];
  return [
    new PolicyStatement({
      sid: 'ReadModelState',
      actions: [...READ_ACTIONS],
      resources: [bucket.arnForObjects(insightsStateKey(provider))],
    }),
    ...(secret === undefined ? [] : [secretStatement(secret, scope)]),
    ...(secret === undefined ? INVOKE[provider](model, settings, scope) : []),
  ];
}

/** Secrets Manager puts six characters behind the name in the ARN. */
function secretStatement(secret: string, scope: Construct): PolicyStatement {
  const arn = secret.startsWith('arn:')
    ? secret
    : `${Stack.of(scope).formatArn({ service: 'secretsmanager', resource: 'secret' })}:${secret}-??????`;
  return new PolicyStatement({ sid: 'ReadModelKey', actions: ['secretsmanager:GetSecretValue'], resources: [arn] });
}

/**
 * A profile asks the model in whichever of its regions is free: the model is allowed there, through the profile only.
 */
function invokeStatements(model: string, settings: Settings, scope: Construct): PolicyStatement[] {
  const stack = Stack.of(scope);
  const region = settings.ENERGY_INSIGHTS_REGION ?? stack.region;
  const arn = (resource: string, where: string, account = '') =>
    `arn:${stack.partition}:bedrock:${where}:${account}:${resource}`;
  const invoke = (sid: string, resource: string, conditions?: Record<string, unknown>) =>
    new PolicyStatement({
      sid,
      actions: ['bedrock:InvokeModel'],
      resources: [resource],
      ...(conditions ? { conditions } : {}),
    });
  const through = (profile: string, behind: string) => [
    invoke('InvokeProfile', profile),
    invoke('InvokeThroughProfile', arn(`foundation-model/${behind}`, '*'), {
      StringEquals: { 'bedrock:InferenceProfileArn': profile },
    }),
  ];
  const named = INFERENCE_PROFILE.exec(model)?.groups?.model;
  if (named !== undefined) return through(arn(`inference-profile/${model}`, region, stack.account), named);
  if (PROFILE_ARN.test(model)) return through(model, '*');
  return [invoke('InvokeModel', model.startsWith('arn:') ? model : arn(`foundation-model/${model}`, region))];
}

/** The regions of a profile are Bedrock's to choose. */
export function acknowledgeModel({ role }: LambdaFunction, statements: readonly PolicyStatement[]): void {
  if (!role) return;
  const behind = statements.flatMap(({ sid, resources }) => (sid === 'InvokeThroughProfile' ? resources : []));
  for (const resource of behind) {
    const text = resource.replace(Stack.of(role).partition, '<AWS::Partition>');
    acknowledge(role, {
      [`AwsSolutions-IAM5[Resource::${text}]`]:
        'An inference profile asks its model in any of its regions; a condition allows that through this profile only.',
    });
  }
}
