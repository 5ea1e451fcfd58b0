import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { ERROR_NAMES } from '../../shared/runtime/errors.ts';
import { plural } from '../../shared/text/format.ts';
import { type Connection, withConnection } from '../connection.ts';
import { CliError, EXIT, usageError } from '../errors.ts';
import type { GlobalOptions } from '../options.ts';
import { note } from '../output/print.ts';
import { arnOf, describeRun, findRun, hasEnded, listRuns } from '../runs/executions.ts';
import { follow, printOutcome, succeeded } from '../runs/run.ts';

export async function replayCommand(
  named: string | undefined,
  options: GlobalOptions & { failed?: true },
): Promise<void> {
  if ((named === undefined) === (options.failed === undefined)) {
    throw usageError("'replay' takes either the name of a run or '--failed'.");
  }
  await withConnection(
    options,
    async (connection) => {
      const executions = named === undefined ? await failedRuns(connection) : [await findRun(connection, named)];
      if (executions.length === 0) note('There is no failed run that a replay could help.');
      for (const execution of executions) {
        const outcome = await follow(connection, await replay(connection, execution));
        await printOutcome(connection, outcome);
        if (!succeeded(outcome)) process.exitCode = EXIT.failed;
      }
    },
    { runs: true },
  );
}

/** Oldest first, so that of two versions of a file the newer one is published last. A refused file stays refused. */
async function failedRuns(connection: Connection): Promise<DescribeExecutionOutput[]> {
  const failed: DescribeExecutionOutput[] = [];
  let refused = 0;
  for (const status of ['FAILED', 'TIMED_OUT', 'ABORTED'] as const) {
    for await (const { name = '' } of listRuns(connection, status)) {
      const execution = await describeRun(connection, name);
      if (execution.error === ERROR_NAMES.inputRejected) refused += 1;
      else failed.push(execution);
    }
  }
  if (refused > 0) note(`Left out: ${plural(refused, 'run')} whose file was refused; a replay cannot change that.`);
  return failed.sort((a, b) => (a.startDate?.getTime() ?? 0) - (b.startDate?.getTime() ?? 0));
}

/** @returns the name of the run to follow */
async function replay(connection: Connection, execution: DescribeExecutionOutput): Promise<string> {
  const { name: run = '', status } = execution;
  if (!hasEnded(status)) {
    note(`Run ${run} is still running.`);
    return run;
  }
  const { RedriveExecutionCommand, StartExecutionCommand } = await import('@aws-sdk/client-sfn');
  const sfn = await connection.clients.sfn();
  if (status !== 'SUCCEEDED') {
    if (execution.redriveStatus !== 'REDRIVABLE') {
      throw new CliError(
        `Run ${run} cannot go on: ${execution.redriveStatusReason ?? 'its state machine does not say why'}.`,
        {
          hint: 'Upload the file again; that starts a new run.',
        },
      );
    }
    await sfn.send(new RedriveExecutionCommand({ executionArn: arnOf(connection, run) }));
    return run;
  }
  const input: unknown = JSON.parse(execution.input ?? '{}');
  const started = await sfn.send(
    new StartExecutionCommand({
      stateMachineArn: connection.stateMachineArn,
      input: JSON.stringify({ ...(typeof input === 'object' ? input : {}), rerun: true }),
    }),
  );
  return started.executionArn?.split(':').at(-1) ?? '';
}
