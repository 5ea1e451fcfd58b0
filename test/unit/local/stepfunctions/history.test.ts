import { afterEach, expect, test } from 'vitest';
import { FunctionError } from '../../../../local/service.ts';
import { brief, machine, openStack, type Stack, task, types } from './stack.ts';

let stack: Stack;
afterEach(() => stack.remove());

test('a run has the events of a Standard workflow, each after the one that led to it', async () => {
  stack = await openStack(
    machine('First', {
      First: task('First', { answer: 1 }, { Next: 'Which' }),
      Which: {
        Type: 'Choice',
        Choices: [{ Variable: '$.result.answer', NumericEquals: 1, Next: 'Both' }],
        Default: 'Nothing',
      },
      Nothing: { Type: 'Succeed' },
      Both: {
        Type: 'Parallel',
        Branches: [
          machine('Left', { Left: task('Left') }),
          machine('Right', { Right: { Type: 'Pass', Result: 'right', End: true } }),
        ],
        ResultPath: '$.both',
        Next: 'Last',
      },
      Last: { Type: 'Wait', Seconds: 0, End: true },
    }),
  );
  const execution = await stack.run({ a: 1 }, 'run-1');
  expect(execution).toMatchObject({
    name: 'run-1',
    status: 'SUCCEEDED',
    input: '{"a":1}',
    redriveCount: 0,
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven.',
    inputDetails: { included: true },
    outputDetails: { included: true },
  });
  expect(JSON.parse(execution.output ?? '')).toEqual({
    result: { step: 'First', answer: 1 },
    both: [{ result: { step: 'Left' } }, 'right'],
  });
  expect(execution.stopDate).toBeInstanceOf(Date);
  const events = await stack.history(execution.executionArn);
  expect(brief(events)).toEqual([
    '1<0 ExecutionStarted',
    '2<0 TaskStateEntered First',
    '3<2 TaskScheduled',
    '4<3 TaskStarted',
    '5<4 TaskSucceeded',
    '6<5 TaskStateExited First',
    '7<6 ChoiceStateEntered Which',
    '8<7 ChoiceStateExited Which',
    '9<8 ParallelStateEntered Both',
    '10<9 ParallelStateStarted',
    '11<10 TaskStateEntered Left',
    '12<10 PassStateEntered Right',
    '13<11 TaskScheduled',
    '14<13 TaskStarted',
    '15<12 PassStateExited Right',
    '16<14 TaskSucceeded',
    '17<16 TaskStateExited Left',
    '18<17 ParallelStateSucceeded',
    '19<18 ParallelStateExited Both',
    '20<19 WaitStateEntered Last',
    '21<20 WaitStateExited Last',
    '22<21 ExecutionSucceeded',
  ]);
  expect(events[0]).toMatchObject({
    executionStartedEventDetails: { input: '{"a":1}', inputDetails: { truncated: false } },
  });
  expect(events[1]).toMatchObject({
    stateEnteredEventDetails: { input: '{"a":1}', inputDetails: { truncated: false } },
  });
  expect(events[2]?.taskScheduledEventDetails).toEqual({
    resource: 'invoke',
    resourceType: 'lambda',
    region: 'us-east-1',
    parameters: '{"FunctionName":"tool","Payload":{"step":"First","answer":1}}',
  });
  expect(events[3]?.taskStartedEventDetails).toEqual({ resource: 'invoke', resourceType: 'lambda' });
  expect(JSON.parse(events[4]?.taskSucceededEventDetails?.output ?? '')).toEqual({
    ExecutedVersion: '$LATEST',
    Payload: { step: 'First', answer: 1 },
    StatusCode: 200,
  });
  expect(events[5]?.stateExitedEventDetails).toEqual({
    name: 'First',
    output: '{"result":{"step":"First","answer":1}}',
    outputDetails: { truncated: false },
  });
  expect(events.every(({ timestamp }) => timestamp instanceof Date)).toBe(true);
  expect(stack.statuses.map(({ status }) => status)).toEqual(['RUNNING', 'SUCCEEDED']);
});

test('a function’s own ARN as the resource has the events of that kind of task', async () => {
  const Resource = 'arn:aws:lambda:us-east-1:000000000000:function:tool';
  const direct = { Type: 'Task', Resource, TimeoutSeconds: 9, End: true };
  stack = await openStack(machine('Direct', { Direct: direct }));
  stack.faults.direct = [new FunctionError('Oops', 'no'), undefined];
  const failed = await stack.run({ step: 'direct' });
  expect(types(await stack.history(failed.executionArn))).toEqual([
    'ExecutionStarted',
    'TaskStateEntered Direct',
    'LambdaFunctionScheduled',
    'LambdaFunctionStarted',
    'LambdaFunctionFailed',
    'ExecutionFailed',
  ]);
  const execution = await stack.run({ step: 'direct' });
  expect(execution.output).toBe('{"step":"direct"}');
  const events = await stack.history(execution.executionArn);
  expect(events[2]?.lambdaFunctionScheduledEventDetails).toMatchObject({
    resource: Resource,
    input: '{"step":"direct"}',
    timeoutInSeconds: 9,
  });
  expect(types(events).slice(4)).toEqual(['LambdaFunctionSucceeded', 'TaskStateExited Direct', 'ExecutionSucceeded']);
});
