import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createFunctions, type Functions, type FunctionsOptions, logFile } from '../../../../local/lambda/index.ts';
import { LogWriter, ownLogFiles } from '../../../../local/lambda/logs.ts';
import { FunctionError } from '../../../../local/service.ts';
import { until } from '../../../helpers/until.ts';

const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);
const settings = (handler: string, more = {}) => ({
  handler: fixture(handler),
  memoryMb: 128,
  timeoutSeconds: 5,
  ephemeralMb: 512,
  env: { GREETING: 'hello', AWS_ACCESS_KEY_ID: 'local' },
  ...more,
});

const MINUTE = 60_000;

let home: string;
let functions: Functions;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'local-lambda-'));
});
afterEach(async () => {
  await functions.close();
  rmSync(home, { recursive: true, force: true });
});

function open(options: Partial<FunctionsOptions> = {}): Functions {
  functions = createFunctions({
    functions: {
      tool: settings('tool.ts'),
      quick: settings('tool.ts', { timeoutSeconds: 0.2 }),
      broken: settings('broken.mjs'),
      'throws-on-load': settings('throws-on-load.ts'),
      'no-handler': settings('no-handler.ts'),
    },
    tmp: join(home, 'tmp'),
    logs: join(home, 'logs'),
    ...options,
  });
  return functions;
}

/** What an invocation fails with. */
async function failure(name: string, payload: unknown, logTo?: string): Promise<FunctionError> {
  const error = await functions.invoke(name, payload, { logTo }).then(
    (result) => expect.fail(`It returned ${JSON.stringify(result)}`),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof FunctionError)) throw error;
  return error;
}

/** Time passes when the test says so; `use` may ask how many threads there are. */
async function withClock(use: (threads: () => number) => Promise<void>): Promise<void> {
  const threads = new Set<Worker>();
  const watch = (worker: Worker) => {
    threads.add(worker);
    worker.once('exit', () => threads.delete(worker));
  };
  process.on('worker', watch);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    await use(() => threads.size);
  } finally {
    vi.useRealTimers();
    process.off('worker', watch);
  }
}

