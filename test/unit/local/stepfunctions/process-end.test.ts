import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { until } from '../../../helpers/until.ts';
import { machine, openStack, type Stack, task, waiting } from './stack.ts';

let stack: Stack;
afterEach(() => stack.remove());

const rest = { Type: 'Wait', Seconds: 0, End: true };

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
    // The process was last seen after what it wrote last.
    const seen = statSync(written).mtimeMs / 1000 + 0.02;
    await vi.waitUntil(() => Date.now() / 1000 > seen);
    writeFileSync(join(home, 'executions', '.alive'), '');
    utimesSync(join(home, 'executions', '.alive'), seen, seen);
    // As a kill in the middle of a write leaves it.
    appendFileSync(written, '{"event":{"id":99,"type":"TaskSucc');

    stack = await openStack(definition, { home });
    const executionArn = 'arn:aws:states:us-east-1:000000000000:execution:machine:killed';
    const found = await stack.describe(executionArn);
    expect(found).toMatchObject({ status: 'FAILED', error: 'Local.ProcessEnded', redriveStatus: 'REDRIVABLE' });
    expect(found.cause).toContain('Redrive it');
    // The time until the restart is not the run's.
    const ended = (await stack.history(executionArn)).at(-1);
    expect(ended).toMatchObject({ type: 'ExecutionFailed', timestamp: new Date(Math.round(seen * 1000)) });
    expect(found.stopDate).toEqual(ended?.timestamp);
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
    await until(() => stack.calls.includes('C'));
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

  test('after any event: a redrive gives what a clean run gives, and leaves out what had been left', async () => {
    const branches = machine('First', {
      First: task('First', {}, { ResultPath: '$.first', Next: 'Outer' }),
      Outer: {
        Type: 'Parallel',
        Branches: [
          machine('Inner', {
            Inner: {
              Type: 'Parallel',
              Branches: [
                machine('A', { A: task('A', {}, { Next: 'A2' }), A2: task('A2') }),
                machine('B', { B: task('B') }),
              ],
              Next: 'AfterInner',
            },
            AfterInner: task('AfterInner', {}, { ResultPath: null }),
          }),
          machine('C', { C: task('C', {}, { Next: 'Known' }), Known: { Type: 'Pass', Next: 'Rest' }, Rest: rest }),
        ],
        Next: 'Last',
      },
      Last: task('Last', {}, { ResultPath: null }),
    });
    stack = await openStack(branches);
    const { home } = stack;
    const clean = await stack.run({ a: 1 }, 'clean');
    expect(clean.status).toBe('SUCCEEDED');
    const events = await stack.history(clean.executionArn);
    await stack.close();
    const folder = join(home, 'executions', 'machine');
    const [header = '', ...lines] = readFileSync(join(folder, 'clean.jsonl'), 'utf8').trimEnd().split('\n');
    const cuts = lines.map((_, index) => index + 1).slice(0, -1);
    for (const cut of cuts) {
      const kept = [header.replace('"clean"', `"cut-${cut}"`), ...lines.slice(0, cut)];
      writeFileSync(join(folder, `cut-${cut}.jsonl`), `${kept.join('\n')}\n`);
    }
    stack = await openStack(branches, { home });
    const steps = ['First', 'A', 'A2', 'B', 'AfterInner', 'C', 'Last'];
    for (const cut of cuts) {
      stack.calls.length = 0;
      const { status, output } = await stack.redrive(
        `arn:aws:states:us-east-1:000000000000:execution:machine:cut-${cut}`,
      );
      expect({ cut, status, output }).toEqual({ cut, status: 'SUCCEEDED', output: clean.output });
      const left = events.slice(0, cut).map((event) => event.stateExitedEventDetails?.name);
      expect({ cut, calls: [...stack.calls].sort() }).toEqual({
        cut,
        calls: steps.filter((step) => !left.includes(step)).sort(),
      });
    }
  });
});
