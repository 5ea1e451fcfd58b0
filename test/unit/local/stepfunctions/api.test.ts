import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  type ListExecutionsInput,
  ListStateMachinesCommand,
  ListTagsForResourceCommand,
  RedriveExecutionCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { logFile } from '../../../../local/lambda/index.ts';
import { FunctionError } from '../../../../local/service.ts';
import { createStepFunctions, type HistoryEvent } from '../../../../local/stepfunctions/index.ts';
import { until } from '../../../helpers/until.ts';
import { MACHINE_ARN, machine, openStack, type Stack, task, types } from './stack.ts';

let stack: Stack;
afterEach(() => stack.remove());

const echo = machine('Echo', { Echo: task('Echo') });
const pass = machine('Pass', { Pass: { Type: 'Pass', End: true } });
const waits = machine('Waits', {
  Waits: task(
    'Waits',
    {},
    {
      Parameters: { FunctionName: 'tool', Payload: { step: 'Waits', do: 'wait for file', 'file.$': '$.file' } },
    },
  ),
});
const start = (input: { name?: string; input?: string; stateMachineArn?: string }) =>
  stack.client.send(new StartExecutionCommand({ stateMachineArn: MACHINE_ARN, ...input }));
const execution = (name: string) => `arn:aws:states:us-east-1:000000000000:execution:machine:${name}`;

describe('StartExecution', () => {
  test('names an execution that has no name, and takes {} for an input', async () => {
    stack = await openStack(pass);
    const { executionArn, startDate } = await start({});
    expect(executionArn).toMatch(/:execution:machine:[0-9a-f-]{36}$/);
    expect(startDate).toBeInstanceOf(Date);
    await stack.stepFunctions.waitFor(String(executionArn));
    expect(await stack.describe(executionArn)).toMatchObject({ input: '{}', output: '{}', startDate });
  });

  test('is idempotent for a name and input that run, and refuses every other repetition', async () => {
    stack = await openStack(waits);
    const input = JSON.stringify({ file: join(stack.home, 'go') });
    const first = await start({ name: 'once', input });
    expect(await start({ name: 'once', input })).toMatchObject({
      executionArn: first.executionArn,
      startDate: first.startDate,
    });
    const refused = { name: 'ExecutionAlreadyExists', message: expect.stringContaining(execution('once')) };
    await expect(start({ name: 'once', input: '{}' })).rejects.toMatchObject(refused);
    writeFileSync(join(stack.home, 'go'), '');
    await stack.stepFunctions.waitFor(execution('once'));
    await expect(start({ name: 'once', input })).rejects.toMatchObject(refused);
    expect(stack.calls).toEqual(['Waits']);
    expect(stack.statuses).toHaveLength(2);
  });

  test.each([
    '',
    'a b',
    'a/b',
    'a:b',
    'a<b',
    'a?',
    'a*',
    'a"',
    'a#',
    'a%',
    'a\\',
    'a^',
    'a|',
    'a~',
    'a`',
    'a$',
    'a&',
    'a,',
    'a;',
    'a\u0001',
    'a\u0085',
    'x'.repeat(81),
  ])('refuses the name %j', async (name) => {
    stack = await openStack(pass);
    await expect(start({ name })).rejects.toMatchObject({ name: 'InvalidName' });
  });

  test.each(['..', '.', 'Upper', 'UPPER', 'ünïcode-電気', 'x'.repeat(80), "it's(fine)!@=+", '-', '_'])(
    'takes the name %j, and finds it again after a restart',
    async (name) => {
      stack = await openStack(pass);
      const { executionArn } = await start({ name, input: '"x"' });
      expect(executionArn).toBe(execution(name));
      await stack.stepFunctions.waitFor(String(executionArn));
      const { home } = stack;
      await stack.close();
      stack = await openStack(pass, { home });
      expect(await stack.describe(executionArn)).toMatchObject({ name, status: 'SUCCEEDED', output: '"x"' });
      expect(existsSync(join(home, 'executions', 'index.jsonl'))).toBe(true);
    },
  );

  test('refuses an input that is not JSON or has more than 256 KB', async () => {
    stack = await openStack(pass);
    await expect(start({ input: '{' })).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
    const most = JSON.stringify('x'.repeat(262_142));
    await expect(start({ input: `${most} ` })).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
    const { executionArn } = await start({ input: most });
    expect(await stack.stepFunctions.waitFor(String(executionArn))).toMatchObject({
      status: 'SUCCEEDED',
      output: most,
    });
  });
});

