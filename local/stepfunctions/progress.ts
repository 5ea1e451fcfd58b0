import type { Entry } from './log.ts';
import { PROCESS_ENDED } from './process-ended.ts';
import type { Json } from './types.ts';

/** How far a branch has come. */
export type Cursor =
  | { done: false; state: string; input: Json; entered: boolean; started: boolean }
  | { done: true; output: Json };

/** How far each branch of an execution has come: what a redrive goes on from. Keys are scopes, '' the state machine. */
export type Progress = Map<string, Cursor>;

/** @returns the scope of a Parallel state's n-th branch */
export function branchScope(scope: string, state: string, branch: number): string {
  return `${branchPrefix(scope, state)}${branch}`;
}

/** The Parallel state runs from its start: its branches have done nothing yet. */
export function forgetBranches(progress: Progress, scope: string, state: string): void {
  const prefix = branchPrefix(scope, state);
  for (const key of progress.keys()) if (key.startsWith(prefix)) progress.delete(key);
}

function branchPrefix(scope: string, state: string): string {
  return `${scope}/${encodeURIComponent(state)}/`;
}

/** Reads from the history how far each branch had come. */
export function progressOf(entries: readonly Entry[]): Progress {
  const progress: Progress = new Map();
  /** where all branches of a Parallel state have succeeded, but it has not been left */
  const joined = new Set<string>();
  for (const { event, scope, next } of entries) {
    const entered = event.stateEnteredEventDetails;
    const exited = event.stateExitedEventDetails;
    if (entered?.name !== undefined) {
      const input: Json = JSON.parse(entered.input ?? 'null');
      progress.set(scope, { done: false, state: entered.name, input, entered: true, started: false });
    } else if (exited !== undefined) {
      joined.delete(scope);
      const output: Json = JSON.parse(exited.output ?? 'null');
      progress.set(
        scope,
        next === null || next === undefined
          ? { done: true, output }
          : { done: false, state: next, input: output, entered: false, started: false },
      );
    } else if (event.type === 'ParallelStateStarted') {
      const cursor = progress.get(scope);
      if (cursor === undefined || cursor.done) continue;
      progress.set(scope, { ...cursor, started: true });
      forgetBranches(progress, scope, cursor.state);
    } else if (event.type === 'ParallelStateSucceeded') {
      joined.add(scope);
    } else if (event.executionFailedEventDetails !== undefined) {
      const { error } = event.executionFailedEventDetails;
      if (error !== PROCESS_ENDED) for (const parallel of joined) runAgain(progress, parallel);
    }
  }
  return progress;
}

/** The joint result of the branches was refused (too large, say): as on AWS, all of them run again. */
function runAgain(progress: Progress, scope: string): void {
  const cursor = progress.get(scope);
  if (cursor !== undefined && !cursor.done) progress.set(scope, { ...cursor, started: false });
}
