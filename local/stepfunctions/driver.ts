import { Attempts } from './attempts.ts';
import { Cancellation } from './cancellation.ts';
import type { Scope, State } from './definition.ts';
import { Cancelled, dataLimitExceeded, located, RunFailed, StateFailure } from './failure.ts';
import { branchScope, type Cursor, forgetBranches, type Progress } from './progress.ts';
import type { Recorder } from './recorder.ts';
import { ABORTED, ENTERED, EXITED } from './state-events.ts';
import { type Context, runState, type StateResult } from './state-run.ts';
import { type TaskEnvironment, taskCall } from './task.ts';
import { DATA_LIMIT_BYTES, type EventType, type Json, text } from './types.ts';

/** What one run (a start or a redrive) of an execution needs. */
export interface RunOptions {
  definition: Scope;
  input: Json;
  /** how far it has come; empty for a new execution */
  progress: Progress;
  recorder: Recorder;
  environment: TaskEnvironment;
  context: Pick<Context, 'Execution' | 'StateMachine'>;
  retryIntervalMs: number | undefined;
  /** everything that runs is over when this is reached, tasks that run included */
  stop: Cancellation;
}

/** A branch while it runs. `last` is the id of its latest event: what the next one follows. */
interface Branch {
  scope: string;
  definition: Scope;
  last: number;
  /** reached when nothing further must be entered; a task that runs may end */
  cancellation: Cancellation;
}

type Parallel = State & { type: 'Parallel' };
type Task = State & { type: 'Task' };
type Current = Cursor & { done: false };

/** Drives the states of an execution from where it has come to, and writes its history. */
export class Driver {
  readonly #options: RunOptions;
  readonly #inFlight = new Set<Promise<unknown>>();
  /** The states that have been entered and not left, with their branches. */
  readonly #entered = new Map<Branch, State>();

  constructor(options: RunOptions) {
    this.#options = options;
  }

  /**
   * @param previous the id of the event that the first one follows
   * @returns the output, and the id of the last event
   * @throws RunFailed
   */
  async run(previous: number): Promise<{ output: Json; last: number }> {
    const branch: Branch = {
      scope: '',
      definition: this.#options.definition,
      last: previous,
      cancellation: new Cancellation(this.#options.stop),
    };
    try {
      const output = await this.#runBranch(branch, this.#options.input);
      return { output, last: branch.last };
    } catch (error) {
      throw new RunFailed(error, branch.last);
    }
  }

  /** Resolves when no function that this run invoked is running any more. */
  async drained(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.allSettled([...this.#inFlight]);
  }

  /** Says in the history that what had been entered is not going to be left. @returns the last event's id */
  recordAborted(): number {
    let last = this.#options.recorder.lastId;
    for (const [branch, state] of [...this.#entered].reverse()) last = this.#abort(branch, state);
    return last;
  }

  async #runBranch(branch: Branch, input: Json): Promise<Json> {
    const { progress } = this.#options;
    let cursor: Cursor = progress.get(branch.scope) ?? {
      done: false,
      state: branch.definition.startAt,
      input,
      entered: false,
      started: false,
    };
    while (!cursor.done) {
      progress.set(branch.scope, cursor);
      if (branch.cancellation.reached) throw new Cancelled();
      const state = branch.definition.states.get(cursor.state);
      if (state === undefined) throw new StateFailure('States.Runtime', `There is no state ${cursor.state}.`);
      cursor = await this.#runOne(branch, state, cursor);
    }
    progress.set(branch.scope, cursor);
    return cursor.output;
  }

  /** Enters a state (unless an earlier run did), runs it, leaves it. @returns where the branch goes on */
  async #runOne(branch: Branch, state: State, cursor: Current): Promise<Cursor> {
    if (!cursor.entered) {
      branch.last = this.#options.recorder.record(
        ENTERED[state.type],
        branch.last,
        {
          stateEnteredEventDetails: {
            name: state.name,
            input: text(cursor.input),
            inputDetails: { truncated: false },
          },
        },
        { scope: branch.scope },
      );
      cursor.entered = true;
    }
    const enteredAt = branch.last;
    this.#entered.set(branch, state);
    try {
      const result = await this.#work(branch, state, cursor);
      this.#leave(branch, state, result);
      return result.next === undefined
        ? { done: true, output: result.output }
        : { done: false, state: result.next, input: result.output, entered: false, started: false };
    } catch (error) {
      if (error instanceof Cancelled && !this.#options.recorder.ended) this.#abort(branch, state);
      throw located(error, state.name, enteredAt);
    } finally {
      this.#entered.delete(branch);
    }
  }

  #leave(branch: Branch, state: State, { output, next }: StateResult): void {
    const json = text(output);
    if (Buffer.byteLength(json) > DATA_LIMIT_BYTES) {
      throw dataLimitExceeded(`The state/task '${state.name}' returned a result`);
    }
    const type = EXITED[state.type];
    if (type === undefined) return;
    branch.last = this.#options.recorder.record(
      type,
      branch.last,
      { stateExitedEventDetails: { name: state.name, output: json, outputDetails: { truncated: false } } },
      { scope: branch.scope, next: next ?? null },
    );
  }

  async #work(branch: Branch, state: State, cursor: Current): Promise<StateResult> {
    const { context, retryIntervalMs, stop } = this.#options;
    const stateContext = { Name: state.name, EnteredTime: new Date().toISOString(), RetryCount: 0 };
    const attempts = new Attempts();
    const run = runState({
      state,
      input: cursor.input,
      context: { ...context, State: stateContext },
      retryIntervalMs,
      onTimeout: (attempt) => attempts.timeOut(attempt),
      work: async (parameters) => {
        attempts.timeOut();
        if (branch.cancellation.reached) throw new Cancelled();
        const attempt = attempts.begin();
        try {
          return await this.#attempt(branch, state, cursor, parameters, attempts);
        } catch (error) {
          stateContext.RetryCount += 1;
          // Someone else failed meanwhile: this failure must neither be retried nor caught.
          throw branch.cancellation.reached && !(error instanceof Cancelled) ? new Cancelled() : error;
        } finally {
          attempts.end(attempt);
        }
      },
    });
    // Waiting ends at once; a task that runs may end, unless the whole execution was stopped.
    const off = [
      branch.cancellation.listen(() => {
        if (!attempts.running) run.abort();
      }),
      stop.listen(run.abort),
    ];
    try {
      return await run.result;
    } finally {
      attempts.timeOut();
      for (const each of off) each();
    }
  }