test('errors have the names of the AWS API', async () => {
  stack = await openStack(pass);
  const { client } = stack;
  const stateMachineArn = MACHINE_ARN.replace(/machine$/, 'none');
  const none = { executionArn: execution('none') };
  const bad = { executionArn: 'arn:aws:states:us-east-1:000000000000:execution:machine' };
  await expect(client.send(new DescribeExecutionCommand(none))).rejects.toMatchObject({
    name: 'ExecutionDoesNotExist',
  });
  await expect(client.send(new GetExecutionHistoryCommand(none))).rejects.toMatchObject({
    name: 'ExecutionDoesNotExist',
  });
  await expect(client.send(new StopExecutionCommand(none))).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
  await expect(client.send(new RedriveExecutionCommand(none))).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
  await expect(client.send(new DescribeExecutionCommand(bad))).rejects.toMatchObject({ name: 'InvalidArn' });
  await expect(start({ stateMachineArn })).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  await expect(start({ stateMachineArn: 'machine' })).rejects.toMatchObject({ name: 'InvalidArn' });
  await expect(client.send(new ListExecutionsCommand({}))).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(
    client.send(new ListExecutionsCommand({ stateMachineArn: MACHINE_ARN, maxResults: 1001 })),
  ).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(
    client.send(new ListExecutionsCommand({ stateMachineArn: MACHINE_ARN, nextToken: 'made up' })),
  ).rejects.toMatchObject({ name: 'InvalidToken' });
  const unknown = new SendTaskSuccessCommand({ taskToken: 'x', output: '{}' });
  await expect(client.send(unknown)).rejects.toMatchObject({ name: 'UnknownOperationException' });
});

describe('ListExecutions', () => {
  const list = (input: Partial<ListExecutionsInput> = {}) =>
    stack.client.send(new ListExecutionsCommand({ stateMachineArn: MACHINE_ARN, ...input }));
  const names = async (input: Partial<ListExecutionsInput> = {}) =>
    (await list(input)).executions?.map(({ name }) => name);

  test('is newest first, in pages that new executions do not shift, and the same after a restart', async () => {
    stack = await openStack(pass);
    for (const n of [1, 2, 3, 4, 5]) await stack.run({}, `run-${n}`);
    const first = await list({ maxResults: 2 });
    expect(first.executions).toMatchObject([
      { name: 'run-5', status: 'SUCCEEDED', executionArn: execution('run-5'), stateMachineArn: MACHINE_ARN },
      { name: 'run-4', redriveCount: 0 },
    ]);
    expect(first.executions?.[0]?.startDate).toBeInstanceOf(Date);
    expect(first.executions?.[0]?.stopDate).toBeInstanceOf(Date);
    await stack.run({}, 'run-6');
    const second = await list({ maxResults: 2, nextToken: first.nextToken });
    expect(second.executions?.map(({ name }) => name)).toEqual(['run-3', 'run-2']);
    const third = await list({ maxResults: 2, nextToken: second.nextToken });
    expect(third.executions?.map(({ name }) => name)).toEqual(['run-1']);
    expect(third.nextToken).toBeUndefined();
    const { home } = stack;
    await stack.close();
    stack = await openStack(pass, { home });
    expect(await names()).toEqual(['run-6', 'run-5', 'run-4', 'run-3', 'run-2', 'run-1']);
  });

  test('filters by status and by redrive', async () => {
    stack = await openStack(echo);
    const fault = () => new FunctionError('Oops', '');
    stack.faults.Echo = [fault(), fault(), undefined];
    const { executionArn } = await stack.run({}, 'redriven');
    await stack.run({}, 'failed');
    await stack.run({}, 'fine');
    await stack.redrive(executionArn);
    expect(await names({ statusFilter: 'FAILED' })).toEqual(['failed']);
    expect(await names({ statusFilter: 'SUCCEEDED' })).toEqual(['fine', 'redriven']);
    expect(await names({ statusFilter: 'PENDING_REDRIVE' })).toEqual([]);
    expect(await names({ redriveFilter: 'REDRIVEN' })).toEqual(['redriven']);
    expect(await names({ redriveFilter: 'NOT_REDRIVEN', statusFilter: 'FAILED' })).toEqual(['failed']);
  });
});

