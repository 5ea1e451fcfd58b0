import { CONTEXT_KEY, type State } from './definition.ts';
import { Cancelled, StateFailure } from './failure.ts';
import type { Json } from './types.ts';

/** What `$$` holds. */
export interface Context {
  Execution: Record<string, Json>;
  StateMachine: { Id: string; Name: string };
  /** RetryCount grows with each attempt that failed. */
  State: { EnteredTime: string; Name: string; RetryCount: number };
}

/** A state's end: where it leads (undefined: the branch is done), and with what. */
export interface StateResult {
  output: Json;
  next: string | undefined;
}

/** How one state is run. */
export interface StateRunOptions {
  state: State;
  input: Json;
  context: Context;
  /** What a Task, Parallel or Pass state does; called again for each retry. */
  work(parameters: Json): Promise<Json> | Json;
  /** The n-th attempt (from 1) of a task took longer than its TimeoutSeconds; what it still yields is ignored. */
  onTimeout(attempt: number): void;
  /** milliseconds before a retry, instead of what the definition says */
  retryIntervalMs: number | undefined;
}

/**
 * Runs one state with the interpreter.
 * @returns abort ends waiting (a Wait state, the time before a retry) and abandons the attempt that runs
 */
export function runState(options: StateRunOptions): { result: Promise<StateResult>; abort(): void } {
  const { state, input, context } = options;
  let next: string | undefined;
  const handlers: Record<string, (parameters: Json) => Promise<Json> | Json> = {
    input: () => input,
    state: options.work,
  };
  for (const target of state.targets) {
    handlers[`next:${target}`] = (output) => {
      next = target;
      return output;
    };
  }
  const run = state.machine.run(input, {
    overrides: {
      taskResourceLocalHandlers: handlers,
      ...(options.retryIntervalMs === undefined ? {} : { retryIntervalOverrides: { state: options.retryIntervalMs } }),
    },
    context: { [CONTEXT_KEY]: context.Execution, StateMachine: context.StateMachine, State: context.State },
  });
  if (state.type === 'Task') void watchTimeouts(run.eventLogs, options.onTimeout);
  return {
    abort: run.abort,
    result: run.result.then(
      (output) => ({ output, next }),
      (error: unknown) => {
        throw failureOf(state, error);
      },
    ),
  };
}

type Events = ReturnType<State['machine']['run']>['eventLogs'];

/** These events come a little late: the next attempt may have begun, hence the count. */
async function watchTimeouts(events: Events, onTimeout: (attempt: number) => void): Promise<void> {
  let attempt = 0;
  for await (const event of events) {
    if (event.type !== 'StateFailed') continue;
    attempt += 1;
    if (event.Error === 'States.Timeout') onTimeout(attempt);
  }
}

/** The interpreter wraps what ended a run once; inside is our own error, or one of its own. */
function failureOf(state: State, thrown: unknown): unknown {
  const cause = thrown instanceof Error && thrown.name === 'ExecutionError' ? thrown.cause : thrown;
  if (!(cause instanceof Error) || cause instanceof StateFailure || cause instanceof Cancelled) return cause;
  if (cause.name === 'ExecutionAbortedError') return new Cancelled();
  if (state.type === 'Fail' && !cause.name.startsWith('States.')) {
    return new StateFailure(state.hasError ? cause.name : undefined, state.hasCause ? cause.message : undefined);
  }
  if (cause.name === 'States.Timeout') return new StateFailure('States.Timeout', undefined);
  if (cause.name.startsWith('States.')) return new StateFailure(cause.name, cause.message);
  return new StateFailure('States.Runtime', `The state ${state.name} could not be run: ${cause.message}`);
}
