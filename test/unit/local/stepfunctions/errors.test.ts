import { afterEach, describe, expect, test } from 'vitest';
import { FunctionError } from '../../../../local/service.ts';
import { brief, machine, openStack, type Stack, task, types } from './stack.ts';

let stack: Stack;
afterEach(() => stack.remove());

describe('an error', () => {
  test('of a function is the error, with Lambda’s report as JSON for its cause', async () => {
    const payload = { do: 'throw', name: 'InputRejected', message: 'no readings' };
    stack = await openStack(machine('Validate', { Validate: task('Validate', payload) }));
    const execution = await stack.run();
    expect(execution).toMatchObject({ status: 'FAILED', error: 'InputRejected', redriveStatus: 'REDRIVABLE' });
    expect(execution.output).toBeUndefined();
    const cause = JSON.parse(execution.cause ?? '');
    expect(Object.keys(cause)).toEqual(['errorType', 'errorMessage', 'trace']);
    expect(cause).toMatchObject({ errorType: 'InputRejected', errorMessage: 'no readings' });
    const events = await stack.history(execution.executionArn);
    expect(brief(events).slice(3)).toEqual(['4<3 TaskStarted', '5<4 TaskFailed', '6<5 ExecutionFailed']);
    expect(events[4]?.taskFailedEventDetails).toEqual({
      resource: 'invoke',
      resourceType: 'lambda',
      error: 'InputRejected',
      cause: execution.cause,
    });
    expect(events[5]?.executionFailedEventDetails).toEqual({ error: 'InputRejected', cause: execution.cause });
  });

  test('is retried as often as the definition says, with the right count in the context', async () => {
    const counted = { FunctionName: 'tool', Payload: { step: 'Flaky', 'retries.$': '$$.State.RetryCount' } };
    const Retry = [
      { ErrorEquals: ['Lambda.TooManyRequestsException'], MaxAttempts: 2 },
      { ErrorEquals: ['Runtime.ExitError', 'Sandbox.Timedout'], MaxAttempts: 1 },
    ];
    stack = await openStack(machine('Flaky', { Flaky: task('Flaky', {}, { Parameters: counted, Retry }) }));
    const throttled = new FunctionError('Lambda.TooManyRequestsException', 'Rate Exceeded.');
    stack.faults.Flaky = [throttled, 'exit', throttled];
    const execution = await stack.run();
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: '{"result":{"step":"Flaky","retries":3}}' });
    const events = await stack.history(execution.executionArn);
    expect(brief(events)).toEqual([
      '1<0 ExecutionStarted',
      '2<0 TaskStateEntered Flaky',
      '3<2 TaskScheduled',
      '4<3 TaskStarted',
      '5<4 TaskFailed',
      '6<5 TaskScheduled',
      '7<6 TaskStarted',
      '8<7 TaskFailed',
      '9<8 TaskScheduled',
      '10<9 TaskStarted',
      '11<10 TaskFailed',
      '12<11 TaskScheduled',
      '13<12 TaskStarted',
      '14<13 TaskSucceeded',
      '15<14 TaskStateExited Flaky',
      '16<15 ExecutionSucceeded',
    ]);
    expect(JSON.parse(events[7]?.taskFailedEventDetails?.cause ?? '')).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/^RequestId: .* Error: Runtime exited with error: exit status 1$/),
    });
    stack.faults.Flaky = ['timeout', 'timeout'];
    expect(await stack.run()).toMatchObject({ status: 'FAILED', error: 'Sandbox.Timedout' });
  });

  test('that is caught leaves the state with the error in its output', async () => {
    const Catch = [
      { ErrorEquals: ['Other'], Next: 'Never' },
      { ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Degraded' },
    ];
    stack = await openStack(
      machine('Optional', {
        Optional: task('Optional', {}, { Catch }),
        Never: { Type: 'Fail' },
        Degraded: {
          Type: 'Pass',
          Parameters: { status: 'DEGRADED', 'reason.$': '$.failure.Error', 'kept.$': '$.kept' },
          End: true,
        },
      }),
    );
    stack.faults.Optional = [new FunctionError('Oops', 'broken', ['Oops: broken', '    at somewhere'])];
    const execution = await stack.run({ kept: true });
    expect(JSON.parse(execution.output ?? '')).toEqual({ status: 'DEGRADED', reason: 'Oops', kept: true });
    const events = await stack.history(execution.executionArn);
    expect(brief(events).slice(4)).toEqual([
      '5<4 TaskFailed',
      '6<5 TaskStateExited Optional',
      '7<6 PassStateEntered Degraded',
      '8<7 PassStateExited Degraded',
      '9<8 ExecutionSucceeded',
    ]);
    const { failure } = JSON.parse(events[5]?.stateExitedEventDetails?.output ?? '');
    expect(failure.Error).toBe('Oops');
    expect(JSON.parse(failure.Cause)).toEqual({
      errorType: 'Oops',
      errorMessage: 'broken',
      trace: ['Oops: broken', '    at somewhere'],
    });
  });

  test('of a Fail state is what it says', async () => {
    stack = await openStack(
      machine('Which', {
        Which: {
          Type: 'Choice',
          Choices: [{ Variable: '$.silent', IsPresent: true, Next: 'Silent' }],
          Default: 'Loud',
        },
        Silent: { Type: 'Fail' },
        Loud: { Type: 'Fail', Error: 'Refused', CausePath: '$.why' },
      }),
    );
    const loud = await stack.run({ why: 'because' });
    expect(loud).toMatchObject({ status: 'FAILED', error: 'Refused', cause: 'because' });
    expect(types(await stack.history(loud.executionArn)).slice(-2)).toEqual([
      'FailStateEntered Loud',
      'ExecutionFailed',
    ]);
    const silent = await stack.run({ silent: 1 });
    expect([silent.status, silent.error, silent.cause]).toEqual(['FAILED', undefined, undefined]);
  });

  test('of a path ends the execution, whatever would catch it', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Never' }];
    stack = await openStack(
      machine('Paths', {
        Paths: task('Paths', {}, { InputPath: '$.missing', Catch, Retry: [{ ErrorEquals: ['States.ALL'] }] }),
        Never: { Type: 'Succeed' },
      }),
    );
    const execution = await stack.run({ a: 1 });
    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(execution.cause).toMatch(/state 'Paths' \(entered at the event id #2\).*\$\.missing/);
    expect(stack.calls).toEqual([]);
  });

  test('is raised where no choice matches', async () => {
    const Choices = [{ Variable: '$.a', StringEquals: 'x', Next: 'Never' }];
    stack = await openStack(machine('Which', { Which: { Type: 'Choice', Choices }, Never: { Type: 'Succeed' } }));
    expect(await stack.run({ a: 'y' })).toMatchObject({ status: 'FAILED', error: 'States.NoChoiceMatched' });
  });

  test('is raised by a result of more than 256 KB, and cannot be caught', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Never' }];
    const Retry = [{ ErrorEquals: ['States.ALL'] }];
    stack = await openStack(
      machine('Big', {
        Big: task('Big', { do: 'big' }, { Parameters: big('$.bytes'), Catch, Retry, Next: 'Twice' }),
        Twice: { Type: 'Pass', Parameters: { 'a.$': '$', 'b.$': '$' }, Next: 'Never' },
        Never: { Type: 'Succeed' },
      }),
    );
    const large = await stack.run({ bytes: 262_144 });
    expect(large).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
      cause: "The state/task 'Big' returned a result with a size exceeding the maximum number of bytes service limit.",
    });
    expect(types(await stack.history(large.executionArn)).slice(-2)).toEqual(['TaskFailed', 'ExecutionFailed']);
    expect(stack.calls).toHaveLength(1);
    const doubled = await stack.run({ bytes: 200_000 });
    expect(doubled).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
    expect(doubled.cause).toContain("'Twice'");
    expect((await stack.run({ bytes: 100_000 })).status).toBe('SUCCEEDED');
  });
});

