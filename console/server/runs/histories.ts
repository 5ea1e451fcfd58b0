/** Executions with their whole histories; those that have ended are kept, since nothing but a redrive changes them. */
import type { DescribeExecutionOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import type { Connection } from '../../../cli/connection.ts';
import { findRun, hasEnded } from '../../../cli/runs/executions.ts';
import { historyOf } from '../../../cli/runs/follow.ts';
import { type ReadHistory, readStates } from '../../../cli/runs/states.ts';

const KEPT = 8;

export interface RunHistory extends ReadHistory {
  readonly execution: DescribeExecutionOutput;
  readonly events: readonly HistoryEvent[];
}

export interface Histories {
  /** @throws CliError when there is no such run */
  read(run: string): Promise<RunHistory>;
}

export function createHistories(connection: Connection): Histories {
  const kept = new Map<string, RunHistory>();
  return {
    async read(run) {
      // The status first: when it says that the run has ended, the history that is read after it is complete.
      const execution = await findRun(connection, run);
      const { name = '', redriveCount = 0, status } = execution;
      const id = `${name} ${redriveCount}`;
      const known = hasEnded(status) ? kept.get(id) : undefined;
      if (known) return known;
      const events = await historyOf(connection, name);
      const history = { execution, events, ...readStates(events) };
      if (hasEnded(status)) {
        for (const oldest of kept.keys()) if (kept.size >= KEPT) kept.delete(oldest);
        kept.set(id, history);
      }
      return history;
    },
  };
}
