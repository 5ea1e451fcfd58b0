import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RedriveExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, test } from 'vitest';
import { FunctionError } from '../../../../local/service.ts';
import { until } from '../../../helpers/until.ts';
import { machine, openStack, type Stack, task, types, waiting } from './stack.ts';

let stack: Stack;
afterEach(() => stack.remove());

const oops = () => new FunctionError('Oops', 'not now');

describe('a redrive of branches', () => {
  const nested = machine('First', {
    First: task('First', {}, { ResultPath: '$.first', Next: 'Outer' }),
    Outer: {
      Type: 'Parallel',
      Branches: [
        machine('Inner', {
          Inner: {
            Type: 'Parallel',
            Branches: [
              machine('A', { A: task('A') }),
              machine('B', { B: task('B', {}, { Next: 'B2' }), B2: task('B2') }),
            ],
            Next: 'AfterInner',
          },
          AfterInner: task('AfterInner', {}, { ResultPath: null }),
        }),
        machine('C', { C: task('C') }),
        machine('D', {
          D: task('D', {}, { Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'Degraded' }] }),
          Degraded: { Type: 'Pass', Result: 'DEGRADED', End: true },
        }),
      ],
      Next: 'Last',
    },
    Last: task('Last', {}, { ResultPath: null }),
  });

  test('runs only what had not succeeded, nested ones too; a state that was caught counts as succeeded', async () => {
    stack = await openStack(nested);
    const clean = await stack.run();
    stack.calls.length = 0;
    stack.faults.B2 = [oops()];
    stack.faults.D = [oops()];
    const failed = await stack.run();
    expect(failed).toMatchObject({ status: 'FAILED', error: 'Oops' });
    expect([...stack.calls].sort()).toEqual(['A', 'B', 'B2', 'C', 'D', 'First']);
    const before = (await stack.history(failed.executionArn)).length;

    stack.calls.length = 0;
    const execution = await stack.redrive(failed.executionArn);
    expect(execution.status).toBe('SUCCEEDED');
    expect(stack.calls).toEqual(['B2', 'AfterInner', 'Last']);
    expect(types((await stack.history(failed.executionArn)).slice(before))).toEqual([
      'ExecutionRedriven',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited B2',
      'ParallelStateSucceeded',
      'ParallelStateExited Inner',
      'TaskStateEntered AfterInner',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited AfterInner',
      'ParallelStateSucceeded',
      'ParallelStateExited Outer',
      'TaskStateEntered Last',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited Last',
      'ExecutionSucceeded',
    ]);
    const [first, second] = [JSON.parse(clean.output ?? ''), JSON.parse(execution.output ?? '')];
    expect(second).toEqual([first[0], first[1], 'DEGRADED']);
  });

  test.each(['First', 'A', 'B', 'B2', 'C', 'AfterInner', 'Last'])(
    'after %s failed gives what a clean run gives, each step succeeding once',
    async (step) => {
      stack = await openStack(nested);
      const clean = await stack.run();
      const once = [...stack.calls].sort();
      stack.calls.length = 0;
      stack.faults[step] = [oops()];
      const failed = await stack.run();
      expect(failed.error).toBe('Oops');
      const execution = await stack.redrive(failed.executionArn);
      expect(execution).toMatchObject({ status: 'SUCCEEDED', output: clean.output });
      const expected = [...once, step].sort();
      expect([...stack.calls].sort()).toEqual(expected);
    },
  );

  test('waits for the tasks that run in other branches, and keeps their results', async () => {
    stack = await openStack(
      machine('Both', {
        Both: {
          Type: 'Parallel',
          Branches: [
            machine('Fails', { Fails: task('Fails') }),
            machine('Slow', {
              Slow: task('Slow', {}, { Parameters: waiting('Slow'), Next: 'Never' }),
              Never: task('Never'),
            }),
            machine('AlsoSlow', {
              AlsoSlow: task(
                'AlsoSlow',
                {},
                { Parameters: waiting('AlsoSlow'), Retry: [{ ErrorEquals: ['States.ALL'] }] },
              ),
            }),
            machine('Rests', { Rests: { Type: 'Wait', Seconds: 30, End: true } }),
          ],
          End: true,
        },
      }),
    );
    const file = join(stack.home, 'go');
    stack.faults.Fails = [oops()];
    const { executionArn } = await stack.stepFunctions.start({ file });
    await until(async () => types(await stack.history(executionArn)).includes('WaitStateAborted'));
    expect((await stack.describe(executionArn)).status).toBe('RUNNING');
    await until(() => stack.calls.length === 3);
    await stack.functions.invoke('tool', {});
    writeFileSync(file, '');
    const failed = await stack.stepFunctions.waitFor(executionArn);
    expect(failed).toMatchObject({ status: 'FAILED', error: 'Oops' });
    const events = await stack.history(executionArn);
    expect(
      types(events)
        .filter((type) => type.startsWith('TaskStateExited'))
        .sort(),
    ).toEqual(['TaskStateExited AlsoSlow', 'TaskStateExited Slow']);
    expect(types(events).slice(-2)).toEqual(['ParallelStateFailed', 'ExecutionFailed']);
    expect(types(events)).not.toContain('TaskStateEntered Never');
    const failure = events.find(({ type }) => type === 'TaskFailed');
    expect(events.at(-2)?.previousEventId).toBe(failure?.id);
    await stack.client.send(new RedriveExecutionCommand({ executionArn }));
    await until(() => stack.calls.includes('Never'));
    expect(stack.calls.filter((step) => step === 'Slow' || step === 'AlsoSlow')).toHaveLength(2);
    await stack.client.send(new StopExecutionCommand({ executionArn }));
  });

  test('runs a straggler again that failed: it is neither retried nor caught meanwhile', async () => {
    stack = await openStack(
      machine('Both', {
        Both: {
          Type: 'Parallel',
          Branches: [
            machine('Fails', { Fails: task('Fails') }),
            machine('Loses', {
              Loses: task(
                'Loses',
                {},
                {
                  Parameters: {
                    FunctionName: 'tool',
                    Payload: {
                      step: 'Loses',
                      do: 'wait for file, then throw',
                      'file.$': '$.file',
                      'never.$': '$.never',
                    },
                  },
                  Retry: [{ ErrorEquals: ['States.ALL'] }],
                  Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
                },
              ),
              Caught: { Type: 'Pass', Result: 'caught', End: true },
            }),
          ],
          End: true,
        },
      }),
    );
    const file = join(stack.home, 'go');
    const never = join(stack.home, 'once');
    stack.faults.Fails = [oops()];
    const { executionArn } = await stack.stepFunctions.start({ file, never });
    await until(async () => types(await stack.history(executionArn)).includes('TaskFailed'));
    writeFileSync(file, '');
    expect((await stack.stepFunctions.waitFor(executionArn)).error).toBe('Oops');
    expect(types(await stack.history(executionArn)).slice(-4)).toEqual([
      'TaskFailed',
      'TaskStateAborted',
      'ParallelStateFailed',
      'ExecutionFailed',
    ]);
    const execution = await stack.redrive(executionArn);
    expect(execution.status).toBe('SUCCEEDED');
    expect(JSON.parse(execution.output ?? '')[1]).toEqual({ result: 'second time' });
    expect([...stack.calls].sort()).toEqual(['Fails', 'Fails', 'Loses', 'Loses']);
  });

  test('runs all branches again when it was their joint result that was refused', async () => {
    const large = (step: string) => machine(step, { [step]: task(step, { do: 'big', bytes: 150_000 }) });
    stack = await openStack(
      machine('Both', { Both: { Type: 'Parallel', Branches: [large('A'), large('B')], End: true } }),
    );
    const failed = await stack.run();
    expect(failed).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
    await stack.redrive(failed.executionArn);
    expect([...stack.calls].sort()).toEqual(['A', 'A', 'B', 'B']);
  });

  test('and a retry of the Parallel state runs all its branches again', async () => {
    const Branches = [machine('A', { A: task('A') }), machine('B', { B: task('B') })];
    const Retry = [{ ErrorEquals: ['Oops'], MaxAttempts: 1 }];
    stack = await openStack(machine('Both', { Both: { Type: 'Parallel', Branches, Retry, End: true } }));
    stack.faults.B = [oops()];
    const execution = await stack.run();
    expect(execution.status).toBe('SUCCEEDED');
    expect([...stack.calls].sort()).toEqual(['A', 'A', 'B', 'B']);
    expect(types(await stack.history(execution.executionArn)).filter((type) => type.startsWith('Parallel'))).toEqual([
      'ParallelStateEntered Both',
      'ParallelStateStarted',
      'ParallelStateFailed',
      'ParallelStateStarted',
      'ParallelStateSucceeded',
      'ParallelStateExited Both',
    ]);
  });
});
