import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RedriveExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, test } from 'vitest';
import { FunctionError } from '../../../../local/service.ts';
import { brief, machine, openStack, type Stack, task, types, waiting } from './stack.ts';

let stack: Stack;
afterEach(() => stack.remove());

const oops = () => new FunctionError('Oops', 'not now');

const three = machine('A', {
  A: task('A', {}, { Next: 'B' }),
  B: task('B', {}, { Next: 'C', ResultPath: '$.b' }),
  C: task('C', {}, { ResultPath: '$.c' }),
});

describe('a redrive', () => {
  test('goes on at the state that failed, with what had succeeded', async () => {
    stack = await openStack(three);
    stack.faults.B = [oops()];
    const failed = await stack.run({ x: 1 }, 'run-1');
    expect(failed).toMatchObject({ status: 'FAILED', redriveStatus: 'REDRIVABLE', redriveCount: 0 });
    expect(failed.redriveDate).toBeUndefined();
    const before = await stack.history(failed.executionArn);

    const execution = await stack.redrive(failed.executionArn);
    expect(execution).toMatchObject({
      status: 'SUCCEEDED',
      name: 'run-1',
      redriveCount: 1,
      startDate: failed.startDate,
    });
    expect(execution.error).toBeUndefined();
    expect(execution.redriveDate).toBeInstanceOf(Date);
    expect(JSON.parse(execution.output ?? '')).toEqual({
      result: { step: 'A' },
      b: { result: { step: 'B' } },
      c: { result: { step: 'C' } },
    });
    expect(stack.calls).toEqual(['A', 'B', 'B', 'C']);
    const events = await stack.history(failed.executionArn);
    expect(events.slice(0, before.length)).toEqual(before);
    expect(brief(events).slice(before.length - 2)).toEqual([
      '10<9 TaskFailed',
      '11<10 ExecutionFailed',
      '12<11 ExecutionRedriven',
      '13<12 TaskScheduled',
      '14<13 TaskStarted',
      '15<14 TaskSucceeded',
      '16<15 TaskStateExited B',
      '17<16 TaskStateEntered C',
      '18<17 TaskScheduled',
      '19<18 TaskStarted',
      '20<19 TaskSucceeded',
      '21<20 TaskStateExited C',
      '22<21 ExecutionSucceeded',
    ]);
    expect(events[11]?.executionRedrivenEventDetails).toEqual({ redriveCount: 1 });
  });

  test('that is asked for twice with one token is one', async () => {
    stack = await openStack(three);
    stack.faults.B = [oops()];
    const { executionArn } = await stack.run({ x: 1 }, 'run-1');
    const ask = () => stack.client.send(new RedriveExecutionCommand({ executionArn, clientToken: 'token' }));
    const [first, again] = [await ask(), await ask()];
    expect(again.redriveDate).toEqual(first.redriveDate);
    await stack.stepFunctions.waitFor(String(executionArn));
    expect((await ask()).redriveDate).toEqual(first.redriveDate);
    expect(stack.calls).toEqual(['A', 'B', 'B', 'C']);
  });

  test('is one and the same for a token also where another one came between', async () => {
    stack = await openStack(three);
    stack.faults.B = [oops(), oops()];
    const { executionArn } = await stack.run({ x: 1 }, 'run-1');
    const ask = async (clientToken: string) => {
      const { redriveDate } = await stack.client.send(new RedriveExecutionCommand({ executionArn, clientToken }));
      await stack.stepFunctions.waitFor(String(executionArn));
      return redriveDate;
    };
    const [first, second] = [await ask('one'), await ask('two')];
    expect(await ask('one')).toEqual(first);
    expect(await ask('two')).toEqual(second);
    expect(stack.calls).toEqual(['A', 'B', 'B', 'B', 'C']);
  });

  test('can follow a redrive, and counts retries afresh', async () => {
    const Retry = [{ ErrorEquals: ['Oops'], MaxAttempts: 1 }];
    stack = await openStack(machine('A', { A: task('A', {}, { Next: 'B' }), B: task('B', {}, { Retry }) }));
    stack.faults.B = [oops(), oops(), oops(), oops(), oops()];
    const { executionArn } = await stack.run();
    expect(stack.calls).toEqual(['A', 'B', 'B']);
    expect(await stack.redrive(executionArn)).toMatchObject({ status: 'FAILED', redriveCount: 1, error: 'Oops' });
    expect(stack.calls).toEqual(['A', 'B', 'B', 'B', 'B']);
    expect(await stack.redrive(executionArn)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 2 });
    expect(stack.calls).toEqual(['A', 'B', 'B', 'B', 'B', 'B', 'B']);
    const redriven = (await stack.history(executionArn)).filter(({ type }) => type === 'ExecutionRedriven');
    expect(redriven.map((event) => event.executionRedrivenEventDetails?.redriveCount)).toEqual([1, 2]);
  });

  test('is refused for an execution that succeeded or runs', async () => {
    const gate = (name: string) => join(stack.home, name);
    stack = await openStack(machine('A', { A: task('A', {}, { Parameters: waiting('A') }) }));
    const { executionArn } = await stack.stepFunctions.start({ file: gate('go') });
    const redrive = () => stack.client.send(new RedriveExecutionCommand({ executionArn }));
    await expect(redrive()).rejects.toMatchObject({
      name: 'ExecutionNotRedrivable',
      message: 'Execution is RUNNING and cannot be redriven.',
    });
    writeFileSync(gate('go'), '');
    await stack.stepFunctions.waitFor(executionArn);
    await expect(redrive()).rejects.toMatchObject({
      name: 'ExecutionNotRedrivable',
      message: 'Execution is SUCCEEDED and cannot be redriven.',
    });
    expect(stack.calls).toEqual(['A']);
  });

  test('restarts at a Fail state, as on AWS', async () => {
    stack = await openStack(machine('A', { A: task('A', {}, { Next: 'No' }), No: { Type: 'Fail', Error: 'Refused' } }));
    const { executionArn } = await stack.run();
    expect(await stack.redrive(executionArn)).toMatchObject({ status: 'FAILED', error: 'Refused', redriveCount: 1 });
    expect(types(await stack.history(executionArn)).slice(-4)).toEqual([
      'FailStateEntered No',
      'ExecutionFailed',
      'ExecutionRedriven',
      'ExecutionFailed',
    ]);
    expect(stack.calls).toEqual(['A']);
  });

  test('uses the definition that the execution was started with', async () => {
    stack = await openStack(three);
    stack.faults.B = [oops()];
    const { executionArn } = await stack.run();
    await stack.close();
    stack = await openStack(machine('A', { A: task('Other') }), { home: stack.home });
    expect((await stack.redrive(executionArn)).status).toBe('SUCCEEDED');
    expect(stack.calls).toEqual(['B', 'C']);
    expect((await stack.run()).status).toBe('SUCCEEDED');
    expect(stack.calls).toEqual(['B', 'C', 'Other']);
  });
});
