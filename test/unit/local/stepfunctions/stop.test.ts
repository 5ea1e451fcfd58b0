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
    await until(() => stack.calls.includes('B'));
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
    await until(async () => types(await stack.history(executionArn)).includes('TaskFailed'));
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
