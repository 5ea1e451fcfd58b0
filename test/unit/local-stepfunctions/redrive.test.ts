import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RedriveExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { FunctionError } from '../../../local/service.ts';
import { brief, machine, openStack, type Stack, task, types } from './stack.ts';

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

/** Waits for a file that the execution's input names. */
function waiting(step: string) {
  return { FunctionName: 'tool', Payload: { step, do: 'wait for file', 'file.$': '$.file' } };
}

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
    await vi.waitUntil(async () => types(await stack.history(executionArn)).includes('WaitStateAborted'));
    expect((await stack.describe(executionArn)).status).toBe('RUNNING');
    await vi.waitUntil(() => stack.calls.length === 3);
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
    await vi.waitUntil(() => stack.calls.includes('Never'));
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
    await vi.waitUntil(async () => types(await stack.history(executionArn)).includes('TaskFailed'));
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

describe('stopping', () => {
  test('ends an execution at once; what runs goes on alone, and a redrive waits for it', async () => {
    stack = await openStack(
      machine('A', {
        A: task('A', {}, { ResultPath: '$.a', Next: 'B' }),
        B: task('B', {}, { Parameters: waiting('B'), ResultPath: '$.b', Next: 'C' }),
        C: task('C', {}, { ResultPath: null }),
      }),
    );
    const file = join(stack.home, 'go');
    const { executionArn } = await stack.stepFunctions.start({ file });
    await vi.waitUntil(() => stack.calls.includes('B'));
    const stop = () =>
      stack.client.send(new StopExecutionCommand({ executionArn, error: 'Enough', cause: 'It took too long.' }));
    const { stopDate } = await stop();
    const stopped = await stack.describe(executionArn);
    expect(stopped).toMatchObject({ status: 'ABORTED', error: 'Enough', cause: 'It took too long.', stopDate });
    expect(stopped.redriveStatus).toBe('REDRIVABLE');
    expect(types(await stack.history(executionArn)).slice(-2)).toEqual(['TaskStateAborted', 'ExecutionAborted']);
    // Once is enough.
    expect((await stop()).stopDate).toEqual(stopDate);

    await stack.client.send(new RedriveExecutionCommand({ executionArn }));
    await stack.functions.invoke('tool', {});
    expect(stack.calls.filter((step) => step === 'B')).toHaveLength(1);
    writeFileSync(file, '');
    expect((await stack.stepFunctions.waitFor(executionArn)).status).toBe('SUCCEEDED');
    expect(stack.calls.filter((step) => step !== 'undefined')).toEqual(['A', 'B', 'B', 'C']);
    expect(stack.statuses.map(({ status }) => status)).toEqual(['RUNNING', 'ABORTED', 'RUNNING', 'SUCCEEDED']);
  });

  test('ends waiting in every branch', async () => {
    const Retry = [{ ErrorEquals: ['Oops'], IntervalSeconds: 60 }];
    stack = await openStack(
      machine('Both', {
        Both: {
          Type: 'Parallel',
          Branches: [
            machine('Rests', { Rests: { Type: 'Wait', Seconds: 60, End: true } }),
            machine('Retries', { Retries: task('Retries', {}, { Retry }) }),
          ],
          End: true,
        },
      }),
      { retryIntervalMs: 60_000 },
    );
    stack.faults.Retries = [oops()];
    const { executionArn } = await stack.stepFunctions.start({});
    await vi.waitUntil(async () => types(await stack.history(executionArn)).includes('TaskFailed'));
    await stack.client.send(new StopExecutionCommand({ executionArn }));
    const events = types(await stack.history(executionArn));
    expect(events.slice(-4).sort()).toEqual([
      'ExecutionAborted',
      'ParallelStateAborted',
      'TaskStateAborted',
      'WaitStateAborted',
    ]);
    expect(events.at(-1)).toBe('ExecutionAborted');
    expect(stack.calls).toEqual(['Retries']);
  });
});

