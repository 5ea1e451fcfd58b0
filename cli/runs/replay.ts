/** Replaying one run, and what became of several in a table. */
import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import type { Connection } from '../connection.ts';
import { CliError, messageOf, nameOf } from '../errors.ts';
import { commandLine, shellWord } from '../hints.ts';
import { note } from '../output/print.ts';
import { sanitizeLines } from '../output/sanitize.ts';
import { table } from '../output/table.ts';
import { arnOf, hasEnded } from './executions.ts';
import { failureLine } from './failure.ts';
import { keyIn } from './listing.ts';
import type { Outcome } from './outcome.ts';
import { follow, printOutcome, succeeded } from './run.ts';

/**
 * Lets a run that failed go on, or starts one that succeeded anew on the same bytes.
 * @returns the name of the run to follow
 * @throws CliError when the run cannot go on
 */
export async function replayed(connection: Connection, execution: DescribeExecutionOutput): Promise<string> {
  const { name: run = '', status } = execution;
  if (!hasEnded(status)) {
    note(`Run ${run} is still running.`);
    return run;
  }
  if (status === 'SUCCEEDED') return startAnew(connection, execution);
  if (execution.redriveStatus !== 'REDRIVABLE') throw cannotGoOn(execution, execution.redriveStatusReason);
  const { RedriveExecutionCommand } = await import('@aws-sdk/client-sfn');
  const sfn = await connection.clients.sfn();
  try {
    await sfn.send(new RedriveExecutionCommand({ executionArn: arnOf(connection, run) }));
  } catch (error) {
    // It became so since the run was described, by its age or by another redrive.
    if (nameOf(error) === 'ExecutionNotRedrivable') throw cannotGoOn(execution, messageOf(error));
    throw error;
  }
  return run;
}

function cannotGoOn({ name, input }: DescribeExecutionOutput, reason = 'its state machine does not say why'): CliError {
  const key = keyIn(input);
  return new CliError(`Run ${name} cannot go on: ${reason.replace(/\.$/, '')}.`, {
    hint:
      `Start a new run of the same ` +
      `upload: ${commandLine(`replay --upload ${key === null ? 'KEY' : shellWord(key)}`)}`,
  });
}

async function startAnew(connection: Connection, execution: DescribeExecutionOutput): Promise<string> {
  const { StartExecutionCommand } = await import('@aws-sdk/client-sfn');
  const sfn = await connection.clients.sfn();
  const input: unknown = JSON.parse(execution.input ?? '{}');
  const started = await sfn.send(
    new StartExecutionCommand({
      stateMachineArn: connection.stateMachineArn,
      input: JSON.stringify({ ...(typeof input === 'object' ? input : {}), rerun: true }),
    }),
  );
  return started.executionArn?.split(':').at(-1) ?? '';
}

/** What became of one of several runs. */
export interface Replayed {
  readonly run: string;
  readonly key: string | null;
  readonly done: 'went on' | 'failed again' | 'not replayed';
  readonly why: string;
  readonly ok: boolean;
}

/** Replays a run and follows it; whatever goes wrong is printed, not thrown. */
export async function attempt(connection: Connection, execution: DescribeExecutionOutput): Promise<Replayed> {
  const about = { run: execution.name ?? '', key: keyIn(execution.input) };
  try {
    const outcome = await follow(connection, await replayed(connection, execution));
    await printOutcome(connection, outcome);
    const ok = succeeded(outcome);
    return { ...about, done: ok ? 'went on' : 'failed again', why: ended(outcome), ok };
  } catch (error) {
    const why = messageOf(error);
    note(sanitizeLines(why));
    if (error instanceof CliError && error.hint !== undefined) note(sanitizeLines(error.hint));
    return { ...about, done: 'not replayed', why, ok: false };
  }
}

function ended(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'published':
      return outcome.report.status;
    case 'nothing':
      return `${outcome.outcome}: ${outcome.reason}`;
    case 'failed':
      return failureLine(outcome.failure);
  }
}

export function replaysTable(replays: readonly Replayed[]): string {
  return table(
    [{ title: 'Run' }, { title: 'Upload', maxWidth: 50 }, { title: 'Replay' }, { title: 'Result' }],
    replays.map(({ run, key, done, why }) => [run, key ?? '(not an upload)', done, why]),
  );
}
