/** A backfill on AWS: an execution of its own state machine, which goes on when this process ends. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { MapRunItemCounts } from '@aws-sdk/client-sfn';
import { sanitize } from '../../shared/text/sanitize.ts';
import { type BackfillInput, backfillInput } from '../../statemachine/backfill.ts';
import type { Connection } from '../connection.ts';
import { CliError } from '../errors.ts';
import { unlessInterrupted } from '../interrupt.ts';
import { note } from '../output/print.ts';
import { hasEnded } from '../runs/executions.ts';

const PAUSE_MS = 3000;

/** @throws CliError when the stack has no state machine for it */
function machineOf({ backfillArn = '' }: Connection): string {
  if (backfillArn !== '') return backfillArn;
  throw new CliError('The deployed stack has no state machine for backfills.', {
    hint: "It is of an earlier release: 'npm run deploy -- --stage NAME'.",
  });
}

/** @returns the name of a backfill that has not ended */
export async function runningBackfill(connection: Connection): Promise<string | undefined> {
  const { ListExecutionsCommand } = await import('@aws-sdk/client-sfn');
  const sfn = await connection.clients.sfn();
  const stateMachineArn = machineOf(connection);
  const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }));
  return executions[0]?.name;
}

export async function startBackfill(connection: Connection, id: string, concurrency: number): Promise<void> {
  const { StartExecutionCommand } = await import('@aws-sdk/client-sfn');
  const sfn = await connection.clients.sfn();
  const input: BackfillInput = backfillInput(id, concurrency);
  const stateMachineArn = machineOf(connection);
  await sfn.send(new StartExecutionCommand({ stateMachineArn, name: id, input: JSON.stringify(input) }));
}

/**
 * Waits for its end, and says how far it is.
 * @throws CliError when it could not go through its items
 */
export async function followBackfill(connection: Connection, id: string): Promise<void> {
  const { DescribeExecutionCommand } = await import('@aws-sdk/client-sfn');
  const sfn = await connection.clients.sfn();
  const executionArn = `${machineOf(connection).replace(':stateMachine:', ':execution:')}:${id}`;
  for (let told = ''; ; await sleep(PAUSE_MS)) {
    const { status, error, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    const line = progressLine(await itemCounts(connection, executionArn));
    if (line !== told) note(line);
    told = line;
    if (!hasEnded(status)) {
      await unlessInterrupted(undefined);
      continue;
    }
    if (status === 'SUCCEEDED') return;
    throw new CliError(`The backfill ${id} ended as ${status}. ${sanitize(`${error ?? ''}: ${cause ?? ''}`)}`, {
      hint: 'Call it again: it takes up what has no outcome.',
    });
  }
}

async function itemCounts(connection: Connection, executionArn: string): Promise<MapRunItemCounts | undefined> {
  const { DescribeMapRunCommand, ListMapRunsCommand } = await import('@aws-sdk/client-sfn');
  const sfn = await connection.clients.sfn();
  const { mapRuns = [] } = await sfn.send(new ListMapRunsCommand({ executionArn }));
  const [first] = mapRuns;
  if (!first) return undefined;
  return (await sfn.send(new DescribeMapRunCommand({ mapRunArn: first.mapRunArn }))).itemCounts;
}

function progressLine(counts: MapRunItemCounts | undefined): string {
  if (!counts) return 'Step Functions reads the items …';
  const { total = 0, succeeded = 0, failed = 0, timedOut = 0, aborted = 0, running = 0 } = counts;
  const wrong = failed + timedOut + aborted;
  return `${succeeded + wrong} of ${total} ended, ${wrong} of them failed; ${running} running`;
}
