import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { z } from 'zod';

/** CAUGHT: it failed, and the state machine went on without it. */
export type StateStatus = 'RUNNING' | 'RETRYING' | 'SUCCEEDED' | 'CAUGHT' | 'FAILED' | 'ABORTED';

/** One state of an execution, as its history tells it. */
export interface StateView {
  readonly name: string;
  /** Task, Parallel, Choice, Pass, Succeed ... */
  readonly type: string;
  status: StateStatus;
  entered: Date;
  ended: Date | undefined;
  /** Times that its function was called, all redrives together. */
  attempts: number;
  failure: StateFailure | undefined;
  /** Each of those times. */
  readonly calls: StateCall[];
  /** JSON, as far as the history has it. */
  readonly input: string | undefined;
  output: string | undefined;
}

export interface StateFailure {
  readonly error: string;
  readonly cause: string;
}

export interface StateCall {
  readonly started: Date;
  ended: Date | undefined;
  failure: StateFailure | undefined;
}

export interface ReadHistory {
  readonly states: StateView[];
  /** The state that each event belongs to, by the event's id. */
  readonly stateOfEvent: ReadonlyMap<number, StateView>;
}

const ENTERED = /^(\w+)StateEntered$/;
const EXITED = /^\w+StateExited$/;
const SCHEDULED = new Set(['TaskScheduled', 'LambdaFunctionScheduled']);
const FAILED = new Set([
  'TaskFailed',
  'TaskTimedOut',
  'TaskStartFailed',
  'TaskSubmitFailed',
  'LambdaFunctionFailed',
  'LambdaFunctionTimedOut',
]);
const SUCCEEDED = new Set(['TaskSucceeded', 'LambdaFunctionSucceeded']);
const RUN_FAILED = new Set(['ExecutionFailed', 'ExecutionAborted', 'ExecutionTimedOut']);
const parametersSchema = z.looseObject({ FunctionName: z.string() });

/**
 * The states of an execution in the order in which they were entered. An event belongs to the state of the event that
 * it follows; after a redrive that chain begins anew, and a task is known by the function that it calls.
 */
export function statesOf(events: readonly HistoryEvent[]): StateView[] {
  return readStates(events).states;
}

/** The states as `statesOf` tells them, and whose each event is. */
export function readStates(events: readonly HistoryEvent[]): ReadHistory {
  const states = new Map<string, StateView>();
  const stateOfEvent = new Map<number, StateView>();
  const stateOfFunction = new Map<string, StateView>();

  for (const event of events) {
    const time = event.timestamp ?? new Date(0);
    const type = event.type ?? '';
    const state = belongsTo(event);
    if (state && event.id !== undefined) stateOfEvent.set(event.id, state);
    if (RUN_FAILED.has(type)) endOpenStates(states.values(), time);
    if (state) apply(state, event, type, time);
  }
  return { states: [...states.values()], stateOfEvent };

  function belongsTo(event: HistoryEvent): StateView | undefined {
    const entered = ENTERED.exec(event.type ?? '')?.[1];
    if (entered !== undefined) return enter(event.stateEnteredEventDetails?.name ?? '', entered, event);
    const exited = event.stateExitedEventDetails?.name;
    if (exited !== undefined) return states.get(exited);
    const previous = stateOfEvent.get(event.previousEventId ?? 0);
    if (!SCHEDULED.has(event.type ?? '')) return previous;
    const called = calledFunction(event);
    const state = previous?.type === 'Task' ? previous : stateOfFunction.get(called);
    if (state) stateOfFunction.set(called, state);
    return state;
  }

  function enter(name: string, type: string, event: HistoryEvent): StateView {
    const before = states.get(name);
    const state: StateView = {
      name,
      type,
      status: 'RUNNING',
      entered: event.timestamp ?? new Date(0),
      ended: undefined,
      attempts: before?.attempts ?? 0,
      failure: undefined,
      calls: before?.calls ?? [],
      input: event.stateEnteredEventDetails?.input,
      output: undefined,
    };
    states.set(name, state);
    return state;
  }
}

function apply(state: StateView, event: HistoryEvent, type: string, time: Date): void {
  if (SCHEDULED.has(type)) {
    // A redrive goes on with the state: its time counts from here, not from the failure hours ago.
    if (state.ended) state.entered = time;
    state.ended = undefined;
    state.attempts += 1;
    state.calls.push({ started: time, ended: undefined, failure: undefined });
    state.status = 'RUNNING';
  } else if (FAILED.has(type)) {
    const details =
      event.taskFailedEventDetails ??
      event.taskTimedOutEventDetails ??
      event.taskStartFailedEventDetails ??
      event.taskSubmitFailedEventDetails ??
      event.lambdaFunctionFailedEventDetails ??
      event.lambdaFunctionTimedOutEventDetails;
    state.failure = { error: details?.error ?? 'States.TaskFailed', cause: details?.cause ?? '' };
    state.status = 'RETRYING';
    endCall(state, time, state.failure);
  } else if (SUCCEEDED.has(type)) {
    endCall(state, time, undefined);
  } else if (EXITED.test(type)) {
    state.status = state.status === 'RETRYING' ? 'CAUGHT' : 'SUCCEEDED';
    state.ended = time;
    state.output = event.stateExitedEventDetails?.output;
  } else if (/Aborted$/.test(type) && state.status !== 'RETRYING') {
    state.status = 'ABORTED';
    state.ended = time;
  }
}

function endCall({ calls }: StateView, time: Date, failure: StateFailure | undefined): void {
  const call = calls.at(-1);
  if (!call) return;
  call.ended = time;
  call.failure = failure;
}

/** The execution ended without success: a state that had failed is why, the others were given up. */
function endOpenStates(states: Iterable<StateView>, time: Date): void {
  for (const state of states) {
    if (state.ended) continue;
    state.ended = time;
    const call = state.calls.at(-1);
    if (call && !call.ended) call.ended = time;
    state.status = state.status === 'RETRYING' ? 'FAILED' : 'ABORTED';
  }
}

function calledFunction(event: HistoryEvent): string {
  const direct = event.lambdaFunctionScheduledEventDetails?.resource;
  if (direct !== undefined) return direct;
  try {
    return parametersSchema.parse(JSON.parse(event.taskScheduledEventDetails?.parameters ?? '')).FunctionName;
  } catch {
    return '';
  }
}

/** The states that a person follows: those that do something, not those that only lead on. */
export function workOf(states: readonly StateView[]): StateView[] {
  return states.filter(({ type }) => type === 'Task' || type === 'Succeed' || type === 'Fail');
}
