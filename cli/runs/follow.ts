import { setTimeout as sleep } from 'node:timers/promises';
import type { DescribeExecutionOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import type { Connection } from '../connection.ts';
import { CliError, codeOf } from '../errors.ts';
import { commandLine, shortRun } from '../hints.ts';
import { unlessInterrupted } from '../interrupt.ts';
import { arnOf, describeRun, hasEnded } from './executions.ts';
import { type StateView, statesOf } from './states.ts';

/** A local stack is asked often, so that short runs feel immediate; AWS allows far fewer calls. */
const FIRST_PAUSE_MS = { local: 30, remote: 1000 };
const LONGEST_PAUSE_MS = { local: 300, remote: 3000 };
const PAUSE_GROWTH = 1.3;

export async function historyOf(connection: Connection, run: string): Promise<HistoryEvent[]> {
  const { paginateGetExecutionHistory } = await import('@aws-sdk/client-sfn');
  const pages = paginateGetExecutionHistory(
    { client: await connection.clients.sfn() },
    { executionArn: arnOf(connection, run), maxResults: 1000 },
  );
  const events: HistoryEvent[] = [];
  for await (const page of pages) events.push(...(page.events ?? []));
  return events;
}

/**
 * Waits for the end of a run and tells of its states meanwhile.
 * @param onStates hears of all states so far, each time something may have changed
 * @throws CliError when the stack ends meanwhile
 */
export async function followRun(
  connection: Connection,
  run: string,
  onStates: (states: StateView[]) => void,
): Promise<DescribeExecutionOutput> {
  try {
    return await follow(connection, run, onStates);
  } catch (error) {
    if (connection.home === undefined || !NOBODY_THERE.has(codeOf(error))) throw error;
    const started = commandLine('serve', { lake: connection.home });
    throw new CliError('The stack that ran it has ended. The upload is kept, and what its run has done.', {
      hint: `Start it again (${started}), then: ${commandLine(`replay ${shortRun(run)}`, { lake: connection.home })}`,
      cause: error,
    });
  }
}

const NOBODY_THERE: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE']);

async function follow(
  connection: Connection,
  run: string,
  onStates: (states: StateView[]) => void,
): Promise<DescribeExecutionOutput> {
  const where = connection.home === undefined ? 'remote' : 'local';
  let pause = FIRST_PAUSE_MS[where];
  while (true) {
    // The status first: when it says that the run has ended, the history that is read after it is complete.
    const execution = await unlessInterrupted(await describeRun(connection, run));
    onStates(statesOf(await historyOf(connection, run)));
    if (hasEnded(execution.status)) return execution;
    await sleep(pause);
    pause = Math.min(LONGEST_PAUSE_MS[where], pause * PAUSE_GROWTH);
  }
}