  async #attempt(branch: Branch, state: State, cursor: Current, parameters: Json, attempts: Attempts): Promise<Json> {
    switch (state.type) {
      case 'Task':
        return this.#attemptTask(branch, state, parameters, attempts);
      case 'Parallel':
        return this.#attemptParallel(branch, state, cursor, parameters);
      case 'Pass':
        return state.result === undefined ? parameters : state.result;
      case 'Choice':
      case 'Wait':
      case 'Succeed':
      case 'Fail':
        throw new Error(`A ${state.type} state has no work of its own.`);
    }
  }

  async #attemptTask(branch: Branch, state: Task, parameters: Json, attempts: Attempts): Promise<Json> {
    const { environment } = this.#options;
    const record = ([type, details]: [EventType, Parameters<Recorder['record']>[2]]): void => {
      branch.last = this.#options.recorder.record(type, branch.last, details, { scope: branch.scope });
    };
    const call = taskCall(state, parameters, environment);
    record(call.scheduled);
    record(call.started);
    let timedOut = false;
    attempts.onTimeOut(() => {
      timedOut = true;
      if (this.#options.recorder.ended) return;
      try {
        record(call.timedOut());
      } catch {
        // Called by a timer: nobody would catch it, and what is recorded next fails of the same.
      }
    });
    const invocation = call.invoke();
    this.#inFlight.add(invocation);
    try {
      const output = await invocation;
      if (timedOut) return null;
      record(call.succeeded(output));
      return output;
    } catch (error) {
      if (!timedOut && error instanceof StateFailure) record(call.failed(error));
      throw error;
    } finally {
      this.#inFlight.delete(invocation);
    }
  }

  /**
   * Runs the branches. When one fails, the tasks that run in the others are waited for: a redrive must not run beside
   * them.
   */
  async #attemptParallel(branch: Branch, state: Parallel, cursor: Current, parameters: Json): Promise<Json> {
    const { recorder, progress } = this.#options;
    if (!cursor.started) {
      forgetBranches(progress, branch.scope, state.name);
      branch.last = recorder.record('ParallelStateStarted', branch.last, {}, { scope: branch.scope });
      cursor.started = true;
    }
    const cancellation = new Cancellation(branch.cancellation);
    let failure: unknown;
    const branches = state.branches.map(
      (definition, index): Branch => ({
        scope: branchScope(branch.scope, state.name, index),
        definition,
        last: branch.last,
        cancellation,
      }),
    );
    const outputs = await Promise.all(
      branches.map(async (each): Promise<Json> => {
        try {
          const output = await this.#runBranch(each, parameters);
          if (failure === undefined) branch.last = each.last;
          return output;
        } catch (error) {
          if (failure === undefined) {
            failure = error;
            branch.last = each.last;
          }
          cancellation.cancel();
          return null;
        }
      }),
    );
    // A retry starts afresh; only a redrive goes on from where the branches were.
    cursor.started = false;
    if (failure === undefined) {
      branch.last = recorder.record('ParallelStateSucceeded', branch.last, {}, { scope: branch.scope });
      return outputs;
    }
    if (!(failure instanceof Cancelled)) {
      branch.last = recorder.record('ParallelStateFailed', branch.last, {}, { scope: branch.scope });
    }
    throw failure;
  }

  #abort(branch: Branch, state: State): number {
    const type = ABORTED[state.type];
    if (type !== undefined) branch.last = this.#options.recorder.record(type, branch.last, {}, { scope: branch.scope });
    this.#entered.delete(branch);
    return branch.last;
  }
}
