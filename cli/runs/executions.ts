import type { DescribeExecutionOutput, ExecutionListItem, ExecutionStatus } from '@aws-sdk/client-sfn';
import { runSchema } from '../../shared/contract.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import type { Connection } from '../connection.ts';
import { CliError, nameOf, usageError } from '../errors.ts';
import { commandLine } from '../hints.ts';

/** How an execution ends that did not succeed. */
export const FAILED_STATUSES = ['FAILED', 'TIMED_OUT', 'ABORTED'] as const satisfies readonly ExecutionStatus[];

/** The arguments of an execution's calls. */
export function arnOf({ stateMachineArn }: Connection, run: string): string {
  return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${run}`;
}

/** Runs, newest first. */
export async function* listRuns(connection: Connection, status?: ExecutionStatus): AsyncGenerator<ExecutionListItem> {
  const { paginateListExecutions } = await import('@aws-sdk/client-sfn');
  const pages = paginateListExecutions(
    { client: await connection.clients.sfn() },
    { stateMachineArn: connection.stateMachineArn, ...(status ? { statusFilter: status } : {}) },
  );
  for await (const page of pages) yield* page.executions ?? [];
}

export async function describeRun(connection: Connection, run: string): Promise<DescribeExecutionOutput> {
  const { DescribeExecutionCommand } = await import('@aws-sdk/client-sfn');
  const sfn = await connection.clients.sfn();
  return sfn.send(new DescribeExecutionCommand({ executionArn: arnOf(connection, run) }));
}

const SHOWN_CANDIDATES = 5;

/**
 * The run that a person means: its whole name, or a beginning of it that no other run shares.
 * @throws CliError when there is none or more than one
 */
export async function findRun(connection: Connection, named: string): Promise<DescribeExecutionOutput> {
  if (!runSchema.safeParse(named).success) {
    throw usageError(`'${sanitize(named)}' cannot be the name of a run.`, `List the runs: ${commandLine('runs')}`);
  }
  try {
    return await describeRun(connection, named);
  } catch (error) {
    if (nameOf(error) !== 'ExecutionDoesNotExist') throw error;
  }
  const candidates: string[] = [];
  for await (const { name = '' } of listRuns(connection)) if (name.startsWith(named)) candidates.push(name);
  const [only] = candidates;
  if (only === undefined) {
    throw new CliError(`There is no run whose name begins with '${named}'.`, {
      hint: `List the runs: ${commandLine('runs')}`,
    });
  }
  if (candidates.length > 1) {
    const shown = candidates.slice(0, SHOWN_CANDIDATES).join(', ');
    const more = candidates.length > SHOWN_CANDIDATES ? ', …' : '';
    throw new CliError(`${candidates.length} runs begin with '${named}': ${shown}${more}.`, {
      hint: 'Give more of the name.',
    });
  }
  return describeRun(connection, only);
}

export function hasFailed(status: string | undefined): boolean {
  const failed: readonly (string | undefined)[] = FAILED_STATUSES;
  return failed.includes(status);
}

export function hasEnded(status: ExecutionStatus | undefined): boolean {
  return status !== 'RUNNING' && status !== 'PENDING_REDRIVE';
}
