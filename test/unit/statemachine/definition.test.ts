import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { keysOf } from '../../../shared/keys-of.ts';
import { ERROR_NAMES } from '../../../shared/runtime/errors.ts';
import { functionNames, LAMBDA_FUNCTIONS } from '../../../shared/runtime/lambda-functions.ts';
import { readDefinition, readTemplate, substitute } from '../../../statemachine/definition.ts';
import {
  IS_RETRIED,
  longestWaitSeconds,
  RETRY_POLICIES,
  THROTTLED,
  taskTimeout,
} from '../../../statemachine/task-limits.ts';

const retrySchema = z.object({
  Comment: z.string().min(20),
  ErrorEquals: z.array(z.string()),
  IntervalSeconds: z.number(),
  MaxAttempts: z.number(),
  BackoffRate: z.number(),
  JitterStrategy: z.literal('FULL'),
});
interface State {
  Type: string;
  Comment?: string;
  Parameters?: { FunctionName?: string };
  TimeoutSeconds?: number;
  Retry?: unknown[];
  Catch?: { ErrorEquals: string[]; ResultPath?: string | null; Next: string }[];
  Branches?: { States: Record<string, State> }[];
}

function statesOf(states: Record<string, State>): [string, State][] {
  return Object.entries(states).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...(state.Branches ?? []).flatMap((branch) => statesOf(branch.States)),
  ]);
}

const definition = readDefinition((name) => `arn:${name}`) as {
  StartAt: string;
  States: Record<string, State>;
};
const states = statesOf(definition.States);
/** It leaves nothing out: whatever fails there is done again on the full way. */
const SHORT_WAY = 'PublishSmallUpload';
const tasks = states.filter(([, state]) => state.Type === 'Task');

describe('the state machine file', () => {
  it('gives every function its place, and every task its function', () => {
    expect([...new Set(tasks.map(([, task]) => task.Parameters?.FunctionName))].sort()).toEqual(
      functionNames()
        .map((name) => `arn:${name}`)
        .sort(),
    );
  });

  it('has the declared retries and time-out in every task', async () => {
    const file = new URL('../../../statemachine/energy-analytics.asl.json', import.meta.url);
    const shipped = JSON.parse(readTemplate()) as { States: Record<string, State> };
    for (const [, task] of statesOf(shipped.States).filter(([, state]) => state.Type === 'Task')) {
      task.Retry = Object.values(RETRY_POLICIES);
    }
    await expect(`${JSON.stringify(shipped, null, 2)}\n`).toMatchFileSnapshot(fileURLToPath(file));
  });

  it('gives each task the time of its function and a little more, whatever the file says', () => {
    for (const [name, task] of tasks) {
      const of = functionNames().find((each) => task.Parameters?.FunctionName === `arn:${each}`);
      if (!of) throw new Error(`${name} calls no function`);
      expect(task.TimeoutSeconds, name).toBe(taskTimeout(LAMBDA_FUNCTIONS[of].timeoutSeconds));
    }
  });

  it('waits as long as is said beside each policy', () => {
    const { throttled, ...others } = RETRY_POLICIES;
    expect(Object.values(others).map(longestWaitSeconds)).toEqual([122, 5, 30]);
    expect(longestWaitSeconds(throttled) / 3600).toBeCloseTo(15, 1);
  });

  it('asks for a turn again before any Catch, and never so often that the history has no room', () => {
    for (const [name, task] of tasks) {
      const [first] = z.array(retrySchema).parse(task.Retry);
      expect(first?.ErrorEquals, name).toEqual([...THROTTLED]);
    }
    // TaskScheduled, TaskStarted, TaskFailed; Step Functions keeps 25,000 events of an execution.
    // The execution of a deletion has two tasks, and no other one has that which it ends with.
    const most = tasks.filter(([name]) => name !== 'RemoveUpload').length;
    expect(most * RETRY_POLICIES.throttled.MaxAttempts * 3).toBeLessThan(24_900);
  });

  it('never goes without a step because it had to wait for it', () => {
    for (const [name, { Catch = [] }] of states.filter(([name, state]) => state.Catch && name !== SHORT_WAY)) {
      const [waited, other] = Catch;
      expect(waited?.ErrorEquals, name).toEqual([...THROTTLED]);
      expect(states.find(([each]) => each === waited?.Next)?.[1].Catch, name).toBeUndefined();
      expect(other?.ErrorEquals, name).toEqual(['States.ALL']);
    }
  });

  it('names the errors that it retries, with a reason beside each, and never all of them', () => {
    for (const [name, task] of tasks) {
      const retries = z.array(retrySchema).parse(task.Retry);
      const errors = retries.flatMap((retry) => retry.ErrorEquals);
      expect(errors, name).not.toContain('States.ALL');
      expect(errors, name).not.toContain('States.TaskFailed');
      for (const own of keysOf(ERROR_NAMES)) {
        expect(errors.includes(ERROR_NAMES[own]), `${name}, ${own}`).toBe(IS_RETRIED[own]);
      }
      for (const crash of retries.filter((retry) => retry.ErrorEquals.includes('Runtime.ExitError'))) {
        expect(crash.MaxAttempts).toBeLessThanOrEqual(2);
      }
    }
  });

  it('catches only in the optional branches, and passes on no more than the name of the error', () => {
    const catching = states.filter(([, state]) => state.Catch);
    expect(catching.map(([name]) => name).sort()).toEqual(['ForecastDemand', 'GenerateInsights', SHORT_WAY]);
    for (const [name, state] of catching.filter(([each]) => each !== SHORT_WAY))
      expect(state.Catch?.at(-1)?.ResultPath, name).toBe('$.caught');
    for (const [name, state] of states.filter(([each]) => each.endsWith('Degraded'))) {
      expect(state.Type, name).toBe('Pass');
      expect(JSON.stringify(state), name).toContain('$.caught.Error');
      expect(JSON.stringify(state), name).not.toContain('Cause');
    }
  });

  it('goes the full way with what the short one could not do', () => {
    const [, shortWay] = states.find(([name]) => name === SHORT_WAY) ?? [];
    expect(shortWay?.Catch).toMatchObject([{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'Analyse' }]);
  });

  it('has no state that fails by design: an uncaught error can be redriven, a Fail state cannot', () => {
    expect(states.filter(([, state]) => state.Type === 'Fail')).toEqual([]);
  });

  it('says in a comment what each state is for', () => {
    for (const [name, state] of states.filter(([each]) => each !== 'Describe' && each !== 'InsightsGenerated')) {
      expect(state.Comment, name).toBeTruthy();
    }
  });
});

describe('substitution', () => {
  it('refuses a placeholder without a value and a value without a placeholder', () => {
    expect(substitute(`a \${X} b`, { X: '1' })).toBe('a 1 b');
    expect(() => substitute(`\${X}`, {})).toThrow('placeholder without a value: X');
    expect(() => substitute('nothing', { X: '1' })).toThrow('named X');
  });
});
