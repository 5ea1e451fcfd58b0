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
  failure: { error: string; cause: string } | undefined;
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
const RUN_FAILED = new Set(['ExecutionFailed', 'ExecutionAborted', 'ExecutionTimedOut']);
const parametersSchema = z.looseObject({ FunctionName: z.string() });

/**
 * The states of an execution in the order in which they were entered. An event belongs to the state of the event that
 * it follows; after a redrive that chain begins anew, and a task is known by the function that it calls.
 */
export function statesOf(events: readonly HistoryEvent[]): StateView[] {
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
  return [...states.values()];

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
    const state: StateView = {
      name,
      type,
      status: 'RUNNING',
      entered: event.timestamp ?? new Date(0),
      ended: undefined,
      attempts: states.get(name)?.attempts ?? 0,
      failure: undefined,
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
  } else if (EXITED.test(type)) {
    state.status = state.status === 'RETRYING' ? 'CAUGHT' : 'SUCCEEDED';
    state.ended = time;
  } else if (/Aborted$/.test(type) && state.status !== 'RETRYING') {
    state.status = 'ABORTED';
    state.ended = time;
  }
}

/** The execution ended without success: a state that had failed is why, the others were given up. */
function endOpenStates(states: Iterable<StateView>, time: Date): void {
  for (const state of states) {
    if (state.ended) continue;
    state.ended = time;
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