describe('the end of the process', () => {
  const definition = machine('A', {
    A: task('A', {}, { ResultPath: '$.a', Next: 'Both' }),
    Both: {
      Type: 'Parallel',
      Branches: [
        machine('B', { B: task('B', {}, { ResultPath: null }) }),
        machine('C', { C: task('C', {}, { Parameters: waiting('C'), ResultPath: null }) }),
      ],
      ResultPath: null,
      Next: 'D',
    },
    D: task('D', {}, { ResultPath: null }),
  });

  test('by a kill leaves an execution that shows as failed, and whose redrive keeps what had succeeded', async () => {
    stack = await openStack(definition);
    const { home } = stack;
    const file = join(home, 'go');
    await stack.close();
    const script = join(import.meta.dirname, 'fixtures', 'process.ts');
    const child = spawn(process.execPath, [script, home, JSON.stringify(definition), JSON.stringify({ file })], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const written = join(home, 'executions', 'machine', 'killed.jsonl');
    await vi.waitUntil(() => existsSync(written) && /"TaskStateExited".*"B"/.test(readFileSync(written, 'utf8')), {
      timeout: 30_000,
    });
    child.kill('SIGKILL');
    await once(child, 'exit');
    // As a kill in the middle of a write leaves it.
    appendFileSync(written, '{"event":{"id":99,"type":"TaskSucc');

    stack = await openStack(definition, { home });
    const executionArn = 'arn:aws:states:us-east-1:000000000000:execution:machine:killed';
    const found = await stack.describe(executionArn);
    expect(found).toMatchObject({ status: 'FAILED', error: 'Local.ProcessEnded', redriveStatus: 'REDRIVABLE' });
    expect(found.cause).toContain('Redrive it');
    expect(found.stopDate).toBeInstanceOf(Date);
    writeFileSync(file, '');
    const execution = await stack.redrive(executionArn);
    expect(execution).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
    expect(JSON.parse(execution.output ?? '')).toEqual({ file, a: { result: { step: 'A' } } });
    expect(stack.calls).toEqual(['C', 'D']);
    const ids = (await stack.history(executionArn)).map(({ id }) => id);
    expect(ids).toEqual(ids.map((_, index) => index + 1));
  });

  test('by closing does the same, and lists survive', async () => {
    stack = await openStack(definition);
    const { home } = stack;
    const file = join(home, 'go');
    const { executionArn } = await stack.stepFunctions.start({ file }, 'Interrupted');
    await vi.waitUntil(() => stack.calls.includes('C'));
    await stack.close();
    // The index is only a copy.
    rmSync(join(home, 'executions', 'index.jsonl'));
    stack = await openStack(definition, { home });
    expect(await stack.describe(executionArn)).toMatchObject({ status: 'FAILED', error: 'Local.ProcessEnded' });
    writeFileSync(file, '');
    expect((await stack.redrive(executionArn)).status).toBe('SUCCEEDED');
    expect(stack.calls.at(-1)).toBe('D');
    await stack.close();
    stack = await openStack(definition, { home });
    expect(await stack.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
  });

  test('before the first line was written leaves nothing', async () => {
    stack = await openStack(definition);
    const { home } = stack;
    await stack.run({ file: home }, 'whole');
    await stack.close();
    writeFileSync(join(home, 'executions', 'machine', 'empty.jsonl'), '');
    writeFileSync(join(home, 'executions', 'machine', 'torn.jsonl'), '{"machine":"machine","na');
    appendFileSync(join(home, 'executions', 'index.jsonl'), '{"machine":"machine","name":"who');
    stack = await openStack(definition, { home });
    await expect(stack.run({ file: home }, 'whole')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    expect((await stack.run({ file: home }, 'empty')).status).toBe('SUCCEEDED');
    expect((await stack.run({ file: home }, 'torn')).status).toBe('SUCCEEDED');
  });
});
