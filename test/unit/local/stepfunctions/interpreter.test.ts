import { afterEach, describe, expect, test } from 'vitest';
import { FunctionError } from '../../../../local/service.ts';
import { machine, openStack, type Stack, task } from './stack.ts';

let stack: Stack;
afterEach(() => stack.remove());

describe('what the interpreter alone would do differently', () => {
  test('the context is the execution’s, in every branch', async () => {
    const Parameters = {
      'input.$': '$$.Execution.Input',
      'name.$': '$$.Execution.Name',
      'id.$': '$$.Execution.Id',
      'started.$': "States.Format('{}', $$.Execution.StartTime)",
      'machine.$': '$$.StateMachine.Name',
      'state.$': '$$.State.Name',
    };
    const inner = machine('Inner', { Inner: { Type: 'Pass', Parameters, End: true } });
    stack = await openStack(
      machine('Change', {
        Change: { Type: 'Pass', Result: { other: true }, Next: 'Both' },
        Both: { Type: 'Parallel', Branches: [inner], End: true },
      }),
    );
    const execution = await stack.run({ original: true }, 'run-1');
    expect(JSON.parse(execution.output ?? '')).toEqual([
      {
        input: { original: true },
        name: 'run-1',
        id: execution.executionArn,
        started: execution.startDate?.toISOString(),
        machine: 'machine',
        state: 'Inner',
      },
    ]);
  });

  test.each([
    [{ Variable: '$.a', IsPresent: false }, {}, { a: 1 }],
    [{ Variable: '$.a', IsNull: false }, { a: 1 }, { a: null }],
    [
      {
        And: [
          { Variable: '$.a', IsPresent: true },
          { Variable: '$.a', IsNumeric: false },
        ],
      },
      { a: 'x' },
      { a: 1 },
    ],
    [{ Not: { Variable: '$.a', IsString: false } }, { a: 'x' }, { a: 1 }],
  ])('the choice %j', async (rule, yes, no) => {
    stack = await openStack(
      machine('Which', {
        Which: { Type: 'Choice', Choices: [{ ...rule, Next: 'Yes' }], Default: 'No' },
        Yes: { Type: 'Pass', Result: 'yes', End: true },
        No: { Type: 'Pass', Result: 'no', End: true },
      }),
    );
    expect([(await stack.run(yes)).output, (await stack.run(no)).output]).toEqual(['"yes"', '"no"']);
  });

  test.each([0, false, null, ''])('the result %j of a Pass state', async (Result) => {
    stack = await openStack(machine('Pass', { Pass: { Type: 'Pass', Result, End: true } }));
    expect((await stack.run({ a: 1 })).output).toBe(JSON.stringify(Result));
  });

  test('"ResultPath": "$" is the whole', async () => {
    stack = await openStack(machine('Pass', { Pass: { Type: 'Pass', Result: { b: 2 }, ResultPath: '$', End: true } }));
    expect((await stack.run({ a: 1 })).output).toBe('{"b":2}');
  });

  test('a state may lead back to itself', async () => {
    const Choices = [{ Variable: '$.result.n', IsPresent: true, Next: 'Done' }];
    const Catch = [{ ErrorEquals: ['Oops'], Next: 'Again' }];
    stack = await openStack(
      machine('Again', {
        Again: task('Again', { n: 1 }, { Catch, Next: 'Which' }),
        Which: { Type: 'Choice', Choices },
        Done: { Type: 'Succeed' },
      }),
    );
    stack.faults.Again = [new FunctionError('Oops', ''), new FunctionError('Oops', '')];
    expect(await stack.run()).toMatchObject({ status: 'SUCCEEDED', output: '{"result":{"step":"Again","n":1}}' });
    expect(stack.calls).toEqual(['Again', 'Again', 'Again']);
  });
});