function big(bytes: string) {
  return { FunctionName: 'tool', Payload: { step: 'Big', do: 'big', 'bytes.$': bytes } };
}

describe('a time-out', () => {
  test('of a task is retried and caught by its name; what the task still does changes nothing', async () => {
    const Retry = [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 1 }];
    const Catch = [{ ErrorEquals: ['States.Timeout'], ResultPath: '$.failure', Next: 'Late' }];
    const slow = task('Slow', { do: 'sleep', ms: 1500 }, { TimeoutSeconds: 1, Retry, Catch });
    stack = await openStack(
      machine('Slow', { Slow: slow, Late: { Type: 'Wait', Seconds: 1, Next: 'End' }, End: { Type: 'Succeed' } }),
    );
    const execution = await stack.run({});
    expect(execution).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"failure":{"Error":"States.Timeout","Cause":"States.Timeout"}}',
    });
    const events = await stack.history(execution.executionArn);
    expect(brief(events)).toEqual([
      '1<0 ExecutionStarted',
      '2<0 TaskStateEntered Slow',
      '3<2 TaskScheduled',
      '4<3 TaskStarted',
      '5<4 TaskTimedOut',
      '6<5 TaskScheduled',
      '7<6 TaskStarted',
      '8<7 TaskTimedOut',
      '9<8 TaskStateExited Slow',
      '10<9 WaitStateEntered Late',
      '11<10 WaitStateExited Late',
      '12<11 SucceedStateEntered End',
      '13<12 SucceedStateExited End',
      '14<13 ExecutionSucceeded',
    ]);
    expect(events[2]?.taskScheduledEventDetails?.timeoutInSeconds).toBe(1);
    expect(events[4]?.taskTimedOutEventDetails).toEqual({
      resource: 'invoke',
      resourceType: 'lambda',
      error: 'States.Timeout',
    });
  });

  test('that nothing catches fails the execution', async () => {
    const Catch = [{ ErrorEquals: ['States.TaskFailed'], Next: 'Never' }];
    const slow = task('Slow', { do: 'sleep', ms: 1200 }, { TimeoutSeconds: 1, Catch });
    stack = await openStack(machine('Slow', { Slow: slow, Never: { Type: 'Succeed' } }));
    const execution = await stack.run();
    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(types(await stack.history(execution.executionArn)).slice(-2)).toEqual(['TaskTimedOut', 'ExecutionFailed']);
  });

  test('of the state machine ends the execution as TIMED_OUT', async () => {
    const slow = machine('Slow', { Slow: task('Slow', { do: 'sleep', ms: 1200 }) }, { TimeoutSeconds: 1 });
    stack = await openStack(slow);
    const execution = await stack.run();
    expect(execution).toMatchObject({ status: 'TIMED_OUT', redriveStatus: 'REDRIVABLE' });
    expect(types(await stack.history(execution.executionArn)).slice(-2)).toEqual([
      'TaskStateAborted',
      'ExecutionTimedOut',
    ]);
  });
});
