import { readFileSync } from 'node:fs';
import validateAsl from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { functionNames, LAMBDA_FUNCTIONS } from '../../../shared/runtime/lambda-functions.ts';
import { substitute } from '../../../statemachine/definition.ts';
import { dev } from './stages.ts';

const file = readFileSync(new URL('../../../statemachine/energy-analytics.asl.json', import.meta.url), 'utf8');
const { template } = dev;

const machineSchema = z.object({
  Properties: z.object({
    StateMachineType: z.string(),
    DefinitionString: z.string(),
    DefinitionSubstitutions: z.record(z.string(), z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) })),
    TracingConfiguration: z.object({ Enabled: z.boolean() }),
    LoggingConfiguration: z.object({ Level: z.string(), IncludeExecutionData: z.boolean() }),
  }),
});

const statementsSchema = z.object({
  PolicyDocument: z.object({ Statement: z.array(z.record(z.string(), z.unknown())) }),
});

const [machine] = Object.values(template.findResources('AWS::StepFunctions::StateMachine'));
const { DefinitionString, DefinitionSubstitutions, ...properties } = machineSchema.parse(machine).Properties;
const placeholders = new Set([...file.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name ?? ''));

describe('the state machine', () => {
  it('is the file that runs locally', () => {
    expect(JSON.parse(DefinitionString)).toEqual(JSON.parse(file));
  });

  it('gets a value for every placeholder, and uses every value', () => {
    expect(Object.keys(DefinitionSubstitutions).sort()).toEqual([...placeholders].sort());
    expect([...placeholders].sort()).toEqual(
      functionNames()
        .map((name) => LAMBDA_FUNCTIONS[name].placeholder)
        .sort(),
    );
    expect(() => substitute(file, {})).toThrow(/placeholder without a value/);
    const all = Object.fromEntries([...placeholders].map((name) => [name, 'arn']));
    expect(() => substitute(file, { ...all, UnknownArn: 'arn' })).toThrow(/UnknownArn/);
  });

  it('calls, in each place, the function that is meant', () => {
    for (const name of functionNames()) {
      const id = DefinitionSubstitutions[LAMBDA_FUNCTIONS[name].placeholder]?.['Fn::GetAtt'][0] ?? '';
      const target = template.toJSON().Resources[id];
      expect(target.Properties.FunctionName).toBe(`energy-analytics-dev-${name}`);
    }
  });

  it('may invoke these functions only', () => {
    const invoking = Object.values(template.findResources('AWS::IAM::Policy'))
      .flatMap(({ Properties }) => statementsSchema.parse(Properties).PolicyDocument.Statement)
      .filter(({ Action, Sid }) => JSON.stringify(Action).includes('lambda:') && Sid !== 'StartSummary');
    expect(invoking).toEqual([
      {
        Sid: 'InvokeSteps',
        Effect: 'Allow',
        Action: 'lambda:InvokeFunction',
        Resource: expect.toSatisfy((resources: unknown[]) => resources.length === functionNames().length),
      },
    ]);
    expect(invoking[0]?.Resource).toEqual(expect.arrayContaining(Object.values(DefinitionSubstitutions)));
  });

  it('is a Standard workflow that is traced, and logs each state but not its data', () => {
    expect(properties).toEqual({
      StateMachineType: 'STANDARD',
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
    });
  });

  it('is valid Amazon States Language', () => {
    const arn = 'arn:aws:lambda:eu-central-1:111122223333:function:name';
    const values = Object.fromEntries([...placeholders].map((name) => [name, arn]));
    const { isValid, errorsText } = validateAsl(JSON.parse(substitute(DefinitionString, values)), {
      checkArn: true,
      checkPaths: true,
    });
    expect(isValid, errorsText('\n')).toBe(true);
  });
});
