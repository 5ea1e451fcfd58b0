import type { State } from './definition.ts';
import type { EventType } from './types.ts';

/** The event that says that a state was entered. */
export const ENTERED: Record<State['type'], EventType> = {
  Task: 'TaskStateEntered',
  Parallel: 'ParallelStateEntered',
  Pass: 'PassStateEntered',
  Choice: 'ChoiceStateEntered',
  Wait: 'WaitStateEntered',
  Succeed: 'SucceedStateEntered',
  Fail: 'FailStateEntered',
};
/** The event that says that a state was left; a Fail state ends the execution instead. */
export const EXITED: Record<State['type'], EventType | undefined> = {
  Task: 'TaskStateExited',
  Parallel: 'ParallelStateExited',
  Pass: 'PassStateExited',
  Choice: 'ChoiceStateExited',
  Wait: 'WaitStateExited',
  Succeed: 'SucceedStateExited',
  Fail: undefined,
};
/** The event that says that a state is not going to be left. */
export const ABORTED: Record<State['type'], EventType | undefined> = {
  Task: 'TaskStateAborted',
  Parallel: 'ParallelStateAborted',
  Pass: undefined,
  Choice: undefined,
  Wait: 'WaitStateAborted',
  Succeed: undefined,
  Fail: undefined,
};
