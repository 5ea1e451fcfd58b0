/** What a stage with a language model gets, and what every other does not. */
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { ACCOUNT, REGION, Roles } from './helpers/policies.ts';
import { synthesize } from './helpers/synth.ts';

const NAME = 'generate-insights';
const INVOKE = 'bedrock:InvokeModel';
const READ_KEY = 'secretsmanager:GetSecretValue';

function stackWith(settings: Record<string, string>, vpc = false) {
  return synthesize('prod', (config) => ({ vpc, settings: { ...config.settings, ...settings } }));
}
const profile = stackWith(
  { ENERGY_INSIGHTS_PROVIDER: 'bedrock', ENERGY_INSIGHTS_MODEL: 'eu.amazon.nova-lite-v1:0' },
  true,
);
const openai = stackWith(
  {
    ENERGY_INSIGHTS_PROVIDER: 'openai',
    ENERGY_INSIGHTS_MODEL: 'gpt-4.1-mini',
    ENERGY_INSIGHTS_SECRET: 'energy/openai',
  },
  true,
);
const plain = stackWith({ ENERGY_INSIGHTS_PROVIDER: 'bedrock', ENERGY_INSIGHTS_MODEL: 'amazon.nova-lite-v1:0' });
const rules = stackWith({}, true);

const model = (region: string, id: string) => `arn:aws:bedrock:${region}::foundation-model/${id}`;
const rolesOf = ({ template }: ReturnType<typeof synthesize>) => new Roles(template.toJSON());
const endpointsOf = ({ template }: ReturnType<typeof synthesize>) =>
  Object.values(template.findResources('AWS::EC2::VPCEndpoint'))
    .map(({ Properties }) => JSON.stringify(Properties.ServiceName))
    .sort();
const inNetwork = ({ template }: ReturnType<typeof synthesize>) =>
  Object.values(
    template.findResources('AWS::Lambda::Function', { Properties: { FunctionName: `energy-analytics-prod-${NAME}` } }),
  )[0]?.Properties.VpcConfig !== undefined;

test.each([
  ['a profile in a network', profile],
  ['OpenAI in a network', openai],
  ['a model', plain],
])('cdk-nag finds nothing in a stage with %s', (_, { app }) => {
  const { violations } = new AwsSolutionsChecks(app).validateScope(app);
  expect(violations.map(({ ruleName, violatingResources }) => [ruleName, violatingResources])).toEqual([]);
});

describe('where the rules write', () => {
  test('nothing may be asked, no key read, and there is no endpoint for it', () => {
    const text = JSON.stringify(rules.template.toJSON());
    expect(text).not.toMatch(/bedrock:|secretsmanager/);
    expect(endpointsOf(rules)).toHaveLength(6);
  });
});

describe('with Bedrock', () => {
  test('one function may ask that one model', () => {
    const roles = rolesOf(plain);
    expect(roles.allows(NAME, { action: INVOKE, resource: model(REGION, 'amazon.nova-lite-v1:0') })).toBe(true);
    expect(roles.allows(NAME, { action: INVOKE, resource: model(REGION, 'amazon.nova-pro-v1:0') })).toBe(false);
    expect(roles.allows(NAME, { action: INVOKE, resource: model('ap-south-1', 'amazon.nova-lite-v1:0') })).toBe(false);
    expect(roles.allows('publish', { action: INVOKE, resource: model(REGION, 'amazon.nova-lite-v1:0') })).toBe(false);
    expect(JSON.stringify(plain.template.toJSON())).not.toContain('secretsmanager:');
  });

  test('an inference profile is asked in its regions, through itself only', () => {
    const arn = `arn:aws:bedrock:${REGION}:${ACCOUNT}:inference-profile/eu.amazon.nova-lite-v1:0`;
    const roles = rolesOf(profile);
    expect(roles.allows(NAME, { action: INVOKE, resource: arn })).toBe(true);
    const behind = { action: INVOKE, resource: model('eu-west-3', 'amazon.nova-lite-v1:0') };
    expect(roles.allows(NAME, behind)).toBe(false);
    expect(roles.allows(NAME, { ...behind, context: { 'bedrock:InferenceProfileArn': arn } })).toBe(true);
    const other = { ...behind, resource: model('eu-west-3', 'amazon.nova-pro-v1:0') };
    expect(roles.allows(NAME, { ...other, context: { 'bedrock:InferenceProfileArn': arn } })).toBe(false);
  });

  test('the function stays in the network, which has an endpoint for it', () => {
    expect(inNetwork(profile)).toBe(true);
    expect(endpointsOf(profile).join()).toContain('bedrock-runtime');
    expect(endpointsOf(profile)).toHaveLength(7);
  });

  test('it may read what runs tell each other of the model, and no other advice', () => {
    const roles = rolesOf(plain);
    const lake = roles.lakeArn(NAME);
    expect(roles.allows(NAME, { action: 's3:GetObject', resource: `${lake}/insights/state/bedrock.json` })).toBe(true);
    expect(roles.allows(NAME, { action: 's3:GetObject', resource: `${lake}/insights/dataset=d/insights.json` })).toBe(
      false,
    );
  });
});

describe('with OpenAI', () => {
  test('one function may read that one secret', () => {
    const roles = rolesOf(openai);
    const secret = (name: string) => `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}`;
    expect(roles.allows(NAME, { action: READ_KEY, resource: secret('energy/openai-Ab12Cd') })).toBe(true);
    expect(roles.allows(NAME, { action: READ_KEY, resource: secret('energy/other-Ab12Cd') })).toBe(false);
    expect(roles.allows('forecast', { action: READ_KEY, resource: secret('energy/openai-Ab12Cd') })).toBe(false);
  });

  test('only the function that asks is outside the network', () => {
    expect(inNetwork(openai)).toBe(false);
    const functions = Object.values(openai.template.findResources('AWS::Lambda::Function'));
    expect(
      functions
        .filter(({ Properties }) => Properties.VpcConfig === undefined)
        .map(({ Properties }) => Properties.FunctionName),
    ).toEqual([`energy-analytics-prod-${NAME}`]);
    expect(endpointsOf(openai)).toHaveLength(6);
  });

  test('the template names the secret and holds no value', () => {
    expect(JSON.stringify(openai.template.toJSON())).toContain('"ENERGY_INSIGHTS_SECRET":"energy/openai"');
  });
});