describe('GetExecutionHistory', () => {
  test('comes in pages, in either order', async () => {
    stack = await openStack(echo);
    const { executionArn } = await stack.run();
    const all = await stack.history(executionArn);
    expect(all).toHaveLength(7);
    for (const reverseOrder of [false, true]) {
      const ids: number[] = [];
      let nextToken: string | undefined;
      do {
        const page = await stack.client.send(
          new GetExecutionHistoryCommand({ executionArn, maxResults: 3, reverseOrder, nextToken }),
        );
        ids.push(...(page.events ?? []).map(({ id }) => Number(id)));
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      expect(ids).toEqual(reverseOrder ? [7, 6, 5, 4, 3, 2, 1] : [1, 2, 3, 4, 5, 6, 7]);
    }
  });

  test('leaves the data out when asked to', async () => {
    stack = await openStack(echo);
    const { executionArn } = await stack.run({ secret: 1 });
    const { events } = await stack.client.send(
      new GetExecutionHistoryCommand({ executionArn, includeExecutionData: false }),
    );
    expect(types(events ?? [])).toEqual(types(await stack.history(executionArn)));
    expect(JSON.stringify(events)).not.toContain('secret');
    expect(events?.[1]?.stateEnteredEventDetails?.name).toBe('Echo');
  });
});

test('state machines are listed and described, and definitions validated', async () => {
  stack = await openStack(echo);
  const { client } = stack;
  const { stateMachines } = await client.send(new ListStateMachinesCommand({}));
  expect(stateMachines).toMatchObject([{ stateMachineArn: MACHINE_ARN, name: 'machine', type: 'STANDARD' }]);
  const described = await client.send(new DescribeStateMachineCommand({ stateMachineArn: MACHINE_ARN }));
  expect(described).toMatchObject({ name: 'machine', status: 'ACTIVE', type: 'STANDARD' });
  expect(described.creationDate).toBeInstanceOf(Date);
  expect(JSON.parse(described.definition ?? '')).toEqual(echo);
  const { executionArn } = await stack.run();
  const ofExecution = await client.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
  expect(ofExecution).toMatchObject({ stateMachineArn: MACHINE_ARN, definition: described.definition });
  expect((await client.send(new ListTagsForResourceCommand({ resourceArn: MACHINE_ARN }))).tags).toEqual([]);
  const validate = async (definition: unknown) =>
    client.send(new ValidateStateMachineDefinitionCommand({ definition: JSON.stringify(definition) }));
  expect(await validate(echo)).toMatchObject({ result: 'OK', diagnostics: [] });
  const wrong = await validate(machine('Echo', { Echo: task('Echo', {}, { Next: 'Nowhere' }) }));
  expect(wrong.result).toBe('FAIL');
  expect(wrong.diagnostics?.[0]?.message).toContain('Nowhere');
});

test('a definition that is wrong, or does not run here, is refused when it is opened', async () => {
  stack = await openStack(pass);
  const open = (definition: unknown) =>
    createStepFunctions({
      home: stack.home,
      stateMachines: [{ name: 'other', definition }],
      runtime: stack.functions,
      functionName: (name) => name,
    });
  await expect(open(machine('None', { A: { Type: 'Succeed' } }))).rejects.toThrow(/None/);
  const map = { Type: 'Map', ItemProcessor: machine('Pass', pass.States), End: true };
  await expect(open(machine('Each', { Each: map }))).rejects.toThrow(/State Each cannot be run locally/);
  const withField = (more: Record<string, unknown>) => open(machine('A', { A: task('A', {}, more) }));
  await expect(withField({ HeartbeatSeconds: 5 })).rejects.toThrow(/State A uses HeartbeatSeconds/);
  await expect(withField({ Assign: { x: 1 } })).rejects.toThrow(/Assign/);
  const sleep = { Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' };
  await expect(withField(sleep)).rejects.toThrow(/State A uses the resource .*waitForTaskToken/);
});

test('what an execution’s functions write is in its log', async () => {
  stack = await openStack(
    machine('A', {
      A: task('A', { do: 'log', lines: ['from A'] }, { Next: 'B' }),
      B: task('B', { do: 'log', lines: ['{"from":"B"}'] }),
    }),
  );
  await stack.run({}, 'Run-1');
  const log = readFileSync(logFile(join(stack.home, 'logs'), 'Run-1'), 'utf8');
  const written = log.split('\n').filter((line) => line !== '');
  expect(written.map((line) => JSON.parse(line).line)).toEqual([
    'from A',
    'to stderr, without an end of line',
    { from: 'B' },
    'to stderr, without an end of line',
  ]);
});

test('a listener that fails does not end the execution', async () => {
  stack = await openStack(pass);
  const reported = vi.spyOn(console, 'error').mockImplementation(() => {});
  try {
    const other = await createStepFunctions({
      home: join(stack.home, 'other'),
      stateMachines: [{ name: 'other', definition: pass }],
      runtime: stack.functions,
      functionName: (name) => name,
      onStatusChange: ({ status }) => {
        throw new Error(`no one wants to hear ${status}`);
      },
    });
    const { executionArn } = await other.start({}, 'run-1');
    expect((await other.waitFor(executionArn)).status).toBe('SUCCEEDED');
    await other.close();
    expect(reported.mock.calls.map(([, error]) => String(error))).toEqual([
      'Error: no one wants to hear RUNNING',
      'Error: no one wants to hear SUCCEEDED',
    ]);
  } finally {
    reported.mockRestore();
  }
});

describe('more executions than run at once', () => {
  test('wait before their first state, and can be stopped there', async () => {
    stack = await openStack(waits, { concurrency: 1 });
    const file = join(stack.home, 'go');
    const [first, second, third] = [
      await stack.stepFunctions.start({ file }, 'first'),
      await stack.stepFunctions.start({ file }, 'second'),
      await stack.stepFunctions.start({ file }, 'third'),
    ];
    await until(() => stack.calls.length > 0);
    expect(await stack.describe(second.executionArn)).toMatchObject({ status: 'RUNNING' });
    expect(types(await stack.history(second.executionArn))).toEqual(['ExecutionStarted']);
    await stack.client.send(new StopExecutionCommand({ executionArn: second.executionArn }));
    writeFileSync(file, '');
    for (const { executionArn } of [first, third]) {
      expect((await stack.stepFunctions.waitFor(executionArn)).status).toBe('SUCCEEDED');
    }
    expect(types(await stack.history(second.executionArn))).toEqual(['ExecutionStarted', 'ExecutionAborted']);
    expect(stack.calls).toEqual(['Waits', 'Waits']);
    expect((await stack.redrive(second.executionArn)).status).toBe('SUCCEEDED');
  });
});

describe('events', () => {
  test('come as they happen, from the first to the last', async () => {
    stack = await openStack(waits);
    const file = join(stack.home, 'go');
    const { executionArn } = await stack.stepFunctions.start({ file });
    const seen: HistoryEvent[] = [];
    const following = (async () => {
      for await (const event of stack.stepFunctions.events(executionArn)) seen.push(event);
    })();
    await until(() => seen.some(({ type }) => type === 'TaskStarted'));
    expect((await stack.describe(executionArn)).status).toBe('RUNNING');
    writeFileSync(file, '');
    await following;
    expect(seen.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(seen.at(-1)?.type).toBe('ExecutionSucceeded');
    const again: string[] = [];
    for await (const { type } of stack.stepFunctions.events(executionArn)) again.push(type);
    expect(again).toEqual(seen.map(({ type }) => type));
  });

  test('of an unknown execution are an error', async () => {
    stack = await openStack(pass);
    const events = stack.stepFunctions.events(execution('none'));
    await expect(events[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'ExecutionDoesNotExist' });
    await expect(stack.stepFunctions.waitFor(execution('none'))).rejects.toMatchObject({
      code: 'ExecutionDoesNotExist',
    });
  });
});
