/** Many uploads at once against a limited number of functions that run at once. */
import { createRandom } from '../../../cli/generate/random.ts';
import { type FunctionName, functionNames } from '../../../shared/runtime/lambda-functions.ts';
import { readDefinition } from '../../../statemachine/definition.ts';
import { THROTTLED } from '../../../statemachine/task-limits.ts';
import { Clock } from './clock.ts';
import { type Ended, type Machine, parseMachine, play } from './machine.ts';

export interface Load {
  readonly uploads: number;
  /** Functions that may run at once. */
  readonly concurrency: number;
  /** In which all of them arrive, evenly, s. */
  readonly within: number;
  /** Until then none may run, s: a throttle of the whole account. */
  readonly closedUntil?: number;
}

export interface Waited {
  readonly published: number;
  readonly partial: number;
  /** Executions that ended otherwise than published: nothing takes them up by itself. */
  readonly lost: number;
  /** From the first arrival until all have ended, s. */
  readonly drained: number;
  /** What it would take if every function that may run ran all the time, s; never before the last one has arrived. */
  readonly bound: number;
  /** Calls of functions per upload, those that met no room included: each is a state transition, which is billed. */
  readonly calls: number;
}

/** @param seconds how long each step takes @param machine the shipped one, or another to compare it with */
export function simulate(
  { uploads, concurrency, within, closedUntil = 0 }: Load,
  seconds: Readonly<Record<FunctionName, number>>,
  seed: number,
  machine: Machine = shippedMachine(),
): Waited {
  const clock = new Clock();
  const random = createRandom(seed).next;
  const ends: Ended[] = [];
  let running = 0;
  let calls = 0;
  const invoke = (functionName: string, done: (outcome: string | undefined) => void): string | undefined => {
    calls += 1;
    if (running >= concurrency || clock.now < closedUntil) return THROTTLED[0];
    const name = functionNames().find((each) => each === functionName);
    if (name === undefined) throw new Error(`The state machine calls ${functionName}, which is no function of ours.`);
    running += 1;
    clock.after(seconds[name], () => {
      running -= 1;
      done(name === 'validate' ? 'READY' : undefined);
    });
    return undefined;
  };
  for (let upload = 0; upload < uploads; upload += 1) {
    clock.after((within * upload) / uploads, () => play(machine, { clock, random, invoke }, (end) => ends.push(end)));
  }
  clock.run();
  const work = uploads * functionNames().reduce((sum, name) => sum + seconds[name], 0);
  const partial = ends.filter(({ error, degraded }) => error === undefined && degraded).length;
  const published = ends.filter(({ error, degraded }) => error === undefined && !degraded).length;
  return {
    published,
    partial,
    lost: uploads - published - partial,
    drained: clock.now,
    bound: Math.max(work / concurrency, within),
    calls: calls / uploads,
  };
}

/** With each function's name where its ARN would be. */
export function shippedMachine(): Machine {
  return parseMachine(readDefinition((name) => name));
}
