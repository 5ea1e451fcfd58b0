import validateAsl from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readBackfillTemplate } from '../../../statemachine/backfill.ts';
import { substitute } from '../../../statemachine/definition.ts';
import { ACCOUNT, REGION, resolve } from '../helpers/policies.ts';
import { dev } from './stages.ts';

const { template } = dev;
const resources = template.toJSON().Resources;
const machines = template.findResources('AWS::StepFunctions::StateMachine', {
  Properties: { StateMachineName: 'energy-analytics-dev-backfill' },
});
const machine = z
  .object({ DefinitionString: z.string(), DefinitionSubstitutions: z.record(z.string(), z.unknown()) })
  .parse(Object.values(machines)[0]?.Properties);

const policySchema = z.object({
  Type: z.literal('AWS::IAM::Policy'),
  Properties: z.object({
    PolicyName: z.string(),
    PolicyDocument: z.object({
      Statement: z.array(z.object({ Action: z.union([z.string(), z.array(z.string())]), Resource: z.unknown() })),
    }),
  }),
});

describe('the state machine of backfills', () => {
  it('is the file whose processor runs locally, with the lake and the workflow in its places', () => {
    expect(JSON.parse(machine.DefinitionString)).toEqual(JSON.parse(readBackfillTemplate()));
    const values = Object.fromEntries(
      Object.entries(machine.DefinitionSubstitutions).map(([name, value]) => [name, JSON.stringify(value)]),
    );
    expect(() => substitute(machine.DefinitionString, values)).not.toThrow();
    expect(values.LakeBucket).toMatch(/LakeBucket/);
    expect(values.StateMachineArn).toMatch(/WorkflowStateMachine/);
  });

  it('is valid Amazon States Language', () => {
    const text = substitute(machine.DefinitionString, {
      LakeBucket: 'lake',
      StateMachineArn: 'arn:aws:states:eu-central-1:111122223333:stateMachine:name',
    });
    const { isValid, errorsText } = validateAsl(JSON.parse(text), { checkArn: true, checkPaths: true });
    expect(isValid, errorsText('\n')).toBe(true);
  });

  it('may start and follow its own items and the runs of this workflow, and use its own folder', () => {
    const states = `arn:aws:states:${REGION}:${ACCOUNT}`;
    const statements = Object.values(resources)
      .flatMap((each) => policySchema.safeParse(each).data ?? [])
      .filter(({ Properties }) => Properties.PolicyName.startsWith('BackfillRole'))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .map(({ Action, Resource }) => ({
        actions: [Action].flat().sort(),
        resources: [Resource]
          .flat()
          .map((resource) => resolve(resource, resources))
          .sort(),
      }))
      .filter(({ actions }) => !actions.some((action) => /^(logs|xray):/.test(action)));
    const [, , , { resources: [folder = ''] = [] } = {}] = statements;
    expect(folder).toMatch(/LakeBucket.*\/backfills\/\*$/);
    expect(statements).toEqual([
      {
        actions: ['states:StartExecution'],
        resources: ['dev', 'dev-backfill'].map((each) => `${states}:stateMachine:energy-analytics-${each}`),
      },
      {
        actions: ['states:DescribeExecution', 'states:StopExecution'],
        resources: ['dev-backfill', 'dev'].map((each) => `${states}:execution:energy-analytics-${each}:*`),
      },
      {
        actions: ['events:DescribeRule', 'events:PutRule', 'events:PutTargets'],
        resources: [`arn:aws:events:${REGION}:${ACCOUNT}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule`],
      },
      {
        actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
        resources: [folder],
      },
    ]);
  });
});