function lines(logTo: string): Record<string, unknown>[] {
  const file = logFile(join(home, 'logs'), logTo);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

describe('an invocation', () => {
  test('passes JSON through, and undefined as null', async () => {
    open();
    const event = { text: 'ü', list: [1, null, { deep: true }] };
    expect(await functions.invoke('tool', event)).toEqual(event);
    expect(await functions.invoke('tool', { do: 'undefined' })).toBeNull();
    expect(await functions.invoke('tool', null)).toBeNull();
  });

  test('has the context of Lambda', async () => {
    open();
    const context = await functions.invoke('tool', { do: 'context' });
    expect(context).toMatchObject({
      functionName: 'tool',
      functionVersion: '$LATEST',
      memoryLimitInMB: '128',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:tool',
      logGroupName: '/aws/lambda/tool',
      callbackWaitsForEmptyEventLoop: true,
      awsRequestId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      logStreamName: expect.stringContaining('[$LATEST]'),
    });
    const { remaining } = context as { remaining: number };
    expect(remaining).toBeGreaterThan(0);
    expect(remaining).toBeLessThanOrEqual(5000);
  });

  test('sees its own variables, and none of the AWS ones of the process', async () => {
    process.env.AWS_PROFILE = 'somebody';
    process.env.FROM_THE_PROCESS = 'seen';
    try {
      open();
      const env = (name: string) => functions.invoke('tool', { do: 'env', name });
      expect(await env('GREETING')).toBe('hello');
      expect(await env('AWS_ACCESS_KEY_ID')).toBe('local');
      expect(await env('AWS_LAMBDA_FUNCTION_NAME')).toBe('tool');
      expect(await env('AWS_LAMBDA_FUNCTION_MEMORY_SIZE')).toBe('128');
      expect(await env('AWS_REGION')).toBe('us-east-1');
      expect(await env('FROM_THE_PROCESS')).toBe('seen');
      expect(await env('AWS_PROFILE')).toBeNull();
      expect(await env('_X_AMZN_TRACE_ID')).toBeNull();
    } finally {
      delete process.env.AWS_PROFILE;
      delete process.env.FROM_THE_PROCESS;
    }
  });

  test('of an unknown function is refused by name', async () => {
    open();
    expect(await failure('none', {})).toMatchObject({
      errorType: 'Lambda.ResourceNotFoundException',
      message: expect.stringContaining('none'),
    });
  });

  test('with more than 6 MB, either way, is refused', async () => {
    open();
    expect((await failure('tool', 'x'.repeat(7_000_000))).errorType).toBe('Lambda.RequestTooLargeException');
    expect((await failure('tool', { do: 'big', bytes: 7_000_000 })).errorType).toBe('Function.ResponseSizeTooLarge');
    expect(await functions.invoke('tool', { do: 'big', bytes: 10 })).toBe('xxxxxxxxxx');
  });
});

describe('a container', () => {
  test('is kept warm, and one more is made for an invocation beside it', async () => {
    open();
    expect(await functions.invoke('tool', { do: 'calls' })).toBe(1);
    expect(await functions.invoke('tool', { do: 'calls' })).toBe(2);
    const slow = functions.invoke('tool', { do: 'sleep', ms: 300 });
    expect(await functions.invoke('tool', { do: 'calls' })).toBe(1);
    await slow;
  });

  test('is not made beyond the concurrency: the rest waits', async () => {
    open({ concurrency: 1 });
    const all = await Promise.all([1, 2, 3].map(() => functions.invoke('tool', { do: 'calls' })));
    expect(all).toEqual([1, 2, 3]);
  });

  test('is warmed ahead', async () => {
    open();
    await functions.prewarm(['tool']);
    expect(existsSync(join(home, 'tmp', 'tool', '0'))).toBe(true);
    expect(existsSync(join(home, 'tmp', 'quick'))).toBe(false);
    expect(await functions.invoke('tool', { do: 'calls' })).toBe(1);
  });

  test('that is being warmed is waited for', async () => {
    open();
    const warming = functions.prewarm(['tool']);
    expect(await functions.invoke('tool', { do: 'calls' })).toBe(1);
    await warming;
    expect(existsSync(join(home, 'tmp', 'tool', '1'))).toBe(false);
  });

  test('ends when nothing is asked of it for long, and the next invocation has a new one', async () => {
    open();
    await withClock(async (threads) => {
      const beside = functions.invoke('tool', { do: 'sleep', ms: 300 });
      expect(await functions.invoke('tool', { do: 'calls' })).toBe(1);
      await beside;
      vi.advanceTimersByTime(4 * MINUTE);
      // It is the first of the two that is asked again.
      expect(await functions.invoke('tool', { do: 'calls' })).toBe(2);
      expect(threads()).toBe(2);
      vi.advanceTimersByTime(2 * MINUTE);
      await vi.waitFor(() => expect(threads()).toBe(1));
      vi.advanceTimersByTime(4 * MINUTE);
      // The place of the thread that ends is not taken before it has.
      expect(await functions.invoke('tool', { do: 'calls' })).toBe(1);
      await vi.waitFor(() => expect(threads()).toBe(1));
    });
  });

  test('that has worked with the database ends as well when it is idle', async () => {
    open({ functions: { database: settings('database.ts', { memoryMb: 512 }) } });
    const ask = () => functions.invoke('database', { rows: 1000, folder: join(home, 'spill'), memoryMb: 200, ms: 0 });
    await withClock(async (threads) => {
      for (let round = 0; round < 3; round += 1) {
        expect(await ask()).toEqual([{ rows: 1000 }]);
        expect(threads()).toBe(1);
        vi.advanceTimersByTime(6 * MINUTE);
        await vi.waitFor(() => expect(threads()).toBe(0));
      }
    });
  });

  test('does not keep the process alive when idle', async () => {
    open();
    const script = fixture('idle.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [script, fixture('tool.ts'), home]);
    expect(stdout).toBe('{"a":1}\n');
  });

  test('has a temporary folder of its own, kept while warm and emptied at the next start', async () => {
    open();
    const folder = await functions.invoke('tool', { do: 'keep file' });
    expect(folder).toBe(join(home, 'tmp', 'tool', '0'));
    const kept = join(home, 'tmp', 'tool', '0', 'kept.txt');
    await functions.invoke('tool', {});
    expect(existsSync(kept)).toBe(true);
    await failure('tool', { do: 'exit' });
    await functions.invoke('tool', {});
    expect(existsSync(kept)).toBe(false);
  });

  test('ends with close, a query too', async () => {
    open({ functions: { query: settings('query.ts', { timeoutSeconds: 50 }) } });
    const running = failure('query', { rows: 1e8 }, 'slow');
    await until(() => lines('slow').length > 0);
    await functions.close();
    // Interrupted, it may still have said so before it ended.
    expect((await running).message).toMatch(/Interrupt|exited/);
  });

  test('ends with close: what runs and what waits fails', async () => {
    open({ concurrency: 1 });
    await functions.prewarm(['tool']);
    const running = failure('tool', { do: 'hang' }, 'hangs');
    await until(() => lines('hangs').length > 0);
    const waiting = failure('tool', {});
    await functions.close();
    expect((await running).errorType).toBe('Runtime.ExitError');
    expect((await waiting).message).toContain('closing');
    expect((await failure('tool', {})).message).toContain('closing');
  });
});

describe('a failure', () => {
  test('of the handler has the error’s name, message and stack', async () => {
    open();
    const error = await failure('tool', { do: 'throw', name: 'InputRejected', message: 'no readings' });
    expect(error).toMatchObject({ errorType: 'InputRejected', name: 'InputRejected', message: 'no readings' });
    expect(error.trace[0]).toContain('no readings');
    expect(error.trace[1]).toMatch(/^\s+at .*tool\.ts/);
    expect(await functions.invoke('tool', { do: 'calls' })).toBe(2);
  });

  test.each([
    ['text', { errorType: 'string', message: 'text' }],
    [42, { errorType: 'number', message: '42' }],
    [{ a: 1 }, { errorType: 'object', message: '[object Object]' }],
    [null, { errorType: 'object', message: 'null' }],
  ])('that is no Error (%j) is reported by its type', async (value, expected) => {
    open();
    expect(await failure('tool', { do: 'throw value', value })).toMatchObject({ ...expected, trace: [] });
  });

  test('to be JSON is a marshalling error', async () => {
    open();
    expect((await failure('tool', { do: 'circular' })).errorType).toBe('Runtime.MarshalError');
  });

  test.each(['hang', 'spin'])('by time (%s) ends the container', async (what) => {
    open();
    const error = await failure('quick', { do: what });
    expect(error.errorType).toBe('Sandbox.Timedout');
    expect(error.message).toMatch(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 0\.20 seconds$/);
    expect(await functions.invoke('quick', { do: 'calls' })).toBe(1);
  });

  test(
    'by time interrupts a query that listens for SIGTERM, ' + 'which would else hold up and then abort this process',
    async () => {
      open({ functions: { query: settings('query.ts', { timeoutSeconds: 2 }) } });
      expect(await functions.invoke('query', { rows: 1 })).toEqual([{ total: 0 }]);
      expect((await failure('query', { rows: 1e8 }, 'slow')).errorType).toBe('Sandbox.Timedout');
      expect(lines('slow').map(({ line }) => line)).toEqual(['querying']);
      expect(await functions.invoke('query', { rows: 1 })).toEqual([{ total: 0 }]);
    },
  );

  test('by the process’s end is an exit error, and the next invocation has a new container', async () => {
    open();
    await functions.invoke('tool', {});
    const error = await failure('tool', { do: 'exit' });
    expect(error.errorType).toBe('Runtime.ExitError');
    expect(error.message).toMatch(/^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 3$/);
    expect(await functions.invoke('tool', { do: 'calls' })).toBe(1);
  });

  test('by memory names it: JavaScript’s heap', async () => {
    open({ functions: { tool: settings('tool.ts', { memoryMb: 32, timeoutSeconds: 50 }) } });
    const error = await failure('tool', { do: 'out of memory' });
    expect(error.errorType).toBe('Runtime.OutOfMemory');
    expect(error.message).toContain('signal: killed');
  });

  test('by memory outside of the heap: buffers', async () => {
    open({ functions: { tool: settings('tool.ts', { timeoutSeconds: 50 }) } });
    expect(await functions.invoke('tool', { do: 'buffers', mb: 40, ms: 600 })).toBe(40);
    const error = await failure('tool', { do: 'buffers', mb: 160, ms: 40_000 });
    expect(error.errorType).toBe('Runtime.OutOfMemory');
    expect(error.message).toMatch(/signal: killed\. It took 1\d\d MB of memory, and has 128 MB\.$/);
    expect(await functions.invoke('tool', { do: 'calls' })).toBe(1);
  });

  test('by memory outside of the heap: the database', async () => {
    open({ functions: { database: settings('database.ts', { timeoutSeconds: 50 }) } });
    const holding = { folder: home, memoryMb: 400 };
    expect(await functions.invoke('database', { ...holding, rows: 100_000, ms: 600 })).toEqual([{ rows: 100_000 }]);
    const error = await failure('database', { ...holding, rows: 4_000_000, ms: 40_000 });
    expect(error.errorType).toBe('Runtime.OutOfMemory');
    expect(await functions.invoke('database', { ...holding, rows: 1, ms: 0 })).toEqual([{ rows: 1 }]);
  });

  test('outside the handler says what was thrown', async () => {
    open();
    expect(await failure('tool', { do: 'reject outside' })).toMatchObject({
      errorType: 'Runtime.UnhandledPromiseRejection',
      message: expect.stringContaining('nobody waits for this'),
    });
    expect(await failure('tool', { do: 'throw outside' })).toMatchObject({
      errorType: 'RangeError',
      message: 'outside the handler',
    });
  });

  test('to load says why, each time', async () => {
    open();
    expect(await failure('broken', {})).toMatchObject({
      errorType: 'Runtime.ImportModuleError',
      message: expect.stringContaining('a-package-that-is-not-installed'),
    });
    expect(await failure('throws-on-load', {}, 'run-1')).toMatchObject({
      errorType: 'SyntaxError',
      message: 'the configuration is not JSON',
    });
    expect((await failure('no-handler', {})).errorType).toBe('Runtime.HandlerNotFound');
    expect((await failure('broken', {})).errorType).toBe('Runtime.ImportModuleError');
    expect(lines('run-1')).toMatchObject([{ function: 'throws-on-load', line: 'loading' }]);
  });

  test('can be injected before any invocation', async () => {
    const seen: unknown[] = [];
    open({
      beforeInvoke: (name, payload, attempt) => {
        seen.push([name, payload, attempt]);
        if (attempt === 1) return new FunctionError('Lambda.TooManyRequestsException', 'Rate Exceeded.');
        if (attempt === 2) return 'exit';
        if (attempt === 3) return 'timeout';
        return undefined;
      },
    });
    expect((await failure('tool', 'a')).errorType).toBe('Lambda.TooManyRequestsException');
    expect((await failure('tool', 'b')).errorType).toBe('Runtime.ExitError');
    expect((await failure('tool', 'c')).message).toContain('Task timed out after 5.00 seconds');
    expect(await functions.invoke('tool', 'd')).toBe('d');
    expect(seen).toEqual([
      ['tool', 'a', 1],
      ['tool', 'b', 2],
      ['tool', 'c', 3],
      ['tool', 'd', 4],
    ]);
  });
});

describe('the log', () => {
  test('keeps each line with its invocation: text as text, JSON as an object', async () => {
    open();
    await functions.invoke(
      'tool',
      { do: 'log', lines: ['first', '{"level":"INFO","n":1}', '{not json'] },
      { logTo: 'run-1' },
    );
    await functions.invoke('tool', { do: 'log', lines: ['second'] }, { logTo: 'run-2' });
    await functions.invoke('tool', { do: 'log', lines: ['third'] });
    const first = lines('run-1');
    expect(first.map(({ line }) => line)).toEqual([
      'first',
      { level: 'INFO', n: 1 },
      '{not json',
      'to stderr, without an end of line',
    ]);
    expect(new Set(first.map(({ requestId }) => requestId)).size).toBe(1);
    expect(first[0]).toMatchObject({ function: 'tool', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) });
    expect(lines('run-2').map(({ line }) => line)).toEqual(['second', 'to stderr, without an end of line']);
    expect(lines('run-2')[0]?.requestId).not.toBe(first[0]?.requestId);
    expect(lines('invoke').map(({ line }) => line)).toContain('third');
  });

  test('loses nothing of 10,000 lines', async () => {
    open();
    const many = Array.from({ length: 10_000 }, (_, n) => `line ${n}`);
    await functions.invoke('tool', { do: 'log', lines: many }, { logTo: 'many' });
    expect(
      lines('many')
        .slice(0, -1)
        .map(({ line }) => line),
    ).toEqual(many);
  });

  test('has what was written before the process ended or its time was over', async () => {
    open();
    await failure('tool', { do: 'exit' }, 'ends');
    expect(lines('ends').map(({ line }) => line)).toEqual(['before the end']);
    await failure('quick', { do: 'hang' }, 'hangs');
    expect(lines('hangs').map(({ line }) => line)).toEqual(['hanging']);
  });

  test('of what belongs to no run is kept in two files of bounded size', () => {
    open();
    const logs = join(home, 'logs');
    const writer = new LogWriter(logs, 'api');
    const long = 'x'.repeat(1024 ** 2);
    for (let number = 0; number < 18; number += 1) writer.write(`${number} ${long}\n`, 'request', 'invoke');
    const sizes = readdirSync(logs).map((file) => statSync(join(logs, file)).size / long.length);
    expect(sizes.length).toBe(2);
    for (const size of sizes) expect(size).toBeLessThan(6);
    const kept = ownLogFiles(logs).flatMap((file) => (existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []));
    const numbers = kept.filter((line) => line !== '').map((line) => parseInt(JSON.parse(line).line, 10));
    expect(numbers.length).toBeGreaterThan(3);
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, at) => 18 - numbers.length + at));
  });

  test('stays in its folder whatever the name, and tells names apart that differ in case', () => {
    open();
    const logs = join(home, 'logs');
    const names = ['../../escape', 'Run', 'run', 'rUn', '.', '..', '', 'ü', '電'.repeat(80), 'a'.repeat(80)];
    const files = names.map((name) => logFile(logs, name));
    for (const file of files) expect(file.slice(logs.length + 1)).toMatch(/^[a-z0-9_.-]{1,120}\.jsonl$/);
    expect(new Set(files.map((file) => file.toLowerCase())).size).toBe(names.length);
    expect(logFile(logs, 'run')).toBe(join(logs, 'run.jsonl'));
  });
});
