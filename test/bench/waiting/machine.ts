/**
 * The shipped state machine on a clock that costs nothing: tasks, retries with their pauses, catches, branches. Of what
 * a function answers only its outcome and its error are known, because nothing else decides how long an upload waits.
 */
import { z } from 'zod';
import type { Clock } from './clock.ts';

const retrySchema = z.object({
  ErrorEquals: z.array(z.string()),
  IntervalSeconds: z.number(),
  MaxAttempts: z.number(),
  BackoffRate: z.number(),
  MaxDelaySeconds: z.number().optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).default('NONE'),
});
const catchSchema = z.object({ ErrorEquals: z.array(z.string()), Next: z.string() });
const next = { Next: z.string().optional() };
const stateSchema = z.discriminatedUnion('Type', [
  z.object({
    Type: z.literal('Task'),
    Parameters: z.object({ FunctionName: z.string() }),
    Retry: z.array(retrySchema),
    Catch: z.array(catchSchema).default([]),
    ...next,
  }),
  z.object({
    Type: z.literal('Parallel'),
    get Branches() {
      return z.array(scopeSchema);
    },
    ...next,
  }),
  z.object({
    Type: z.literal('Choice'),
    Choices: z.array(z.looseObject({ Variable: z.string().optional(), Next: z.string() })),
    Default: z.string().optional(),
  }),
  z.object({ Type: z.literal('Pass'), ...next }),
  z.object({ Type: z.enum(['Succeed', 'Fail']) }),
]);
const scopeSchema = z.object({
  StartAt: z.string(),
  get States() {
    return z.record(z.string(), stateSchema);
  },
});
export type Machine = z.infer<typeof scopeSchema>;
type State = z.infer<typeof stateSchema>;
type Task = Extract<State, { Type: 'Task' }>;

/** @throws ZodError where the definition holds a state that this does not play */
export function parseMachine(definition: unknown): Machine {
  return scopeSchema.parse(definition);
}

export interface World {
  readonly clock: Clock;
  /** 0 to 1. */
  readonly random: () => number;
  /** @param done is called when an invocation that had room has ended */
  readonly invoke: (functionName: string, done: (outcome: string | undefined) => void) => string | undefined;
}

export type Ended = { readonly error: string | undefined; readonly state: string; readonly degraded: boolean };

/** Plays one execution. @param end is told once how it ended */
export function play(machine: Machine, world: World, end: (ended: Ended) => void): void {
  let degraded = false;
  let over = false;

  function finish(error: string | undefined, state: string): undefined {
    if (over) return;
    over = true;
    end({ error, state, degraded });
  }

  function scope(of: Machine, done: (outcome: string | undefined) => undefined): undefined {
    const go = (name: string | undefined, outcome: string | undefined): undefined => {
      if (over) return;
      if (name === undefined) return done(outcome);
      const state = of.States[name];
      if (!state) return finish('States.Runtime', name);
      switch (state.Type) {
        case 'Task':
          return task(name, state, (to, answered) => go(to, answered));
        case 'Parallel':
          return parallel(state.Branches, () => go(state.Next, outcome));
        case 'Choice': {
          const chosen = state.Choices.find((rule) => rule.Variable === '$.outcome' && rule.StringEquals === outcome);
          const to = chosen?.Next ?? state.Default;
          return to === undefined ? finish('States.NoChoiceMatched', name) : go(to, outcome);
        }
        case 'Pass':
          return go(state.Next, outcome);
        case 'Succeed':
          return done(outcome);
        case 'Fail':
          return finish('Fail', name);
      }
    };
    go(of.StartAt, undefined);
  }

  function parallel(branches: readonly Machine[], done: () => undefined): undefined {
    let left = branches.length;
    for (const branch of branches) {
      scope(branch, () => {
        left -= 1;
        if (left === 0) done();
      });
    }
  }

  function task(
    name: string,
    { Parameters, Retry, Catch, Next }: Task,
    go: (to: string | undefined, outcome?: string) => undefined,
  ): undefined {
    const used = Retry.map(() => 0);
    const attempt = (): undefined => {
      if (over) return;
      const error = world.invoke(Parameters.FunctionName, (outcome) => go(Next, outcome));
      if (error === undefined) return;
      const at = Retry.findIndex(({ ErrorEquals }) => matches(ErrorEquals, error));
      const retrier = Retry[at];
      const count = used[at] ?? 0;
      if (retrier && count < retrier.MaxAttempts) {
        used[at] = count + 1;
        world.clock.after(pause(retrier, count, world.random), attempt);
        return;
      }
      const caught = Catch.find(({ ErrorEquals }) => matches(ErrorEquals, error));
      if (!caught) return finish(error, name);
      degraded ||= caught.ErrorEquals.includes('States.ALL');
      go(caught.Next);
    };
    attempt();
  }

  scope(machine, () => finish(undefined, ''));
}

function matches(errors: readonly string[], error: string): boolean {
  return errors.includes(error) || errors.includes('States.ALL') || errors.includes('States.TaskFailed');
}

function pause(retrier: z.infer<typeof retrySchema>, count: number, random: () => number): number {
  const whole = Math.min(retrier.IntervalSeconds * retrier.BackoffRate ** count, retrier.MaxDelaySeconds ?? Infinity);
  return retrier.JitterStrategy === 'FULL' ? whole * random() : whole;
}
